import { plain } from '../io.ts'
import type { Style } from './style.ts'

export type TableColumn = { title: string; right?: boolean }

const width = (text: string): number => [...text].length

/** Aligned columns, two blanks apart. An empty table says so by its titles alone. */
export const table = (
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  style: Style,
): string => {
  const cells = rows.map((row) => columns.map((_, at) => plain(row[at] ?? '')))
  const widths = columns.map(({ title }, at) =>
    cells.reduce((most, row) => Math.max(most, width(row[at] ?? '')), width(title)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => {
        const fill = ' '.repeat((widths[at] ?? 0) - width(cell))
        return columns[at]?.right ? fill + cell : cell + fill
      })
      .join('  ')
      .trimEnd()
  const head = style.bold(line(columns.map(({ title }) => title)))
  return [head, ...cells.map(line), ''].join('\n')
}

/** `name  value` lines. */
export const facts = (entries: readonly (readonly [string, string])[], style: Style): string => {
  const widest = Math.max(...entries.map(([name]) => width(name)))
  return `${entries.map(([name, value]) => `${style.dim(name.padEnd(widest))}  ${plain(value)}`).join('\n')}\n`
}
