import { sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { rowsOf } from '../../db/rowsOf.ts'

/** Contribution statuses on chain that undo an earlier claim to a row: rejected, returned. Who lends the true
 * rows after a forger must not lose them. */
const turnedDown = sql`(3, 4)`
const undecided = 1

/** Whether somebody committed to one of these rows earlier and has no outcome yet: then it is too early to
 * say what is new here. */
export const waitsForEarlier = async (ctx: Context, contribution: Hex): Promise<boolean> => {
  const [answer] = rowsOf<{ waits: boolean }>(
    await ctx.db.execute(sql`
      select exists(
        select 1 from row_hashes mine
        join chain_contributions me on me.id = mine.contribution
        join row_hashes theirs on theirs.dataset = mine.dataset and theirs.hash = mine.hash
        join chain_contributions other on other.id = theirs.contribution and other."order" < me."order"
        where mine.contribution = ${contribution} and other.status = ${undecided}
      ) as waits`),
  )
  return answer?.waits === true
}

export type NewRow = { row: number; recordId: string }

/**
 * The rows of a contribution that nobody lent before: not in this file above, not counted for anybody already,
 * and not in a contribution that arrived on chain earlier, unless a panel turned that one down. In file order.
 */
export const newRowsOf = async (ctx: Context, contribution: Hex): Promise<NewRow[]> =>
  rowsOf<NewRow>(
    await ctx.db.execute(sql`
      select mine.row, mine.record_id as "recordId" from row_hashes mine
      join chain_contributions me on me.id = mine.contribution
      where mine.contribution = ${contribution}
        and not exists (
          select 1 from row_hashes twin
          where twin.contribution = mine.contribution and twin.hash = mine.hash and twin.row < mine.row)
        and not exists (
          select 1 from row_hashes theirs
          left join chain_contributions other on other.id = theirs.contribution
          where theirs.dataset = mine.dataset and theirs.hash = mine.hash
            and theirs.contribution <> mine.contribution
            and (theirs.counts or (other."order" < me."order" and other.status not in ${turnedDown})))
      order by mine.row`),
  )
