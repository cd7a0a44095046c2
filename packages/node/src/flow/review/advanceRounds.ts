import { randomBytes } from 'node:crypto'
import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { and, asc, eq, isNotNull, isNull, ne } from 'drizzle-orm'
import { encodeFunctionData, type Hex, keccak256 } from 'viem'
import type { Context } from '../../context.ts'
import { roundItems, rounds, seats } from '../../db/reviewSchema.ts'
import { consents, contributions, files } from '../../db/schema.ts'
import { isLiveConsent } from '../consent/liveConsent.ts'
import { contributionStatus } from './contributionStatus.ts'
import { dealPanel } from './dealPanel.ts'
import { type Outcome, outcomeOf } from './outcomeOf.ts'

type Round = typeof rounds.$inferSelect

/** Cleaned contributions that no round has taken in yet join the open round of their dataset. */
const fillRounds = async (ctx: Context) => {
  const waiting = await ctx.db
    .select({ contribution: files.contribution, dataset: files.dataset })
    .from(files)
    .innerJoin(contributions, eq(contributions.id, files.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .leftJoin(roundItems, eq(roundItems.contribution, files.contribution))
    .where(
      and(
        isNotNull(files.cleanedAt),
        isNull(roundItems.contribution),
        eq(contributions.status, contributionStatus.registered),
        isLiveConsent(ctx.now()),
      ),
    )
    .orderBy(asc(contributions.order))
  for (const { contribution, dataset } of waiting) {
    const [open] = await ctx.db
      .select()
      .from(rounds)
      .where(and(eq(rounds.dataset, dataset), eq(rounds.phase, 'open')))
    const round = open?.id ?? (await openRound(ctx, dataset))
    await ctx.db.insert(roundItems).values({ contribution, round }).onConflictDoNothing()
  }
}

/** The seed is committed to before any item is in; it is shown when the panels are dealt. */
const openRound = async (ctx: Context, dataset: string): Promise<Hex> => {
  const id: Hex = `0x${randomBytes(32).toString('hex')}`
  const seed: Hex = `0x${randomBytes(32).toString('hex')}`
  await ctx.db.insert(rounds).values({
    id,
    dataset,
    phase: 'open',
    seed,
    seedCommitment: keccak256(seed),
    openedAt: ctx.now(),
    phaseEnds: ctx.now() + ctx.charter.windows.roundOpens,
  })
  return id
}

const seatsOf = (ctx: Context, round: Round) => ctx.db.select().from(seats).where(eq(seats.round, round.id))

/** Seats that something can still come from: nobody can open what its member took back, so nobody waits for it. */
const liveSeatsOf = async (ctx: Context, round: Round) =>
  (
    await ctx.db
      .select({ seat: seats })
      .from(seats)
      .innerJoin(contributions, eq(contributions.id, seats.contribution))
      .innerJoin(consents, eq(consents.id, contributions.currentConsent))
      .where(and(eq(seats.round, round.id), isLiveConsent(ctx.now())))
  ).map(({ seat }) => seat)

const itemsOf = (ctx: Context, round: Round) =>
  ctx.db
    .select({
      contribution: roundItems.contribution,
      account: contributions.account,
      outcome: roundItems.outcome,
    })
    .from(roundItems)
    .innerJoin(contributions, eq(contributions.id, roundItems.contribution))
    .where(eq(roundItems.round, round.id))

/** Items and reviewers are closed now, so the seed can be used. */
const deal = async (ctx: Context, round: Round) => {
  const items = await itemsOf(ctx, round)
  await ctx.db.transaction(async (transaction) => {
    for (const { contribution, account } of items) {
      const panel = dealPanel({
        seed: round.seed,
        contribution,
        reviewers: ctx.reviewers.filter((reviewer) => reviewer !== account),
        size: ctx.charter.review.panel,
      })
      // Without a reviewer there is no panel, no outcome, and another round when there is one.
      if (panel.length === 0) continue
      await transaction
        .insert(seats)
        .values(panel.map((reviewer) => ({ round: round.id, contribution, reviewer })))
        .onConflictDoNothing()
    }
    await enter(transaction, ctx, round, 'commit')
  })
}

const enter = async (db: Context['db'], ctx: Context, round: Round, phase: 'commit' | 'reveal') => {
  const seconds = phase === 'commit' ? ctx.charter.windows.reviewCommit : ctx.charter.windows.reviewReveal
  await db
    .update(rounds)
    .set({ phase, phaseEnds: ctx.now() + seconds })
    .where(eq(rounds.id, round.id))
}

/** Opens a new round for an item that too few revealed for; what they showed is void. */
const again = async (db: Context['db'], contribution: Hex) => {
  await db.delete(roundItems).where(eq(roundItems.contribution, contribution))
}

const close = async (ctx: Context, round: Round) => {
  const dealt = await seatsOf(ctx, round)
  const items = await itemsOf(ctx, round)
  await ctx.db.transaction(async (transaction) => {
    for (const { contribution } of items) {
      const scores = dealt.flatMap((seat) =>
        seat.contribution === contribution && seat.score !== null ? [seat.score] : [],
      )
      const outcome = outcomeOf(scores, ctx.charter.review)
      if (outcome === null) await again(transaction, contribution)
      else
        await transaction.update(roundItems).set({ outcome }).where(eq(roundItems.contribution, contribution))
    }
    await transaction.update(rounds).set({ phase: 'closed' }).where(eq(rounds.id, round.id))
  })
}

const statusOf: Record<Outcome, number> = {
  accepted: contributionStatus.accepted,
  rejected: contributionStatus.rejected,
  returned: contributionStatus.returned,
}

/** Outcomes go on chain, where assertions are checked against them. */
const record = async (ctx: Context) => {
  const decided = await ctx.db
    .select({ contribution: roundItems.contribution, outcome: roundItems.outcome, round: roundItems.round })
    .from(roundItems)
    .innerJoin(contributions, eq(contributions.id, roundItems.contribution))
    .where(and(isNotNull(roundItems.outcome), eq(contributions.status, contributionStatus.registered)))
    .orderBy(asc(contributions.order))
    .limit(100)
  const list = decided.flatMap(({ contribution, outcome }) => (outcome ? [{ contribution, outcome }] : []))
  if (list.length === 0) return
  const sent = await ctx.sendOnce({
    key: `status:${keccak256(list.map(({ contribution }) => contribution.slice(2)).reduce((a, b) => `${a}${b}`, '0x') as Hex)}`,
    sender: ctx.operator,
    to: ctx.deployment.contributions,
    data: encodeFunctionData({
      abi: contributionsAbi,
      functionName: 'setStatus',
      args: [list.map(({ contribution }) => contribution), list.map(({ outcome }) => statusOf[outcome])],
    }),
  })
  await ctx.indexer.reached(sent.block)
}

/** Moves every review round on as far as it can go: by what its panel did, or by the charter's clock. */
export const advanceRounds = async (ctx: Context) => {
  await fillRounds(ctx)
  const running = await ctx.db.select().from(rounds).where(ne(rounds.phase, 'closed'))
  for (const round of running) {
    const late = ctx.now() >= round.phaseEnds
    const dealt = await liveSeatsOf(ctx, round)
    if (round.phase === 'open' && late) await deal(ctx, round)
    if (round.phase === 'commit' && (late || dealt.every((seat) => seat.commitment !== null)))
      await enter(ctx.db, ctx, round, 'reveal')
    if (
      round.phase === 'reveal' &&
      (late || dealt.every((seat) => seat.commitment === null || seat.score !== null))
    )
      await close(ctx, round)
  }
  await record(ctx)
}
