import { NEAR_THRESHOLD } from '@usufruct/cleaning/duplicates/near/nearIndex'
import { createOverlap } from '@usufruct/cleaning/duplicates/near/overlap'
import { type RowFingerprint, readFingerprints } from '@usufruct/cleaning/node/fingerprintFile'
import { eq, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { nearMatches, textPrints } from '../../db/nearSchema.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { contributions } from '../../db/schema.ts'
import type { FileRow } from './withPlaintext.ts'

const rowsAtOnce = 50
/** Rows of others that are compared with so many of ours, the earliest lent first: a form letter that thousands lend
 * would otherwise be compared with all of them. */
const candidatesAtOnce = 2_000

const thousandths = Math.round(NEAR_THRESHOLD * 1000)

type Candidate = {
  contribution: FileRow['contribution']
  row: number
  bandKeys: number[]
  shingles: Uint8Array
  order: string
}

/** Words of 32 bits from bytes that may begin anywhere. */
const toWords = (bytes: Uint8Array): Uint32Array => new Uint32Array(Uint8Array.from(bytes).buffer)

const signed = (keys: Uint32Array): number[] => [...new Int32Array(keys.buffer, keys.byteOffset, keys.length)]

const candidatesOf = async (db: Context['db'], file: FileRow, keys: readonly number[]) =>
  rowsOf<Candidate>(
    await db.execute(sql`
      select print.contribution, print.row, print.band_keys as "bandKeys", print.shingles, other."order"::text
      from text_prints print
      join chain_contributions other on other.id = print.contribution
      where print.dataset = ${file.dataset} and print.contribution <> ${file.contribution}
        and print.band_keys && ${`{${keys.join(',')}}`}::int4[]
      order by other."order", print.row
      limit ${candidatesAtOnce}`),
  )

/** Every pair of one of these rows with one that is lent already, told as the later of the two in order of arrival. */
const matchesOf = (
  contribution: FileRow['contribution'],
  order: number,
  rows: readonly RowFingerprint[],
  candidates: readonly Candidate[],
): (typeof nearMatches.$inferInsert)[] => {
  const overlap = createOverlap()
  const sets = candidates.map(({ shingles }) => toWords(shingles))
  const byKey = new Map<number, number[]>()
  for (const [at, { bandKeys }] of candidates.entries())
    for (const key of bandKeys) byKey.set(key, [...(byKey.get(key) ?? []), at])
  return rows.flatMap(({ row, bandKeys, shingles }) => {
    const alike = new Set(signed(bandKeys).flatMap((key) => byKey.get(key) ?? []))
    if (alike.size > 0) overlap.begin(shingles)
    return [...alike].flatMap((at) => {
      const [set, candidate] = [sets[at], candidates[at]] as [Uint32Array, Candidate]
      const shared = overlap.with(set, thousandths)
      if (shared === 0) return []
      const similarity = Math.floor((shared * 1000) / (shingles.length + set.length - shared))
      const [mine, theirs] = [
        { contribution, row },
        { contribution: candidate.contribution, row: candidate.row },
      ]
      const [later, earlier] = order > Number(candidate.order) ? [mine, theirs] : [theirs, mine]
      return [{ ...later, earlier: earlier.contribution, earlierRow: earlier.row, similarity }]
    })
  })
}

/**
 * Keeps what a contribution's rows with text are recognised by, and notes which of them and of others' nearly repeat
 * one another. Both directions, since an earlier commitment may be cleaned later. Of each pair of contributions a row
 * is noted once.
 */
export const keepTextPrints = async (db: Context['db'], file: FileRow, path: string) => {
  const { contribution, dataset } = file
  const [onChain] = await db.select().from(contributions).where(eq(contributions.id, contribution))
  if (!onChain) return
  // Two that are cleaned at once would not see each other.
  await db.execute(sql`lock table text_prints in share row exclusive mode`)

  const keep = async (rows: readonly RowFingerprint[]) => {
    const keys = rows.map(({ bandKeys }) => signed(bandKeys))
    const candidates = await candidatesOf(db, file, [...new Set(keys.flat())])
    const matches = matchesOf(contribution, onChain.order, rows, candidates)
    for (let at = 0; at < matches.length; at += rowsAtOnce * 20)
      await db
        .insert(nearMatches)
        .values(matches.slice(at, at + rowsAtOnce * 20))
        .onConflictDoNothing()
    await db.insert(textPrints).values(
      rows.map(({ row, shingles }, i) => ({
        contribution,
        row,
        dataset,
        bandKeys: keys[i] as number[],
        shingles: new Uint8Array(shingles.buffer, shingles.byteOffset, shingles.byteLength),
      })),
    )
  }

  let rows: RowFingerprint[] = []
  for await (const row of readFingerprints(path)) {
    rows.push(row)
    if (rows.length < rowsAtOnce) continue
    await keep(rows)
    rows = []
  }
  if (rows.length > 0) await keep(rows)
}
