import type { Action, Finding } from '@usufruct/cleaning/types'
import { useId, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Callout } from '../../ui/Callout.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { listOf, plural } from '../../ui/words.ts'
import type { Looked, PreviewRow } from './cleaningMessages.ts'
import { actionsFor, actionWords, findingWords } from './findingWords.ts'
import { around, piecesOf } from './highlight.ts'
import { useRows } from './useRows.ts'

type Props = {
  looked: Looked
  /** Rows with a finding, in order. */
  readRows: (from: number, count: number) => Promise<PreviewRow[]>
  /** Changes when there is something new to see in the rows. */
  seenAs: number
  onChoose: (id: string, action: Action) => void
}

const pageSize = 10

const tally = ({ findings, report, findingsTotal }: Looked) => {
  const counts = new Map<Finding['type'], number>()
  if (findingsTotal > findings.length)
    // More than are listed: the report has them all.
    for (const { type, count } of report.findings)
      counts.set(type as Finding['type'], (counts.get(type as Finding['type']) ?? 0) + count)
  else for (const { type } of findings) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts].map(([type, count]) => plural(count, findingWords[type].one, findingWords[type].many))
}

/** How many rows with findings come before a place in the list of findings. */
const rowsBefore = (findings: readonly Finding[], at: number) =>
  new Set(findings.slice(0, at).flatMap(({ where }) => (where.row > 0 ? [where.row] : []))).size

/** What was found that tells who or where someone is. Each stays hidden unless the member says otherwise. */
export function Findings({ looked, readRows, seenAs, onChoose }: Props) {
  const { findings, findingsTotal } = looked
  const [wanted, setPage] = useState(0)
  const page = Math.min(wanted, Math.max(0, Math.ceil(findings.length / pageSize) - 1))
  const from = page * pageSize
  const rows = useRows(readRows, Math.max(0, rowsBefore(findings, from) - 1), pageSize + 1, seenAs)
  if (findings.length === 0)
    return (
      <Callout tone="good" title="No personal data found">
        <p>
          We look for names, addresses, phone numbers, e-mail addresses, numbers of cards, accounts and
          documents. We do not find everything, least of all names that are also words. Look at the rows
          yourself.
        </p>
      </Callout>
    )
  return (
    <div className="stack">
      <Callout tone="attention" icon="shield" title={`We found ${listOf(tally(looked))}.`}>
        <p>Hidden before anything is sent, unless you say that it may stay.</p>
      </Callout>
      <ul className="findings">
        {findings.slice(from, from + pageSize).map((finding) => (
          <FindingItem
            key={finding.id}
            finding={finding}
            looked={looked}
            rows={rows}
            onChoose={(action) => onChoose(finding.id, action)}
          />
        ))}
      </ul>
      <Pager label="Findings" page={page} size={pageSize} total={findings.length} onPage={setPage} />
      {findingsTotal > findings.length && (
        <p className="soft small">
          And {plural(findingsTotal - findings.length, 'more')}: too many to go through one by one. For those,
          choose for all of a kind below.
        </p>
      )}
    </div>
  )
}

type ItemProps = {
  finding: Finding
  looked: Looked
  rows: readonly PreviewRow[]
  onChoose: (action: Action) => void
}

function FindingItem({ finding, looked, rows, onChoose }: ItemProps) {
  const group = useId()
  const { row, column } = finding.where
  const own = rows.find((shown) => shown.row === row)?.own?.[column]
  const beside = looked.findings.filter((other) => other.where.row === row && other.where.column === column)
  const pieces = around(
    typeof own === 'string' ? piecesOf(own, beside) : [{ text: finding.excerpt, finding }],
    finding.id,
  )
  const what = findingWords[finding.type].one
  return (
    <li
      className="finding"
      data-testid={testIds.finding}
      data-type={finding.type}
      data-action={finding.action}
    >
      <p className="finding-where">
        {row === 0 ? 'A column’s name' : `Row ${row}, ${column}`} · <strong>{what}</strong>
      </p>
      <p className="finding-text">
        {pieces.map((piece) =>
          piece.finding ? (
            <mark
              key={piece.finding.id}
              data-action={piece.finding.action}
              data-current={piece.finding.id === finding.id || undefined}
            >
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </p>
      <fieldset className="segments" data-testid={testIds.findingChoice}>
        <legend className="visually-hidden">
          {what} in row {row}, {column}
        </legend>
        {actionsFor(finding.type).map((action) => (
          <label key={action}>
            <input
              type="radio"
              name={group}
              value={action}
              checked={finding.action === action}
              onChange={() => onChoose(action)}
            />
            <span>{actionWords[action]}</span>
          </label>
        ))}
      </fieldset>
    </li>
  )
}
