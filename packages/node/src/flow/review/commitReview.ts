import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Api } from '@usufruct/sdk/http/contract'
import type { RouteParsed } from '@usufruct/sdk/http/route'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { reviewCommitTypes } from '@usufruct/sdk/messages/offchain'
import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { rounds, seats } from '../../db/reviewSchema.ts'
import { advanceRounds } from './advanceRounds.ts'
import { requireSeat } from './requireSeat.ts'

type Input = RouteParsed<Api['commitReview']>['body']

/** Takes a reviewer's signed commitment to a score. It can be made once; the score stays hidden until everybody
 * has committed.
 * @throws UsufructError `NOT_ON_PANEL`, `ROUND_NOT_OPEN`, `SIGNATURE_INVALID`, `ALREADY_COMMITTED` */
export const commitReview = async (ctx: Context, { message, signature }: Input) => {
  const { seat } = await requireSeat(ctx, message, 'commit')
  const signed = await ctx.publicClient.verifyTypedData({
    address: message.reviewer,
    domain: eip712Domain(ctx.deployment.chainId, ctx.deployment.members),
    types: reviewCommitTypes,
    primaryType: 'ReviewCommit',
    message,
    signature,
  })
  if (!signed)
    throw new UsufructError({
      code: 'SIGNATURE_INVALID',
      kind: 'unauthenticated',
      message: 'The commitment is not signed by this reviewer.',
      hint: 'Sign it with the reviewer’s own key.',
    })
  if (seat.commitment !== null && seat.commitment !== message.commitment)
    throw new UsufructError({
      code: 'ALREADY_COMMITTED',
      kind: 'conflict',
      message: 'This reviewer has committed to another score.',
      hint: 'A commitment stands; reveal it when the time comes.',
    })
  await ctx.db
    .update(seats)
    .set({ commitment: message.commitment, commitSignature: signature })
    .where(
      and(
        eq(seats.round, message.round),
        eq(seats.contribution, message.contribution),
        eq(seats.reviewer, message.reviewer),
        isNull(seats.commitment),
      ),
    )
  await ctx.inTurn(() => advanceRounds(ctx))
  const [round] = await ctx.db
    .select({ phase: rounds.phase })
    .from(rounds)
    .where(eq(rounds.id, message.round))
  const phase = round?.phase
  return { phase: phase === 'commit' || phase === 'reveal' ? phase : ('closed' as const) }
}
