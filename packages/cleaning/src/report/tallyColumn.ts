import type { Cell, Column, ColumnReport } from '../types.ts'

/** Figures of one column, over the rows that are lent. */
export const tallyColumn = (column: Column) => {
  let missing = 0
  let count = 0
  let mean = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  return {
    add(value: Cell) {
      if (value === null) missing++
      else if (typeof value === 'number') {
        count++
        // A running mean does not overflow where a sum would.
        mean += (value - mean) / count
        if (value < min) min = value
        if (value > max) max = value
      }
    },
    report: (): ColumnReport => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      ...(column.unit === undefined ? {} : { unit: column.unit }),
      missing,
      ...(count === 0 ? {} : { min, max }),
      ...(count === 0 || !Number.isFinite(mean) ? {} : { mean }),
    }),
  }
}
