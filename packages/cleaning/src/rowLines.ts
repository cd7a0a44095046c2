import type { Cell } from './types.ts'

/**
 * Rows as lines of canonical JSON: the same bytes as canonicalJson of each row, without building the row, since its
 * names cannot be trusted as keys.
 */
export const createRowLines = (
  columns: readonly { name: string }[],
): ((values: readonly Cell[]) => string) => {
  // Keys in the order RFC 8785 asks for: by UTF-16 code units, as the default sort has it.
  const order = columns
    .map(({ name }, i) => ({ i, name, key: `${JSON.stringify(name)}:` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return (values) => `{${order.map(({ i, key }) => key + JSON.stringify(values[i])).join(',')}}\n`
}
