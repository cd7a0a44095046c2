import { UsufructError } from '@usufruct/sdk/domain/errors'
import { and, eq } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'
import { rounds, seats } from '../../db/reviewSchema.ts'

/** The panel seat a message speaks for, in a round that is in the phase the message belongs to.
 * @throws UsufructError `NOT_ON_PANEL`, `ROUND_NOT_OPEN` */
export const requireSeat = async (
  ctx: Context,
  { reviewer, round, contribution }: { reviewer: Address; round: Hex; contribution: Hex },
  phase: 'commit' | 'reveal',
) => {
  const [found] = await ctx.db
    .select({ seat: seats, round: rounds })
    .from(seats)
    .innerJoin(rounds, eq(rounds.id, seats.round))
    .where(and(eq(seats.round, round), eq(seats.contribution, contribution), eq(seats.reviewer, reviewer)))
  if (!found)
    throw new UsufructError({
      code: 'NOT_ON_PANEL',
      kind: 'permission',
      message: 'This account has no seat on that panel.',
      hint: 'Ask what waits for you: `usufruct review next`.',
      details: { reviewer, round, contribution },
    })
  if (found.round.phase !== phase)
    throw new UsufructError({
      code: 'ROUND_NOT_OPEN',
      kind: 'conflict',
      message: `The round takes no ${phase === 'commit' ? 'commitments' : 'scores'} now; it is in its ${found.round.phase} phase.`,
      hint:
        found.round.phase === 'commit'
          ? 'Wait until everybody has committed.'
          : 'Ask what waits for you: `usufruct review next`.',
      details: { phase: found.round.phase, until: found.round.phaseEnds },
    })
  return found
}
