import { useQuery } from '@tanstack/react-query'
import type { Stability } from '@usufruct/sdk/http/routes/terms'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { duration, formatDay } from '../../ui/time.ts'
import { formatCount, plural } from '../../ui/words.ts'
import './license.css'
import { stabilityQuery } from './queries.ts'

const dataKinds: Record<Stability['personalData'], string> = {
  none: 'None about people',
  pseudonymous: 'About people, without their names',
  yes: 'About people',
  'special-category': 'About people, with health or the like',
}

/** What a licensee should know before paying: how long the permissions last, and what a withdrawal does. */
export function StabilitySheet({ offer, months }: { offer: string; months: number }) {
  const { node } = useSession()
  const sheet = useQuery(stabilityQuery(node, offer, months))
  if (!sheet.data)
    return sheet.error ? (
      <ErrorNotice error={sheet.error} retry={() => void sheet.refetch()} />
    ) : (
      <Skeleton height="13rem" />
    )
  return <Sheet sheet={sheet.data} stale={sheet.isPlaceholderData} />
}

const percent = (share: number) => (share > 0 && share < 0.01 ? 'under 1%' : `${Math.floor(share * 100)}%`)

function Sheet({ sheet, stale }: { sheet: Stability; stale: boolean }) {
  const { outlasting, withdrawals, paused, survives, ends, rows } = sheet
  return (
    <section
      className="stability stack"
      aria-labelledby="stability-title"
      data-testid={testIds.stability}
      data-stale={stale || undefined}
    >
      <div>
        <h3 id="stability-title">How steady is it?</h3>
        <p className="small soft">Members may stop at any time. This is what that means for you.</p>
      </div>
      <div>
        <p>
          <strong>{percent(outlasting.share)}</strong> of the rows ({formatCount(outlasting.rows)} of{' '}
          {formatCount(rows)}) have a permission that lasts beyond {formatDay(sheet.end)}
        </p>
        <div
          className="stability-bar"
          role="img"
          aria-label={`${percent(outlasting.share)} of the rows outlast the license`}
          data-testid={testIds.stabilityBar}
        >
          <span style={{ width: `${outlasting.share * 100}%` }} />
        </div>
      </div>
      <dl className="pairs">
        <dt>Taken back so far</dt>
        <dd>
          {withdrawals.members === 0
            ? 'by nobody, since the first version'
            : `by ${plural(withdrawals.members, 'member')}, ${plural(withdrawals.rows, 'row')}${
                withdrawals.last === null ? '' : `, last on ${formatDay(withdrawals.last)}`
              }`}
          {withdrawals.perYear !== null &&
            `; at this pace ${percent(withdrawals.perYear)} of the rows a year`}
        </dd>
        <dt>After a stop</dt>
        <dd>
          a version without those rows within {duration(withdrawals.cutWithin)}; you delete them within{' '}
          {plural(sheet.licenseeDeadlineDays, 'day')}
        </dd>
        {paused.rows > 0 && (
          <>
            <dt>Paused now</dt>
            <dd>
              {plural(paused.rows, 'row')} of {plural(paused.members, 'member')}
            </dd>
          </>
        )}
      </dl>
      <Fold title="What stays with you, refunds, warranty, contact">
        <div className="stack">
          <Sentences title="Stays with you when members stop" items={survives} />
          <Sentences title="Does not" items={ends} />
          <dl className="pairs">
            <dt>Refunds</dt>
            <dd>{sheet.refunds}</dd>
            <dt>Warranty</dt>
            <dd>{sheet.warrantyText}</dd>
            <dt>Personal data</dt>
            <dd>{dataKinds[sheet.personalData]}</dd>
            <dt>Contact</dt>
            <dd>{sheet.contact}</dd>
            <dt>Exact words</dt>
            <dd>
              <Link to={`/texts/${sheet.legalText}`} target="_blank">
                the license text
              </Link>
            </dd>
          </dl>
        </div>
      </Fold>
      <StabilityFiles sheet={sheet} />
    </section>
  )
}

function Sentences({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <div>
      <p className="field-label">{title}</p>
      <ul className="sentences small">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}

function StabilityFiles({ sheet }: { sheet: Stability }) {
  return (
    <p className="small">
      <a
        href={`/api/offers/${sheet.offer}/stability.pdf?months=${sheet.months}`}
        target="_blank"
        rel="noreferrer"
      >
        The same as a PDF
      </a>{' '}
      <span className="soft">to pass on, dated {formatDay(sheet.at)}</span>
    </p>
  )
}
