import { sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { isTakenDown } from '../takedown/takenDownOf.ts'

/** Whether the claim of another contribution (`other`, with its consent `theirs_consent`) to a row is over, as far
 * as this one (`me`) is concerned. A panel turned it down, or its member left before there was an outcome: whoever
 * lends the true rows after must not lose them. Rows that were accepted and then taken back stay their member's:
 * they are free again for that member under a new consent, and never come back through a copy of somebody else's.
 * Who pauses before there is an outcome waits, and nobody else has to. */
const isOver = (now: number) => sql`(
  other.status in (3, 4)
  or ((theirs_consent.id is null or theirs_consent.withdrawn_at is not null or theirs_consent."end" <= ${now}
       or other.status = 5)
      and (other.status = 1 or other.account = me.account))
  or (theirs_consent.paused_at is not null and other.status = 1))`
const undecided = 1

/** Whether somebody committed to one of these rows earlier and has no outcome yet: then it is too early to
 * say what is new here. One who left meanwhile will never have an outcome, and holds nobody up. */
export const waitsForEarlier = async (ctx: Context, contribution: Hex): Promise<boolean> => {
  const [answer] = rowsOf<{ waits: boolean }>(
    await ctx.db.execute(sql`
      select exists(
        select 1 from row_hashes mine
        join chain_contributions me on me.id = mine.contribution
        join row_hashes theirs on theirs.dataset = mine.dataset and theirs.hash = mine.hash
        join chain_contributions other on other.id = theirs.contribution and other."order" < me."order"
        left join chain_consents theirs_consent on theirs_consent.id = other.current_consent
        where mine.contribution = ${contribution} and other.status = ${undecided} and not ${isOver(ctx.now())}
      ) as waits`),
  )
  return answer?.waits === true
}

/** Whether somebody else lends this very row (`mine`, of `me`): it is counted for them, or they committed earlier. */
const isLentByAnother = (now: number) => sql`exists (
  select 1 from row_hashes theirs
  join chain_contributions other on other.id = theirs.contribution
  left join chain_consents theirs_consent on theirs_consent.id = other.current_consent
  where theirs.dataset = mine.dataset and theirs.hash = mine.hash
    and theirs.contribution <> mine.contribution
    and (theirs.counts or other."order" < me."order") and not ${isOver(now)})`

export type NewRow = { row: number; recordId: string }

/**
 * The rows of a contribution that nobody lends already: not in this file above, not counted for anybody else, and not
 * in a contribution that arrived on chain earlier, unless that one's claim is over. Without what was taken down. In file
 * order.
 */
export const newRowsOf = async (
  { db, now }: Pick<Context, 'db' | 'now'>,
  contribution: Hex,
): Promise<NewRow[]> =>
  rowsOf<NewRow>(
    await db.execute(sql`
      select mine.row, mine.record_id as "recordId" from row_hashes mine
      join chain_contributions me on me.id = mine.contribution
      where mine.contribution = ${contribution}
        and not exists (
          select 1 from row_hashes twin
          where twin.contribution = mine.contribution and twin.hash = mine.hash and twin.row < mine.row)
        and (mine.counts or not ${isLentByAnother(now())})
        and not ${isTakenDown}
      order by mine.row`),
  )

/**
 * How many rows of a contribution nobody lends already word for word or bit for bit, but somebody nearly so, who
 * committed earlier. Members and reviewers are told; such rows count all the same. Only what is equal is surely the
 * same: a panel can tell a copy from a form letter, an index cannot.
 */
export const countNearRows = async (ctx: Context, contribution: Hex): Promise<number> => {
  const [answer] = rowsOf<{ count: number }>(
    await ctx.db.execute(sql`
      select count(distinct near.row)::int as count from near_matches near
      join row_hashes mine on mine.contribution = near.contribution and mine.row = near.row
      join chain_contributions me on me.id = near.contribution
      join chain_contributions other on other.id = near.earlier
      left join chain_consents theirs_consent on theirs_consent.id = other.current_consent
      where near.contribution = ${contribution} and not ${isOver(ctx.now())}
        and not ${isLentByAnother(ctx.now())} and not ${isTakenDown}`),
  )
  return answer?.count ?? 0
}

/** Lets go of the rows of a contribution that are still counted for one whose claim is over: only one copy of a
 * row counts, and that one is in no release any more. */
export const releaseRows = async (ctx: Context, db: Context['db'], contribution: Hex): Promise<void> => {
  await db.execute(sql`
    update row_hashes held set counts = false
    from row_hashes mine, chain_contributions me, chain_contributions other
    left join chain_consents theirs_consent on theirs_consent.id = other.current_consent
    where mine.contribution = ${contribution} and me.id = mine.contribution and held.dataset = mine.dataset and held.hash = mine.hash
      and held.contribution <> mine.contribution and held.counts
      and other.id = held.contribution and ${isOver(ctx.now())}`)
}
