import { formatMoney, parseMoney } from '@usufruct/sdk/domain/money'
import { describeSplit } from '@usufruct/sdk/founding/describeSplit'
import type { Answers } from '@usufruct/sdk/founding/field'
import { splitOf } from '@usufruct/sdk/founding/questions/split'
import {
  type Lending,
  lendingKinds,
  parseRows,
  type SimulatedSplit,
  simulateSplit,
} from '@usufruct/sdk/founding/simulateSplit'
import { useId, useMemo, useState } from 'react'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { foundIds } from './foundIds.ts'

const coin = { symbol: 'PRACTICE', decimals: 6 }

type Tried = { amount: string; members: string; kind: Lending['kind']; rows: string }

const simulate = (tried: Tried, answers: Answers) => {
  try {
    const lending: Lending =
      tried.kind === 'own' ? { kind: 'own', rows: parseRows(tried.rows) } : { kind: tried.kind }
    const amount = parseMoney(tried.amount.replaceAll(/[\s,]/g, ''), coin)
    const simulated = simulateSplit({
      amount,
      split: splitOf(answers),
      members: Number(tried.members),
      lending,
    })
    return { simulated, said: describeSplit(simulated, lending, coin), error: null }
  } catch (error) {
    return { simulated: null, said: null, error }
  }
}

/** What becomes of an amount with the split as it stands. Nothing here is part of the charter. */
export function Simulator({ answers }: { answers: Answers }) {
  const id = useId()
  const [tried, setTried] = useState<Tried>({
    amount: '10000',
    members: '120',
    kind: 'long-tail',
    rows: '500, 200, 120, 80, 40, 40, 12, 5',
  })
  const change = (part: Partial<Tried>) => setTried((current) => ({ ...current, ...part }))
  const { simulated, said, error } = useMemo(() => simulate(tried, answers), [tried, answers])
  return (
    <section
      className="card stack found-simulator"
      aria-labelledby={`${id}-title`}
      data-testid={foundIds.simulator}
    >
      <h3 id={`${id}-title`}>Try it with numbers</h3>
      <div className="found-tried">
        <div className="field">
          <label htmlFor={`${id}-amount`}>Licensees pay</label>
          <input
            id={`${id}-amount`}
            className="input"
            inputMode="decimal"
            value={tried.amount}
            onChange={(event) => change({ amount: event.target.value })}
          />
        </div>
        {tried.kind !== 'own' && (
          <div className="field">
            <label htmlFor={`${id}-members`}>Members who lend</label>
            <input
              id={`${id}-members`}
              className="input"
              inputMode="numeric"
              value={tried.members}
              onChange={(event) => change({ members: event.target.value })}
            />
          </div>
        )}
        <div className="field">
          <label htmlFor={`${id}-kind`}>Who lends how much</label>
          <select
            id={`${id}-kind`}
            className="select"
            value={tried.kind}
            onChange={(event) => change({ kind: event.target.value as Lending['kind'] })}
          >
            {lendingKinds.map(({ kind, label }) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
        </div>
      </div>
      {tried.kind === 'own' && (
        <div className="field">
          <label htmlFor={`${id}-rows`}>Rows of each member</label>
          <textarea
            id={`${id}-rows`}
            className="input mono"
            rows={2}
            value={tried.rows}
            onChange={(event) => change({ rows: event.target.value })}
          />
        </div>
      )}
      <ErrorNotice error={error} />
      {simulated && said && (
        <div className="stack stack-s" role="status" data-testid={foundIds.simulated}>
          <Bars simulated={simulated} />
          <p>
            <strong>{said.summary}</strong>
          </p>
          {said.details.map((line) => (
            <p key={line} className="small soft">
              {line}
            </p>
          ))}
        </div>
      )}
    </section>
  )
}

// For the width of a bar only: money itself never becomes a floating-point number.
const share = (part: bigint, of: bigint) => (of === 0n ? 0 : Number((part * 10_000n) / of) / 100)

function Bars({ simulated: { amount, parts, groups } }: { simulated: SimulatedSplit }) {
  const most = groups.reduce((top, group) => {
    const each = group.amount / BigInt(Math.max(1, group.members))
    return each > top ? each : top
  }, 0n)
  const named = [
    { id: 'members', label: 'members', value: parts.members },
    { id: 'reviewers', label: 'reviewers', value: parts.reviewers },
    { id: 'treasury', label: 'treasury', value: parts.treasury },
  ]
  return (
    <>
      <div className="found-bar" aria-hidden="true">
        {named.map(({ id, value }) => (
          <span key={id} data-part={id} style={{ width: `${share(value, amount)}%` }} />
        ))}
      </div>
      <p className="found-legend small" aria-hidden="true">
        {named.map(({ id, label, value }) => (
          <span key={id} data-part={id}>
            {label} {Math.round(share(value, amount))} %
          </span>
        ))}
      </p>
      <figure className="found-groups">
        <div className="found-columns" aria-hidden="true">
          {groups.map((group, at) => {
            const each = group.amount / BigInt(Math.max(1, group.members))
            return (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name but their place
                key={at}
                style={{ height: `${Math.max(2, share(each, most))}%` }}
                title={`${group.members} members get ${formatMoney(each, coin)} each`}
              />
            )
          })}
        </div>
        <figcaption className="small soft">
          What one member gets on average, from the tenth that lent most to the tenth that lent least
        </figcaption>
      </figure>
    </>
  )
}
