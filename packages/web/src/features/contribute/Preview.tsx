import type { Finding } from '@usufruct/cleaning/types'
import { memo, useCallback, useId, useMemo, useState } from 'react'
import { testIds } from '../../app/testIds.ts'
import { Fold } from '../../ui/Fold.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { formatBytes, formatCount, plural } from '../../ui/words.ts'
import type { Looked, PreviewRow, RowFilter } from './cleaningMessages.ts'
import type { Overlooked } from './fileChoices.ts'
import { invalidInWords } from './findingWords.ts'
import { piecesOf } from './highlight.ts'
import { MarkOverlooked, placeOf } from './MarkOverlooked.tsx'
import { useRows } from './useRows.ts'

type View = 'sent' | 'own'

type Props = {
  looked: Looked
  readRows: (filter: RowFilter, from: number, count: number) => Promise<PreviewRow[]>
  /** Changes when there is something new to see in the rows. */
  seenAs: number
  onOverlooked: (overlooked: Overlooked) => void
}

const pageSize = 25

const byRow = (findings: readonly Finding[]) => {
  const map = new Map<number, Finding[]>()
  for (const finding of findings) {
    const { row } = finding.where
    if (row > 0) map.set(row, [...(map.get(row) ?? []), finding])
  }
  return map
}

/** The member's rows with what is hidden marked where it stands. What is on the “will be sent” side is exactly what
 * leaves the device. */
export const Preview = memo(function Preview({ looked, readRows, seenAs, onOverlooked }: Props) {
  const [view, setView] = useState<View>('sent')
  const [wantedFilter, setFilter] = useState<RowFilter>('found')
  const [page, setPage] = useState(0)
  const { findings, schema } = looked
  const found = useMemo(() => byRow(findings), [findings])
  // Where something was found comes first, so that nobody has to scroll to see it.
  const columns = useMemo(() => {
    const names = new Set(findings.map(({ where }) => where.column))
    return schema
      .map(({ name, type }) => ({ name, type, found: names.has(name) }))
      .sort((a, b) => Number(b.found) - Number(a.found))
  }, [findings, schema])
  const filter = found.size > 0 ? wantedFilter : 'all'
  const total = filter === 'found' ? found.size : looked.rows
  const read = useCallback((from: number, count: number) => readRows(filter, from, count), [readRows, filter])
  const rows = useRows(read, page * pageSize, pageSize, seenAs)
  const show = (next: RowFilter) => {
    setFilter(next)
    setPage(0)
  }
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
              {looked.head
                ? `The first ${plural(looked.rows, 'row')}; reading on …`
                : `${plural(looked.rows, 'row')}, ${formatBytes(looked.bytes)}`}
            </span>
          </span>
        </p>
        <Segments
          legend="Which version to show"
          options={[
            { value: 'sent', says: 'What will be sent' },
            { value: 'own', says: 'Your file' },
          ]}
          value={view}
          onChange={setView}
        />
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
              <Row
                key={row.row}
                row={row}
                view={view}
                columns={columns}
                findings={found.get(row.row) ?? none}
              />
            ))}
          </tbody>
        </table>
      </section>
      {(found.size > 0 || total > pageSize) && (
        <div className="preview-more stack stack-s">
          {found.size > 0 && (
            <Segments
              legend="Which rows to show"
              options={[
                { value: 'found', says: `With findings (${formatCount(found.size)})` },
                { value: 'all', says: 'All rows' },
              ]}
              value={filter}
              onChange={show}
            />
          )}
          <Pager label="Rows" page={page} size={pageSize} total={total} onPage={setPage} />
        </div>
      )}
    </figure>
  )
})

const none: Finding[] = []

type SegmentsProps<T extends string> = {
  legend: string
  options: { value: T; says: string }[]
  value: T
  onChange: (value: T) => void
}

function Segments<T extends string>({ legend, options, value, onChange }: SegmentsProps<T>) {
  const group = useId()
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={group}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.says}</span>
        </label>
      ))}
    </fieldset>
  )
}

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
        const here = findings.filter(({ where }) => where.column === name)
        const own = row.own ? row.own[name] : undefined
        // Only in text can a part be marked, and only in the text as it is in the file.
        const isMarkable = view === 'own' && column.type === 'string' && typeof own === 'string'
        return (
          <td key={name} className={cellClass(column)} {...(isMarkable ? placeOf(row.row, name) : {})}>
            <Cell own={own} sent={row.sent[name]} view={view} findings={here} />
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
  // Until it was read, what is known of it is what would be sent.
  if (findings.length === 0 && (own === undefined || own === sent)) return asText(sent)
  if (view === 'sent') return <span className="cell-sent">{asText(sent)}</span>
  // The member's own version of it is still being read.
  if (own === undefined) return <mark data-action="redact">…</mark>
  if (findings.length === 0) return <mark data-action="generalise">{asText(own)}</mark>
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

const invalidPage = 20

/** What does not fit is never dropped silently: each row says why, so that its owner can mend it. */
export function SetAside({ looked }: { looked: Looked }) {
  const { invalid, invalidTotal, duplicates, nearDuplicates } = looked
  // Those that an action can be chosen for have a place of their own.
  const notes = looked.notes.filter(({ finding }) => finding === undefined)
  const [wanted, setPage] = useState(0)
  const page = Math.min(wanted, Math.max(0, Math.ceil(invalid.length / invalidPage) - 1))
  const hasNotes = notes.length > 0 || duplicates > 0 || nearDuplicates > 0
  if (invalidTotal === 0 && !hasNotes) return null
  return (
    <div>
      {invalidTotal > 0 && (
        <Fold title={`${plural(invalidTotal, 'row')} set aside, with reasons`} testId={testIds.invalidRows}>
          <p className="small soft">
            These are not sent. Mend them in your file and choose it again, or go on without them.
          </p>
          <ul className="invalid">
            {invalid.slice(page * invalidPage, (page + 1) * invalidPage).map((row) => (
              <li key={`${row.row}-${row.column ?? ''}`}>
                {invalidInWords(row)}
                <span className="mono soft">{row.values.map(asText).join(' · ')}</span>
              </li>
            ))}
          </ul>
          <Pager
            label="Rows set aside"
            page={page}
            size={invalidPage}
            total={invalid.length}
            onPage={setPage}
          />
          {invalidTotal > invalid.length && (
            <p className="small soft">And {plural(invalidTotal - invalid.length, 'more')}.</p>
          )}
        </Fold>
      )}
      {hasNotes && (
        <Fold title="Also worth knowing">
          <ul className="notes">
            {duplicates > 0 && (
              <li>{plural(duplicates, 'row')} are in this file more than once. They count once.</li>
            )}
            {nearDuplicates > 0 && (
              <li>
                {plural(nearDuplicates, 'row')} say nearly what another row says. Reviewers are told how many.
              </li>
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
