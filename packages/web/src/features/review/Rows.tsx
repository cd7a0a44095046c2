import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import { isNumeric } from '../../ui/columnType.ts'
import { pictureSource } from '../../ui/pictureSource.ts'
import { formatCount, plural } from '../../ui/words.ts'

export function Rows({ task }: { task: ReviewTask }) {
  const { columns, rows, places, rowsTotal } = task
  return (
    <div className="stack stack-s">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable to scroll it by keyboard */}
      <section className="scroll-x review-rows data-table" tabIndex={0} aria-label="Rows">
        <table>
          <thead>
            <tr>
              <th scope="col" className="is-number">
                Row
              </th>
              {columns.map((column) => (
                <th key={column.name} scope="col" className={isNumeric(column) ? 'is-number' : undefined}>
                  {column.name}
                  {column.unit && <span className="soft"> ({column.unit})</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={places[at]}>
                <td className="is-number soft">{places[at]}</td>
                {columns.map((column) => (
                  <td key={column.name} className={isNumeric(column) ? 'is-number' : undefined}>
                    <Cell value={row[column.name]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rowsTotal > rows.length && (
        <p className="small soft">
          The first {formatCount(rows.length)} of {plural(rowsTotal, 'row')}.
        </p>
      )}
    </div>
  )
}

function Cell({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className="soft">–</span>
  const picture = typeof value === 'string' ? pictureSource(value) : null
  return picture ? <img className="review-picture" src={picture} alt="As it was lent" /> : String(value)
}
