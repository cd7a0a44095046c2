import type { InvalidRow } from '@usufruct/cleaning/types'

/** Between the rows of a file, as its owner counts them from 1, and the lines of what is sent, counted from 0: rows
 * that were set aside have no line. */
export const rowNumbers = (aside: Iterable<number>) => {
  const sorted = [...new Set(aside)].sort((a, b) => a - b)
  /** How many were set aside before a row. */
  const before = (row: number) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] as number) < row) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    lineOf: (row: number): number => row - 1 - before(row),
    rowOf: (line: number): number => {
      let row = line + 1
      for (let next = line + 1 + before(row + 1); next !== row; next = line + 1 + before(row + 1)) row = next
      return row
    },
  }
}

/** Rows that are set aside also when nothing in them is hidden: the lines of a walk that keeps everything. */
export const asideWhenKept = (invalid: readonly InvalidRow[]): number[] =>
  invalid.filter(({ reason }) => reason !== 'personal-data').map(({ row }) => row)
