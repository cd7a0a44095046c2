import { type PictureHash, readPictureHashes } from '@usufruct/cleaning/node/pictureHashFile'
import { sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { picturePrintKeys, picturePrints } from '../../db/nearSchema.ts'
import type { KeptFile } from './keepTextPrints.ts'
import { nearPictures, pictureKeys, toSigned } from './pictureIndex.ts'
import { candidatesAtOnce } from './textIndex.ts'

const rowsAtOnce = 50

/** Notes which of these rows and of others' look alike, as the later of the two in order of arrival. */
const noteNear = (db: Context['db'], { contribution, dataset }: KeptFile, rows: readonly number[]) =>
  db.execute(sql`
    insert into near_matches (contribution, row, earlier, earlier_row, similarity)
    select
      case when me."order" > them."order" then mine.contribution else theirs.contribution end,
      case when me."order" > them."order" then mine.row else theirs.row end,
      case when me."order" > them."order" then theirs.contribution else mine.contribution end,
      case when me."order" > them."order" then theirs.row else mine.row end,
      (64 - near.distance) * 1000 / 64
    from unnest(${`{${rows.join(',')}}`}::int4[]) wanted(row)
    -- Limits keep look-ups in the indexes, which the embedded database, without statistics, would pass over.
    cross join lateral (
      select * from picture_prints held where held.contribution = ${contribution} and held.row = wanted.row
      limit 1) mine
    cross join lateral (${nearPictures(picturePrintKeys, sql`mine.hash`, candidatesAtOnce)}) near
    cross join lateral (select * from picture_prints held where held.id = near.print limit 1) theirs
    cross join lateral (select "order" from chain_contributions c where c.id = mine.contribution limit 1) me
    cross join lateral (select "order" from chain_contributions c where c.id = theirs.contribution limit 1) them
    where theirs.dataset = ${dataset} and theirs.contribution <> mine.contribution
    order by near.distance, theirs.id
    on conflict do nothing`)

/**
 * Keeps what a contribution's pictures are recognised by, and notes which of them and of others' look alike, mirrored
 * too. Both directions, as with texts. Of each pair of contributions a row is noted once.
 */
export const keepPicturePrints = async (db: Context['db'], file: KeptFile, path: string) => {
  const { contribution, dataset } = file
  const keep = async (pictures: readonly PictureHash[]) => {
    const kept = await db
      .insert(picturePrints)
      .values(pictures.map(({ row, hash }) => ({ contribution, row, dataset, hash: toSigned(hash) })))
      .returning({ print: picturePrints.id, row: picturePrints.row })
    const prints = new Map(kept.map(({ print, row }) => [row, print]))
    await db
      .insert(picturePrintKeys)
      .values(
        pictures.flatMap(({ row, hash }) =>
          pictureKeys(hash).map((key) => ({ key, print: prints.get(row) as number, hash: toSigned(hash) })),
        ),
      )
    await noteNear(
      db,
      file,
      pictures.map(({ row }) => row),
    )
  }

  let pictures: PictureHash[] = []
  for await (const picture of readPictureHashes(path)) {
    pictures.push(picture)
    if (pictures.length < rowsAtOnce) continue
    await keep(pictures)
    pictures = []
  }
  if (pictures.length > 0) await keep(pictures)
}
