import { useQuery } from '@tanstack/react-query'
import type { Actor } from '@usufruct/sdk/actions/actor'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useDatasetName } from '../../session/useDatasetName.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Purposes } from '../../ui/Purposes.tsx'
import { SkeletonCard } from '../../ui/Skeleton.tsx'
import { formatDay, formatMoment } from '../../ui/time.ts'
import { plural } from '../../ui/words.ts'
import { myConsentsQuery } from './queries.ts'
import { StopSharing } from './StopSharing.tsx'
import './withdraw.css'

export function Permissions({ actor }: { actor: Actor }) {
  const consents = useQuery(myConsentsQuery(actor))
  const [stopping, setStopping] = useState<Consent | null>(null)
  const [busy, setBusy] = useState(false)

  if (!consents.data)
    return consents.error ? (
      <ErrorNotice error={consents.error} retry={() => void consents.refetch()} />
    ) : (
      <SkeletonCard lines={3} />
    )
  if (consents.data.length === 0) return null
  const liveFirst = [...consents.data].sort(
    (a, b) => Number(b.live) - Number(a.live) || b.grantedAt - a.grantedAt,
  )
  return (
    <section className="stack" aria-labelledby="permissions-title">
      <h2 id="permissions-title">Permissions I gave</h2>
      <ul className="stack">
        {liveFirst.map((consent) => (
          <PermissionCard key={consent.consent} consent={consent} onStop={() => setStopping(consent)} />
        ))}
      </ul>
      <Dialog title="Stop sharing?" open={stopping !== null} locked={busy} onClose={() => setStopping(null)}>
        {stopping && (
          <StopSharing actor={actor} consent={stopping} onBusy={setBusy} onClose={() => setStopping(null)} />
        )}
      </Dialog>
    </section>
  )
}

function PermissionCard({ consent, onStop }: { consent: Consent; onStop: () => void }) {
  const { dataset, purposes, end, grantedAt, withdrawnAt, live, contributions, licenses, agreement } = consent
  const datasetName = useDatasetName(dataset)
  return (
    <li className="card permission" data-live={live || undefined}>
      <div className="row row-between">
        <h3>
          <Link to={`/datasets/${dataset}`}>{datasetName}</Link>
        </h3>
        <span className={`pill ${live ? 'pill-good' : ''}`}>
          {live ? 'In force' : withdrawnAt === null ? 'Ended' : 'You stopped this'}
        </span>
      </div>
      <Purposes codes={purposes} />
      <p className="small soft">
        Given on {formatDay(grantedAt)},{' '}
        {withdrawnAt === null ? `until ${formatDay(end)}` : `taken back on ${formatMoment(withdrawnAt)}`}.
        Covers {plural(contributions, 'file')}, in {plural(licenses, 'license')}.{' '}
        <Link to={`/texts/${agreement}`}>The terms you read</Link>
      </p>
      {live && (
        <div>
          <Button look="danger" data-testid={testIds.stopSharing(consent.consent)} onClick={onStop}>
            Stop sharing
          </Button>
        </div>
      )}
    </li>
  )
}
