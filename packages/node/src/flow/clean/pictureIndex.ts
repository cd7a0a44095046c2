import { mirroredHash, type PerceptualHash } from '@usufruct/cleaning/pictures/hash/perceptualHash'
import { bandsOf, NEAR_BITS, nearBands } from '@usufruct/cleaning/pictures/hash/pictureIndex'
import { type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/** Sixty-four bits as the signed number that a database keeps. */
export const toSigned = (hash: PerceptualHash): bigint => BigInt.asIntN(64, BigInt(`0x${hash}`))

/** What a hash is found by: each band with its place above its bits. */
export const pictureKeys = (hash: PerceptualHash): number[] =>
  bandsOf(hash).map((bits, band) => (band << 16) | bits)

/** The same where a database makes them: of the hash in one expression, for the band in another. */
export const bandKey = (hash: SQL, band: SQL, flip: SQL = sql`0`): SQL =>
  sql`(${band} << 16) | (((${hash} >> (48 - 16 * ${band})) & 65535)::int4 # ${flip})`

const flips = sql`unnest(${`{${nearBands(0).join(',')}}`}::int4[])`
/** Mirroring turns the same bits of every hash. */
const mirror = sql`${String(toSigned(mirroredHash('0'.repeat(16))))}::int8`

/**
 * Prints whose hash is within `NEAR_BITS` of a hash, or of that of the picture mirrored: ids with the distance. All of
 * them, by the pigeonhole principle: of ten bits in four bands, one band has at most two. With `most`, the earliest of
 * those that one key leads to.
 */
export const nearPictures = (keys: PgTable, hash: SQL, most: number | null): SQL => sql`
  select found.print, min(found.distance) as distance
  from (select ${hash} union all select ${hash} # ${mirror}) seen(hash)
  cross join generate_series(0, 3) band
  cross join ${flips} flip
  cross join lateral (
    select held.print, bit_count((held.hash # seen.hash)::bit(64)) as distance from ${keys} held
    where held.key = ${bandKey(sql`seen.hash`, sql`band`, sql`flip`)}
      and bit_count((held.hash # seen.hash)::bit(64)) <= ${NEAR_BITS}
    order by held.print limit ${most}::int8) found
  group by found.print`
