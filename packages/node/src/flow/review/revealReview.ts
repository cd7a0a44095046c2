import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Api } from '@usufruct/sdk/http/contract'
import type { RouteParsed } from '@usufruct/sdk/http/route'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { reviewRevealTypes } from '@usufruct/sdk/messages/offchain'
import { and, eq, isNull } from 'drizzle-orm'
import { encodeAbiParameters, type Hex, keccak256 } from 'viem'
import type { Context } from '../../context.ts'
import { rounds, seats } from '../../db/reviewSchema.ts'
import { advanceRounds } from './advanceRounds.ts'
import { requireSeat } from './requireSeat.ts'

type Input = RouteParsed<Api['revealReview']>['body']

const commitmentTo = ({ round, contribution, reviewer, score, salt }: Input['message']): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'address' }, { type: 'uint8' }, { type: 'bytes32' }],
      [round, contribution, reviewer, score, salt],
    ),
  )

/** Takes the score behind a commitment.
 * @throws UsufructError `NOT_ON_PANEL`, `ROUND_NOT_OPEN`, `REVEAL_MISMATCH`, `SIGNATURE_INVALID` */
export const revealReview = async (ctx: Context, { message, signature, note }: Input) => {
  const { seat } = await requireSeat(ctx, message, 'reveal')
  if (seat.commitment === null || seat.commitment !== commitmentTo(message))
    throw new UsufructError({
      code: 'REVEAL_MISMATCH',
      kind: 'conflict',
      message: 'Score and salt are not what this reviewer committed to.',
      hint: 'Reveal with the salt that was kept when committing.',
      details: { committed: seat.commitment },
    })
  const signed = await ctx.publicClient.verifyTypedData({
    address: message.reviewer,
    domain: eip712Domain(ctx.deployment.chainId, ctx.deployment.members),
    types: reviewRevealTypes,
    primaryType: 'ReviewReveal',
    message,
    signature,
  })
  if (!signed)
    throw new UsufructError({
      code: 'SIGNATURE_INVALID',
      kind: 'unauthenticated',
      message: 'The score is not signed by this reviewer.',
      hint: 'Sign it with the reviewer’s own key.',
    })
  await ctx.db
    .update(seats)
    .set({
      score: message.score,
      salt: message.salt,
      note,
      revealSignature: signature,
      revealedAt: ctx.now(),
    })
    .where(
      and(
        eq(seats.round, message.round),
        eq(seats.contribution, message.contribution),
        eq(seats.reviewer, message.reviewer),
        isNull(seats.score),
      ),
    )
  await ctx.inTurn(() => advanceRounds(ctx))
  const [round] = await ctx.db
    .select({ phase: rounds.phase })
    .from(rounds)
    .where(eq(rounds.id, message.round))
  return { phase: round?.phase === 'reveal' ? ('reveal' as const) : ('closed' as const) }
}
