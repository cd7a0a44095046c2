import { type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { picturePrintKeys, textPrintKeys } from '../../db/nearSchema.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { takedownMatches, takedownPictureKeys, takedownTextKeys } from '../../db/takedownSchema.ts'
import { nearPictures } from '../clean/pictureIndex.ts'
import { alikeTexts, candidatesAtOnce, compareTexts, type TextPrint } from '../clean/textIndex.ts'

const rowsAtOnce = 50

/** Prints of one kind on one side, what was lent or what was taken down, in columns of the same names. */
type Side = { prints: SQL; keys: PgTable }
type Pairing = { probes: Side; index: Side; of: SQL }

const lentTexts: Side = {
  prints: sql`(select id, contribution, row, null::int8 as takedown, band_keys, shingles from text_prints)`,
  keys: textPrintKeys,
}
const takenTexts: Side = {
  prints: sql`(select id, null as contribution, null::int4 as row, takedown, band_keys, shingles
    from takedown_prints where band_keys is not null)`,
  keys: takedownTextKeys,
}
const lentPictures: Side = {
  prints: sql`(select id, contribution, row, null::int8 as takedown, hash from picture_prints)`,
  keys: picturePrintKeys,
}
const takenPictures: Side = {
  prints: sql`(select id, null as contribution, null::int4 as row, takedown, picture_hash as hash
    from takedown_prints where picture_hash is not null)`,
  keys: takedownPictureKeys,
}

const probesOf = async (db: Context['db'], { probes, of }: Pairing): Promise<number[][]> => {
  const ids = rowsOf<{ id: string }>(
    await db.execute(sql`select held.id::text as id from ${probes.prints} held where ${of}`),
  ).map(({ id }) => Number(id))
  return Array.from({ length: Math.ceil(ids.length / rowsAtOnce) }, (_, i) =>
    ids.slice(i * rowsAtOnce, (i + 1) * rowsAtOnce),
  )
}

type Print = TextPrint & { id: string; contribution: Hex | null; row: number | null; takedown: string | null }

// A limit keeps look-ups in the index, which the embedded database, without statistics, would pass over.
const textsWith = async ({ db, side, ids }: { db: Context['db']; side: Side; ids: SQL }) =>
  rowsOf<Print>(
    await db.execute(sql`
      select print.id::text as id, print.contribution, print.row, print.takedown::text as takedown,
        print.band_keys as "bandKeys", print.shingles
      from (${ids}) wanted(id)
      cross join lateral (select * from ${side.prints} held where held.id = wanted.id limit 1) print
      order by print.id`),
  )

const asIds = (ids: readonly number[]) => sql`select unnest(${`{${ids.join(',')}}`}::int8[])`

const matchTexts = async (db: Context['db'], pairing: Pairing) => {
  const { probes, index } = pairing
  for (const ids of await probesOf(db, pairing)) {
    const rows = await textsWith({ db, side: probes, ids: asIds(ids) })
    const keys = rows.flatMap(({ bandKeys }) => bandKeys)
    for (let after = 0; ; ) {
      const candidates = await textsWith({
        db,
        side: index,
        ids: sql`select print from (${alikeTexts(index.keys, keys, after)}) alike
          order by print limit ${candidatesAtOnce}`,
      })
      const matches = compareTexts(rows, candidates).map(({ row, candidate }) => ({
        contribution: (row.contribution ?? candidate.contribution) as Hex,
        row: (row.row ?? candidate.row) as number,
        takedown: Number(row.takedown ?? candidate.takedown),
        how: 'text' as const,
      }))
      if (matches.length > 0) await db.insert(takedownMatches).values(matches).onConflictDoNothing()
      if (candidates.length < candidatesAtOnce) break
      after = Number(candidates.at(-1)?.id)
    }
  }
}

const matchPictures = async (db: Context['db'], pairing: Pairing) => {
  const { probes, index } = pairing
  for (const ids of await probesOf(db, pairing))
    await db.execute(sql`
      insert into takedown_matches (contribution, row, takedown, how)
      select coalesce(mine.contribution, theirs.contribution), coalesce(mine.row, theirs.row),
        coalesce(mine.takedown, theirs.takedown), 'picture'
      from (${asIds(ids)}) wanted(id)
      cross join lateral (select * from ${probes.prints} held where held.id = wanted.id limit 1) mine
      cross join lateral (${nearPictures(index.keys, sql`mine.hash`, null)}) near
      cross join lateral (select * from ${index.prints} held where held.id = near.print limit 1) theirs
      on conflict do nothing`)
}

/** A row that repeats an earlier one of its file has no print of its own. */
const matchTwins = (db: Context['db'], of: SQL) =>
  db.execute(sql`
    insert into takedown_matches (contribution, row, takedown, how)
    select twin.contribution, twin.row, held.takedown, held.how from takedown_matches held
    join row_hashes mine on mine.contribution = held.contribution and mine.row = held.row
    join row_hashes twin on twin.dataset = mine.dataset and twin.hash = mine.hash
      and twin.contribution = mine.contribution
    where ${of} on conflict do nothing`)

/** Sets aside those rows of a contribution that are, or nearly are, what was taken down. */
export const matchContribution = async (db: Context['db'], contribution: Hex) => {
  const [any] = rowsOf(await db.execute(sql`select 1 from takedown_prints limit 1`))
  if (!any) return
  const of = sql`held.contribution = ${contribution}`
  await db.execute(sql`
    insert into takedown_matches (contribution, row, takedown, how)
    select held.contribution, held.row, print.takedown, 'equal' from row_hashes held
    join takedown_prints print on print.row_hash = held.hash
    where ${of} on conflict do nothing`)
  await matchTexts(db, { probes: lentTexts, index: takenTexts, of })
  await matchPictures(db, { probes: lentPictures, index: takenPictures, of })
  await matchTwins(db, of)
}

/** Finds all that is lent of what one entry of the list takes down, in whichever dataset. */
export const matchTakedown = async (db: Context['db'], takedown: number) => {
  const of = sql`held.takedown = ${takedown}`
  await db.execute(sql`
    -- Datasets one after another, from the index: there are few, and millions of rows.
    with recursive lent(dataset) as (
      select min(dataset) from row_hashes
      union all
      select (select min(dataset) from row_hashes where dataset > lent.dataset) from lent
      where lent.dataset is not null)
    insert into takedown_matches (contribution, row, takedown, how)
    select mine.contribution, mine.row, held.takedown, 'equal' from takedown_prints held
    cross join lent
    join row_hashes mine on mine.dataset = lent.dataset and mine.hash = held.row_hash
    where ${of} on conflict do nothing`)
  await matchTexts(db, { probes: takenTexts, index: lentTexts, of })
  await matchPictures(db, { probes: takenPictures, index: lentPictures, of })
  await matchTwins(db, of)
}
