import type { Column } from '@usufruct/sdk/http/values'
import { allowedInWords, columnTypeInWords } from '../../ui/columnType.ts'

export function SchemaTable({ columns }: { columns: Column[] }) {
  return (
    <section className="stack" aria-labelledby="schema-title">
      <h2 id="schema-title">What is in a row</h2>
      <div className="scroll-x">
        <table className="data-table schema">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">What it is</th>
              <th scope="col">Type</th>
              <th scope="col">Values</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <tr key={column.name}>
                <th scope="row" className="mono">
                  {column.name}
                </th>
                <td>{column.description}</td>
                <td>
                  {columnTypeInWords(column)}
                  {column.nullable && <span className="soft">, may be empty</span>}
                </td>
                <td>{allowedInWords(column)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
