import type { TakenDown } from '@usufruct/sdk/http/routes/takedown'
import { sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { rowsOf } from '../../db/rowsOf.ts'

/** Whether a row (`mine`, of `row_hashes`) was taken down. */
export const isTakenDown = sql`exists (
  select 1 from takedown_matches taken
  where taken.contribution = mine.contribution and taken.row = mine.row)`

/** What of a contribution is set aside because it was taken down, by entry of the list, for its owner. */
export const takenDownOf = async (ctx: Context, contribution: Hex): Promise<TakenDown[]> => {
  const found = rowsOf<Omit<TakenDown, 'takedown' | 'at'> & { takedown: string; at: string }>(
    await ctx.db.execute(sql`
      select entry.id::text as takedown, entry.reason, entry.added_at::text as at, count(*)::int as rows,
        array_agg(distinct taken.how order by taken.how) as how
      from takedown_matches taken join takedowns entry on entry.id = taken.takedown
      where taken.contribution = ${contribution}
      group by entry.id order by entry.id`),
  )
  return found.map(({ takedown, at, ...entry }) => ({ ...entry, takedown: Number(takedown), at: Number(at) }))
}

/** Rows of a contribution that were taken down, by their place among the cleaned ones, from 0. */
export const takenRowsOf = async (ctx: Context, contribution: Hex): Promise<Set<number>> =>
  new Set(
    rowsOf<{ row: number }>(
      await ctx.db.execute(
        sql`select distinct row from takedown_matches where contribution = ${contribution}`,
      ),
    ).map(({ row }) => row),
  )
