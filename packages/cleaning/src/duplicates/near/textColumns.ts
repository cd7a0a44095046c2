import type { DecodedRow } from '../../formats/format.ts'
import { createWordReader } from './readWords.ts'

/** A cell of fewer words (characters, in scripts that part no words) is a label: many rows share those by nature. */
export const LEAST_WORDS = 12

/** So many longer cells of a column say what it is; looking at all would cost tables without text. */
const LOOKED_AT = 20_000

/**
 * Which columns hold texts of their own: with long cells, at least half of them different. The wording of a question
 * that stands beside every answer is long too, and says nothing about who wrote the row.
 */
export const createTextColumns = () => {
  const words = createWordReader()
  const columns: { looked: number; long: number; different: Set<number> }[] = []

  const look = (cell: string, column: number) => {
    columns[column] ??= { looked: 0, long: 0, different: new Set() }
    const seen = columns[column]
    if (seen.looked === LOOKED_AT) return
    seen.looked++
    const read = words.read(cell)
    if (read.length < LEAST_WORDS) return
    seen.long++
    let hash = 0
    for (const word of read) hash = (Math.imul(hash, 0x9e3779b5) + word) | 0
    seen.different.add(hash)
  }

  return {
    add(batch: readonly DecodedRow[]) {
      for (const row of batch) {
        if (!('cells' in row)) continue
        for (let i = 0; i < row.cells.length; i++) {
          const cell = row.cells[i]
          if (typeof cell === 'string' && cell.length >= LEAST_WORDS) look(cell, i)
        }
      }
    },
    isText: (column: number): boolean => {
      const seen = columns[column]
      return seen !== undefined && seen.long > 0 && seen.different.size * 2 >= seen.long
    },
  }
}
