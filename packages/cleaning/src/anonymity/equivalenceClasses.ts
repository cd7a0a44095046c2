import type { Cell } from '../types.ts'

/** Rows that are alike in the columns that may single somebody out (Sweeney 2002). */
export type EquivalenceClass = { values: readonly Cell[]; count: number; first: number }

/** More combinations than this are not kept apart: every further one counts as alone. */
const MOST = 200_000

export type EquivalenceClasses = ReturnType<typeof countClasses>

export const countClasses = (columns: readonly number[]) => {
  const valuesOf = (row: readonly Cell[]) => columns.map((i) => row[i] as Cell)
  const classes = new Map<string, EquivalenceClass>()
  let uncounted = 0
  return {
    add(row: readonly Cell[], record: number) {
      const values = valuesOf(row)
      const key = JSON.stringify(values)
      const known = classes.get(key)
      if (known) known.count++
      else if (classes.size < MOST) classes.set(key, { values, count: 1, first: record })
      else uncounted++
    },
    classes: (): EquivalenceClass[] => [...classes.values()],
    /** 0 of a row that was not kept apart. */
    sizeOf: (row: readonly Cell[]): number => classes.get(JSON.stringify(valuesOf(row)))?.count ?? 0,
    uncounted: () => uncounted,
  }
}
