import { randomBytes } from 'node:crypto'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { encodeFunctionData, type Hex } from 'viem'
import type { Context } from '../../context.ts'
import { rounds, seats } from '../../db/reviewSchema.ts'

const atOnce = 50

/** Puts seats into a payment before it is sent: whatever dies in between, the same seats are paid once. */
const nextPayment = async (ctx: Context, pay: bigint): Promise<Hex | null> => {
  const [begun] = await ctx.db
    .select({ payment: seats.payment })
    .from(seats)
    .where(and(isNotNull(seats.payment), eq(seats.paid, false)))
    .limit(1)
  if (begun?.payment) return begun.payment

  const unpaid = await ctx.db
    .select({ round: seats.round, contribution: seats.contribution, reviewer: seats.reviewer })
    .from(seats)
    .innerJoin(rounds, eq(rounds.id, seats.round))
    .where(and(isNull(seats.payment), isNotNull(seats.score), eq(rounds.phase, 'closed')))
    .orderBy(asc(seats.revealedAt), asc(seats.contribution), asc(seats.reviewer))
    .limit(atOnce)
  if (unpaid.length === 0) return null
  const pot = await ctx.publicClient.readContract({
    address: ctx.deployment.offers,
    abi: offersAbi,
    functionName: 'reviewersPot',
  })
  const due = unpaid.slice(0, Number(pot / pay))
  if (due.length === 0) return null

  const payment: Hex = `0x${randomBytes(32).toString('hex')}`
  await ctx.db.transaction(async (transaction) => {
    for (const { round, contribution, reviewer } of due)
      await transaction
        .update(seats)
        .set({ payment })
        .where(
          and(eq(seats.round, round), eq(seats.contribution, contribution), eq(seats.reviewer, reviewer)),
        )
  })
  return payment
}

/**
 * Credits reviewers the charter's flat pay for each score they revealed, oldest first, as far as the reviewers'
 * share of income goes. They collect it when they like.
 */
export const payReviewers = async (ctx: Context) => {
  const pay = BigInt(ctx.charter.review.payPerReview)
  if (pay === 0n) return
  const payment = await nextPayment(ctx, pay)
  if (payment === null) return
  const due = await ctx.db.select({ reviewer: seats.reviewer }).from(seats).where(eq(seats.payment, payment))
  const owed = new Map<Hex, bigint>()
  for (const { reviewer } of due) owed.set(reviewer, (owed.get(reviewer) ?? 0n) + pay)
  const sent = await ctx.sendOnce({
    key: `review-pay:${payment}`,
    sender: ctx.operator,
    to: ctx.deployment.offers,
    data: encodeFunctionData({
      abi: offersAbi,
      functionName: 'payReviewers',
      args: [[...owed.keys()], [...owed.values()]],
    }),
  })
  await ctx.db.update(seats).set({ paid: true }).where(eq(seats.payment, payment))
  await ctx.indexer.reached(sent.block)
}
