import { NEAR_THRESHOLD } from '@usufruct/cleaning/duplicates/near/nearIndex'
import { createOverlap } from '@usufruct/cleaning/duplicates/near/overlap'
import { type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/** Prints that one key leads to, and that are compared with so many rows at once, the earliest first: a form letter
 * that thousands lend would otherwise be compared with all of them. */
export const candidatesAtOnce = 2_000

const thousandths = Math.round(NEAR_THRESHOLD * 1000)

/** What a row with text is recognised by, as the database has it. */
export type TextPrint = { bandKeys: number[]; shingles: Uint8Array }

/** Words of 32 bits from bytes that may begin anywhere. */
const toWords = (bytes: Uint8Array): Uint32Array => new Uint32Array(Uint8Array.from(bytes).buffer)

/** Prints that share one of these keys, beyond a print that was reached before. */
export const alikeTexts = (keys: PgTable, wanted: readonly number[], after = 0): SQL => sql`
  select distinct found.print from unnest(${`{${[...new Set(wanted)].join(',')}}`}::int4[]) wanted(key)
  cross join lateral (
    select held.print from ${keys} held where held.key = wanted.key and held.print > ${after}
    order by held.print limit ${candidatesAtOnce}) found`

/** Every pair of one of these rows with one of the candidates that is similar enough, in thousandths. */
export const compareTexts = <Row extends TextPrint, Candidate extends TextPrint>(
  rows: readonly Row[],
  candidates: readonly Candidate[],
): { row: Row; candidate: Candidate; similarity: number }[] => {
  const overlap = createOverlap()
  const sets = candidates.map(({ shingles }) => toWords(shingles))
  const byKey = new Map<number, number[]>()
  for (const [at, { bandKeys }] of candidates.entries())
    for (const key of bandKeys) byKey.set(key, [...(byKey.get(key) ?? []), at])
  return rows.flatMap((row) => {
    const alike = new Set(row.bandKeys.flatMap((key) => byKey.get(key) ?? []))
    if (alike.size === 0) return []
    const shingles = toWords(row.shingles)
    overlap.begin(shingles)
    return [...alike].flatMap((at) => {
      const [set, candidate] = [sets[at], candidates[at]] as [Uint32Array, Candidate]
      const shared = overlap.with(set, thousandths)
      if (shared === 0) return []
      return [
        {
          row,
          candidate,
          similarity: Math.floor((shared * 1000) / (shingles.length + set.length - shared)),
        },
      ]
    })
  })
}
