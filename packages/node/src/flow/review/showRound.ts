import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { reviewRound } from '@usufruct/sdk/http/routes/review'
import { desc, eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import { roundItems, rounds, seats } from '../../db/reviewSchema.ts'

/** Everything needed to check a round: the seed once it was used, who was dealt what, who revealed what. */
export const showRound = async (ctx: Context, id: Hex): Promise<z.input<typeof reviewRound>> => {
  const [round] = await ctx.db.select().from(rounds).where(eq(rounds.id, id))
  if (!round)
    throw new UsufructError({
      code: 'ROUND_UNKNOWN',
      kind: 'notFound',
      message: 'There is no such review round.',
      hint: 'GET /api/rounds lists them.',
      details: { round: id },
    })
  const items = await ctx.db.select().from(roundItems).where(eq(roundItems.round, id))
  const dealt = await ctx.db.select().from(seats).where(eq(seats.round, id))
  const closed = round.phase === 'closed'
  return {
    round: round.id,
    phase: round.phase,
    seedCommitment: round.seedCommitment,
    seed: round.phase === 'open' ? null : round.seed,
    items: items.map(({ contribution, outcome }) => {
      const panel = dealt.filter((seat) => seat.contribution === contribution)
      return {
        contribution,
        outcome,
        panel: panel.map(({ reviewer }) => reviewer),
        // Nobody's score is shown while somebody else can still choose not to reveal.
        reveals: panel.flatMap(({ reviewer, score, note, revealSignature }) =>
          closed && score !== null && revealSignature !== null
            ? [{ reviewer, score, note, signature: revealSignature }]
            : [],
        ),
      }
    }),
  }
}

export const listRounds = async (ctx: Context) => ({
  rounds: await ctx.db
    .select({ round: rounds.id, phase: rounds.phase })
    .from(rounds)
    .orderBy(desc(rounds.openedAt))
    .limit(500),
})
