import { type RowFingerprint, readFingerprints } from '@usufruct/cleaning/node/fingerprintFile'
import { sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { nearMatches, textPrintKeys, textPrints } from '../../db/nearSchema.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { alikeTexts, candidatesAtOnce, compareTexts, type TextPrint } from './textIndex.ts'
import type { FileRow } from './withPlaintext.ts'

const rowsAtOnce = 50

type Place = Pick<FileRow, 'contribution'> & { row: number }
type Candidate = Place & TextPrint & { order: string }

const toPrint = ({ row, bandKeys, shingles }: RowFingerprint): TextPrint & { row: number } => ({
  row,
  bandKeys: [...new Int32Array(bandKeys.buffer, bandKeys.byteOffset, bandKeys.length)],
  shingles: new Uint8Array(shingles.buffer, shingles.byteOffset, shingles.byteLength),
})

const candidatesOf = async (db: Context['db'], file: KeptFile, keys: readonly number[]) =>
  rowsOf<Candidate>(
    await db.execute(sql`
      select print.contribution, print.row, print.band_keys as "bandKeys", print.shingles, other."order"::text
      from (${alikeTexts(textPrintKeys, keys)}) alike
      -- Limits keep look-ups in the indexes, which the embedded database, without statistics, would pass over.
      cross join lateral (select * from text_prints held where held.id = alike.print limit 1) print
      cross join lateral (
        select c."order" from chain_contributions c where c.id = print.contribution limit 1) other
      where print.dataset = ${file.dataset} and print.contribution <> ${file.contribution}
      order by other."order", print.row
      limit ${candidatesAtOnce}`),
  )

export type KeptFile = Pick<FileRow, 'contribution' | 'dataset'>

/**
 * Keeps what a contribution's rows with text are recognised by, and notes which of them and of others' nearly repeat
 * one another, as the later of the two in order of arrival. Both directions, since an earlier commitment may be cleaned
 * later. Of each pair of contributions a row is noted once.
 */
export const keepTextPrints = async (db: Context['db'], file: KeptFile, order: number, path: string) => {
  const { contribution, dataset } = file

  const keep = async (rows: readonly RowFingerprint[]) => {
    const prints = rows.map(toPrint)
    const candidates = await candidatesOf(
      db,
      file,
      prints.flatMap(({ bandKeys }) => bandKeys),
    )
    const matches = compareTexts(prints, candidates).map(({ row, candidate, similarity }) => {
      const mine = { contribution, row: row.row }
      const [later, earlier]: [Place, Place] =
        order > Number(candidate.order) ? [mine, candidate] : [candidate, mine]
      return {
        contribution: later.contribution,
        row: later.row,
        earlier: earlier.contribution,
        earlierRow: earlier.row,
        similarity,
      }
    })
    for (let at = 0; at < matches.length; at += rowsAtOnce * 20)
      await db
        .insert(nearMatches)
        .values(matches.slice(at, at + rowsAtOnce * 20))
        .onConflictDoNothing()
    const kept = await db
      .insert(textPrints)
      .values(prints.map((print) => ({ contribution, dataset, ...print })))
      .returning({ print: textPrints.id, bandKeys: textPrints.bandKeys })
    await db
      .insert(textPrintKeys)
      .values(kept.flatMap(({ print, bandKeys }) => [...new Set(bandKeys)].map((key) => ({ key, print }))))
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
