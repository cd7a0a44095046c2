import type { Action, Finding } from '@usufruct/cleaning/types'
import { useId } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Callout } from '../../ui/Callout.tsx'
import { listOf, plural } from '../../ui/words.ts'
import type { Looked } from './cleaningMessages.ts'
import { actionsFor, actionWords, findingWords } from './findingWords.ts'
import { around, piecesOf } from './highlight.ts'

type Props = { looked: Looked; busy: boolean; onChoose: (id: string, action: Action) => void }

const shown = 50

const tally = (findings: readonly Finding[]) => {
  const counts = new Map<Finding['type'], number>()
  for (const { type } of findings) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts].map(([type, count]) => plural(count, findingWords[type].one, findingWords[type].many))
}

/** What was found that tells who or where someone is. Each stays hidden unless the member says otherwise. */
export function Findings({ looked, busy, onChoose }: Props) {
  const { findings, findingsTotal } = looked
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
      <Callout tone="attention" icon="shield" title={`We found ${listOf(tally(findings))}.`}>
        <p>Hidden before anything is sent, unless you say that it may stay.</p>
      </Callout>
      <ul className="findings">
        {findings.slice(0, shown).map((finding) => (
          <FindingItem
            key={finding.id}
            finding={finding}
            looked={looked}
            busy={busy}
            onChoose={(action) => onChoose(finding.id, action)}
          />
        ))}
      </ul>
      {findingsTotal > shown && (
        <p className="soft small">
          And {plural(findingsTotal - shown, 'more')}. For those, choose for all of a kind below.
        </p>
      )}
    </div>
  )
}

type ItemProps = { finding: Finding; looked: Looked; busy: boolean; onChoose: (action: Action) => void }

function FindingItem({ finding, looked, busy, onChoose }: ItemProps) {
  const group = useId()
  const { row, column } = finding.where
  const own = looked.preview.find((shown) => shown.row === row)?.own[column]
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
      <fieldset className="segments" disabled={busy} data-testid={testIds.findingChoice}>
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
