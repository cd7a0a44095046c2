import type { Cell, NearDuplicate } from '../../types.ts'
import { createFingerprinter, type Fingerprint } from './fingerprint.ts'
import { createNearIndex, type NearMatch } from './nearIndex.ts'
import { LEAST_WORDS } from './textColumns.ts'
import { createWordList } from './wordList.ts'

/** Rows that share a form letter would otherwise all be compared with each other. */
const CANDIDATES = 64

/** Finds the rows of a file whose texts nearly repeat those of an earlier row. Everything else in a row may differ:
 * a text under another number is still the same text. */
export const createNearRows = (textColumns: readonly number[], listed: number) => {
  const fingerprint = createFingerprinter(LEAST_WORDS)
  const index = createNearIndex({ candidates: CANDIDATES })
  const records = createWordList()
  const matches: NearDuplicate[] = []
  let count = 0

  return {
    /** One row's values, in order. @returns what its texts are recognised by, or undefined where it has none */
    add(record: number, values: readonly Cell[]): Fingerprint | undefined {
      const texts: string[] = []
      for (const column of textColumns) {
        const value = values[column]
        if (typeof value === 'string') texts.push(value)
      }
      if (texts.length === 0) return undefined
      const found = fingerprint(...texts)
      if (found.shingles.length === 0) return undefined
      let best: NearMatch | undefined
      for (const match of index.addFingerprint(found))
        if (!best || match.shared * best.union > best.shared * match.union) best = match
      records.push(record)
      if (best && ++count <= listed) {
        const similarity = Math.floor((best.shared * 1000) / best.union) / 1000
        matches.push({ row: record, earlier: records.get(best.document), similarity })
      }
      return found
    },
    matches,
    count: () => count,
  }
}
