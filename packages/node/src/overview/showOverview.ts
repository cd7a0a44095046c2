import { stageIds } from '@usufruct/sdk/domain/stages'
import type { Overview } from '@usufruct/sdk/http/routes/dao'
import type { SQL } from 'drizzle-orm'
import { and, count, desc, eq, inArray, isNotNull, isNull, ne, notInArray, sum } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Context } from '../context.ts'
import { looks } from '../db/lookSchema.ts'
import { roundItems, rounds } from '../db/reviewSchema.ts'
import {
  contributions,
  events,
  files,
  income,
  licenses,
  offers,
  positions,
  releases,
  valued,
} from '../db/schema.ts'
import { openings } from '../db/serverSchema.ts'
import { contributionStatus } from '../flow/review/contributionStatus.ts'
import { actText, silentEvents } from './actText.ts'
import { creditedToMembers } from './creditedToMembers.ts'
import { story } from './story.ts'

const shownActs = 40

const rowsIn = async (ctx: Context, table: PgTable, where?: SQL): Promise<number> =>
  (await ctx.db.select({ rows: count() }).from(table).where(where))[0]?.rows ?? 0

const total = async (ctx: Context, table: PgTable, column: PgColumn): Promise<bigint> =>
  BigInt((await ctx.db.select({ total: sum(column) }).from(table))[0]?.total ?? 0)

const compute = async (ctx: Context): Promise<Overview> => {
  const waitingJobs = await ctx.jobs.waiting()
  const inReview = await ctx.db
    .select({ rows: count() })
    .from(roundItems)
    .innerJoin(rounds, eq(rounds.id, roundItems.round))
    .where(ne(rounds.phase, 'closed'))
  const decided = [contributionStatus.accepted, contributionStatus.rejected, contributionStatus.returned]
  const stages: Record<string, { count: number; unit: string; waiting: number }> = {
    contribute: {
      count: await rowsIn(ctx, contributions),
      unit: 'contributions',
      waiting: (await rowsIn(ctx, contributions)) - (await rowsIn(ctx, files, isNotNull(files.uploadedAt))),
    },
    clean: {
      count: await rowsIn(ctx, files, isNotNull(files.cleanedAt)),
      unit: 'files checked',
      waiting: waitingJobs.clean,
    },
    review: {
      count: await rowsIn(ctx, contributions, inArray(contributions.status, decided)),
      unit: 'decided',
      waiting: inReview[0]?.rows ?? 0,
    },
    value: { count: await rowsIn(ctx, valued), unit: 'weighed', waiting: waitingJobs.value },
    release: {
      count: await rowsIn(ctx, releases, eq(releases.state, 'active')),
      unit: 'versions',
      waiting: await rowsIn(ctx, releases, eq(releases.state, 'asserted')),
    },
    license: { count: await rowsIn(ctx, licenses), unit: 'licenses', waiting: 0 },
    access: {
      count: (await rowsIn(ctx, looks)) + (await rowsIn(ctx, openings)),
      unit: 'openings',
      waiting: 0,
    },
    payout: {
      count: await rowsIn(ctx, events, eq(events.name, 'EarningsClaimed')),
      unit: 'payments',
      waiting: await rowsIn(ctx, positions, and(isNull(positions.frozenAt), eq(positions.claimed, 0n))),
    },
  }
  const acts = await ctx.db
    .select()
    .from(events)
    .where(notInArray(events.name, [...silentEvents]))
    .orderBy(desc(events.block), desc(events.logIndex))
    .limit(shownActs)
  const names = new Map(
    (await ctx.db.select().from(offers)).map(({ id, terms }) => [
      String(id),
      ctx.offerNames.get(terms) ?? `Offer ${id}`,
    ]),
  )
  const head = ctx.indexer.head()
  const { contributors, dust } = await creditedToMembers(ctx)
  return {
    stages: stageIds.map((id) => ({ id, ...(stages[id] ?? { count: 0, unit: '', waiting: 0 }) })),
    acts: acts.map((act) => ({
      id: `${act.block}-${act.logIndex}`,
      at: act.at,
      account: act.account,
      transaction: act.transaction,
      ...actText(ctx, names, act),
    })),
    head: { block: head.block, time: head.time },
    money: {
      sold: String(await total(ctx, income, income.price)),
      credited: String(contributors - dust),
      reviewers: String(await total(ctx, income, income.reviewers)),
      treasury: String(await total(ctx, income, income.treasury)),
      dust: String(dust),
      claimed: String(await total(ctx, positions, positions.claimed)),
    },
    story: story.current(),
  }
}

const freshMs = 800

const createMemo = () => {
  let at = 0
  let answer: Promise<Overview> | null = null
  return (ctx: Context): Promise<Overview> => {
    if (answer && Date.now() - at < freshMs) return answer
    at = Date.now()
    answer = compute(ctx)
    // A failure is not remembered.
    answer.catch(() => {
      answer = null
    })
    return answer
  }
}

/** What the home picture shows; each number has a table behind it. Counted once for everybody who looks within
 * the same second: every open page asks all the time. */
export const showOverview = createMemo()
