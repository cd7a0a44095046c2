import type { ReviewTask } from '@usufruct/sdk/http/routes/review'
import { isNumeric } from '../../ui/columnType.ts'
import { formatCount, plural } from '../../ui/words.ts'

export function Rows({ task }: { task: ReviewTask }) {
  const { columns, rows, rowsTotal } = task
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
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and never move
              <tr key={at}>
                <td className="is-number soft">{at + 1}</td>
                {columns.map((column) => (
                  <td key={column.name} className={isNumeric(column) ? 'is-number' : undefined}>
                    {row[column.name] === null || row[column.name] === undefined ? (
                      <span className="soft">–</span>
                    ) : (
                      String(row[column.name])
                    )}
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
