import type { Finding } from '@usufruct/cleaning/types'
import { memo, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Fold } from '../../ui/Fold.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { formatBytes, formatCount, plural } from '../../ui/words.ts'
import type { Looked, PreviewRow } from './cleaningMessages.ts'
import type { Overlooked } from './fileChoices.ts'
import { invalidInWords } from './findingWords.ts'
import { piecesOf } from './highlight.ts'
import { MarkOverlooked, placeOf } from './MarkOverlooked.tsx'

type View = 'sent' | 'own'

type Props = { looked: Looked; onOverlooked: (overlooked: Overlooked) => void }

/** The member's rows with what is hidden marked where it stands. What is on the “will be sent” side is exactly what
 * leaves the device. */
export const Preview = memo(function Preview({ looked, onOverlooked }: Props) {
  const [view, setView] = useState<View>('sent')
  // Where something was found comes first, so that nobody has to scroll to see it.
  const found = (name: string) => looked.findings.some(({ where }) => where.column === name)
  const columns = looked.schema
    .map(({ name, type }) => ({ name, type, found: found(name) }))
    .sort((a, b) => Number(b.found) - Number(a.found))
  const rowFound = new Set(looked.findings.map(({ where }) => where.row))
  const rows = [...looked.preview].sort((a, b) => Number(rowFound.has(b.row)) - Number(rowFound.has(a.row)))
  return (
    <figure className="preview" data-testid={testIds.preview} data-view={view}>
      <figcaption className="preview-head">
        <p>
          <Icon name="lock" />
          <span>
            <strong>
              {view === 'sent'
                ? 'Only this version leaves your device.'
                : 'Your file. What is struck out stays here.'}
            </strong>{' '}
            <span className="soft">
              {plural(looked.rows, 'row')}, {formatBytes(looked.bytes)}
            </span>
          </span>
        </p>
        <fieldset className="segments">
          <legend className="visually-hidden">Which version to show</legend>
          {(['sent', 'own'] as const).map((which) => (
            <label key={which}>
              <input
                type="radio"
                name="preview-view"
                checked={view === which}
                onChange={() => setView(which)}
              />
              <span>{which === 'sent' ? 'What will be sent' : 'Your file'}</span>
            </label>
          ))}
        </fieldset>
      </figcaption>
      {view === 'own' && <MarkOverlooked onOverlooked={onOverlooked} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable to scroll it by keyboard */}
      <section className="scroll-x preview-rows" tabIndex={0} aria-label="Rows">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col" className="is-number">
                Row
              </th>
              {columns.map((column) => (
                <th key={column.name} scope="col" className={cellClass(column)}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.row} row={row} view={view} columns={columns} findings={looked.findings} />
            ))}
          </tbody>
        </table>
      </section>
      {looked.rows > looked.preview.length && (
        <p className="soft small preview-more">
          {formatCount(looked.preview.length)} of {plural(looked.rows, 'row')} shown: those with a finding,
          and the first.
        </p>
      )}
    </figure>
  )
})

type ShownColumn = { name: string; type: string; found: boolean }

const cellClass = ({ type, found }: ShownColumn) =>
  type === 'integer' || type === 'number' ? 'is-number' : found ? 'is-text' : undefined

type RowProps = {
  row: PreviewRow
  view: View
  columns: ShownColumn[]
  findings: Finding[]
}

function Row({ row, view, columns, findings }: RowProps) {
  return (
    <tr>
      <td className="is-number soft">{row.row}</td>
      {columns.map((column) => {
        const { name } = column
        const here = findings.filter(({ where }) => where.row === row.row && where.column === name)
        return (
          <td key={name} className={cellClass(column)} {...(view === 'own' ? placeOf(row.row, name) : {})}>
            <Cell own={row.own[name]} sent={row.sent[name]} view={view} findings={here} />
          </td>
        )
      })}
    </tr>
  )
}

const asText = (value: unknown) => (value === null || value === undefined ? '' : String(value))

function Cell({
  own,
  sent,
  view,
  findings,
}: {
  own: unknown
  sent: unknown
  view: View
  findings: Finding[]
}) {
  if (findings.length === 0) return asText(view === 'sent' ? sent : own)
  if (view === 'sent') return <span className="cell-sent">{asText(sent)}</span>
  if (typeof own !== 'string') return <mark data-action="redact">{asText(own)}</mark>
  return piecesOf(own, findings).map(({ text, finding }) =>
    finding ? (
      <mark key={finding.id} data-action={finding.action}>
        {text}
      </mark>
    ) : (
      text
    ),
  )
}

/** What does not fit is never dropped silently: each row says why, so that its owner can mend it. */
export function SetAside({ looked }: { looked: Looked }) {
  const { invalid, invalidTotal, duplicates } = looked
  // Those that an action can be chosen for have a place of their own.
  const notes = looked.notes.filter(({ finding }) => finding === undefined)
  if (invalidTotal === 0 && notes.length === 0 && duplicates === 0) return null
  return (
    <div>
      {invalidTotal > 0 && (
        <Fold title={`${plural(invalidTotal, 'row')} set aside, with reasons`} testId={testIds.invalidRows}>
          <p className="small soft">
            These are not sent. Mend them in your file and choose it again, or go on without them.
          </p>
          <ul className="invalid">
            {invalid.slice(0, 50).map((row) => (
              <li key={`${row.row}-${row.column ?? ''}`}>
                {invalidInWords(row)}
                <span className="mono soft">{row.values.map(asText).join(' · ')}</span>
              </li>
            ))}
          </ul>
          {invalidTotal > 50 && <p className="small soft">And {plural(invalidTotal - 50, 'more')}.</p>}
        </Fold>
      )}
      {(notes.length > 0 || duplicates > 0) && (
        <Fold title="Also worth knowing">
          <ul className="notes">
            {duplicates > 0 && (
              <li>{plural(duplicates, 'row')} are in this file more than once. They count once.</li>
            )}
            {notes.map(({ code, column, text }) => (
              <li key={`${code}-${column ?? ''}`}>
                {column && <span className="mono">{column}: </span>}
                {text}
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </div>
  )
}
