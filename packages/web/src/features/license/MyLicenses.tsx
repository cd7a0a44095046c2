import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { License } from '@usufruct/sdk/http/routes/license'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { licensesQuery } from '../../session/queries.ts'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Money } from '../../ui/Money.tsx'
import { Purposes } from '../../ui/Purposes.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { duration, formatDay } from '../../ui/time.ts'
import { useNow } from '../../ui/useNow.ts'
import { Certificate } from './Certificate.tsx'
import { Download } from './Download.tsx'
import './license.css'
import { Notices } from './Notices.tsx'

export function MyLicenses({ actor }: { actor: Actor }) {
  const licenses = useQuery(licensesQuery(actor.node, actor.account?.address.toLowerCase()))
  if (!licenses.data)
    return licenses.error ? (
      <ErrorNotice error={licenses.error} retry={() => void licenses.refetch()} />
    ) : (
      <SkeletonCard lines={4} />
    )
  if (licenses.data.length === 0)
    return (
      <Empty icon="license" title="You have no license yet">
        <p>Choose an offer of a dataset. You pay for a time and for named uses, and download at once.</p>
        <Link className={buttonClass('primary')} to="/datasets">
          See the data
        </Link>
      </Empty>
    )
  const latestFirst = [...licenses.data].sort((a, b) => b.start - a.start)
  return (
    <ul className="stack stack-l">
      {latestFirst.map((license) => (
        <LicenseCard key={license.license} license={license} actor={actor} />
      ))}
    </ul>
  )
}

function LicenseCard({ license, actor }: { license: License; actor: Actor }) {
  const left = license.end - useNow()
  const datasetName = useDatasetName(license.dataset)
  const live = license.live && left > 0
  return (
    <li className="card stack" data-testid={testIds.license(license.license)}>
      <div className="row row-between">
        <div>
          <h2>
            <Link to={`/datasets/${license.dataset}`}>{datasetName}</Link>, {license.offerName}
          </h2>
          <p className="small soft">
            Version {license.opensRelease}
            {license.opensRelease > license.release && `, the latest; you bought version ${license.release}`}
          </p>
        </div>
        <span className={`pill ${live ? 'pill-good' : ''}`}>{live ? 'In force' : 'Ended'}</span>
      </div>
      {license.notices > 0 && <Notices actor={actor} license={license.license} />}
      <TermBar start={license.start} end={license.end} left={left} />
      <Purposes codes={license.purposes} />
      <Download actor={actor} license={license} />
      <Certificate license={license.license} />
      <Fold title="Details">
        <dl className="pairs">
          <dt>Price paid</dt>
          <dd>
            <Money value={license.price} coin={actor.dao.coin} />
          </dd>
          <dt>License number</dt>
          <dd className="mono">{license.license}</dd>
          <dt>List of parts</dt>
          <dd className="mono">{license.manifest}</dd>
        </dl>
      </Fold>
    </li>
  )
}

/** The clock of a license: how much of it is used up. */
function TermBar({ start, end, left }: { start: number; end: number; left: number }) {
  const share = Math.min(1, Math.max(0, 1 - left / Math.max(1, end - start)))
  return (
    <div className="term">
      <div className="term-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className="small">
        {left > 0 ? (
          <>
            <strong>{duration(left)} left</strong>, until {formatDay(end)}
          </>
        ) : (
          <>Ended on {formatDay(end)}</>
        )}
      </p>
    </div>
  )
}
