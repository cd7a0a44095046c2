import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Api } from '@usufruct/sdk/http/contract'
import type { RouteParsed } from '@usufruct/sdk/http/route'
import type { Takedown } from '@usufruct/sdk/http/routes/takedown'
import { sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Context } from '../../context.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { takedowns } from '../../db/takedownSchema.ts'
import { bandKey } from '../clean/pictureIndex.ts'
import { lockTakedowns } from './lockTakedowns.ts'
import { matchTakedown } from './matchTakedowns.ts'
import { showTakedown } from './showTakedown.ts'
import { valueAgain } from './valueAgain.ts'

type Input = RouteParsed<Api['addTakedown']>['body']

const nothingThere = ({ contribution, rows }: Input, found: number) =>
  rows !== undefined && found > 0
    ? new UsufructError({
        code: 'ROW_UNKNOWN',
        kind: 'notFound',
        message: 'The contribution has fewer rows than that.',
        hint: 'Rows are counted from 1, as cleaning left them.',
        details: { contribution, rows },
      })
    : new UsufructError({
        code: 'CONTRIBUTION_UNKNOWN',
        kind: 'notFound',
        message: 'This node has cleaned no such contribution.',
        hint: 'Take its id from where it was seen: a manifest of a release names the contributions in it.',
        details: { contribution },
      })

/** Copies what the rows are recognised by, each kind of row once. @returns how many of the rows there are */
const copyPrints = async (db: Context['db'], takedown: number, { contribution, rows }: Input) => {
  const wanted = rows
    ? sql`mine.row = any(${`{${rows.map((row) => row - 1).join(',')}}`}::int4[])`
    : sql`true`
  const mine = sql`row_hashes mine where mine.contribution = ${contribution}`
  const [counted] = rowsOf<{ all: number; wanted: number }>(
    await db.execute(
      sql`select count(*)::int as all, count(*) filter (where ${wanted})::int as wanted from ${mine}`,
    ),
  )
  const { all, wanted: found } = counted ?? { all: 0, wanted: 0 }
  if (found === 0 || (rows && found < new Set(rows).size))
    throw nothingThere({ contribution, rows, reason: '' }, all)
  // A row that repeats an earlier one of its file is recognised by that one's prints.
  await db.execute(sql`
    insert into takedown_prints (takedown, row_hash, band_keys, shingles, picture_hash)
    select ${takedown}, alike.hash, words.band_keys, words.shingles, picture.hash
    from (
      select mine.hash, min(twin.row) as first from row_hashes mine
      join row_hashes twin on twin.dataset = mine.dataset and twin.hash = mine.hash
        and twin.contribution = mine.contribution
      where mine.contribution = ${contribution} and ${wanted} group by mine.hash) alike
    left join text_prints words on words.contribution = ${contribution} and words.row = alike.first
    left join picture_prints picture on picture.contribution = ${contribution} and picture.row = alike.first`)
  await db.execute(sql`
    insert into takedown_text_keys (key, print)
    select distinct unnest(band_keys), id from takedown_prints where takedown = ${takedown}`)
  await db.execute(sql`
    insert into takedown_picture_keys (key, print, hash)
    select ${bandKey(sql`picture_hash`, sql`band`)}, id, picture_hash
    from takedown_prints cross join generate_series(0, 3) band
    where takedown = ${takedown} and picture_hash is not null`)
}

/**
 * Puts a contribution, or rows of it, on the list of what was taken down: from now on they, and what nearly equals
 * them, are set aside when they are cleaned, and what is lent of them already leaves with the next releases. Only what
 * they are recognised by is kept, never what they say.
 * @throws UsufructError `CONTRIBUTION_UNKNOWN`, `ROW_UNKNOWN`
 */
export const addTakedown = async (ctx: Context, by: Address, input: Input): Promise<Takedown> => {
  const id = await ctx.db.transaction(async (transaction) => {
    await lockTakedowns(transaction)
    const [entry] = await transaction
      .insert(takedowns)
      .values({
        contribution: input.contribution,
        rows: input.rows ? [...new Set(input.rows)].map((row) => row - 1).sort((a, b) => a - b) : null,
        reason: input.reason,
        addedBy: by,
        addedAt: ctx.now(),
      })
      .returning({ id: takedowns.id })
    if (!entry) throw new Error('the entry was not kept')
    await copyPrints(transaction, entry.id, input)
    await matchTakedown(transaction, entry.id)
    await valueAgain(transaction, entry.id)
    return entry.id
  })
  return showTakedown(ctx, id)
}
