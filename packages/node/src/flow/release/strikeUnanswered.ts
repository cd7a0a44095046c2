import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { and, eq, isNull, lt, ne, or } from 'drizzle-orm'
import { type Address, encodeFunctionData } from 'viem'
import type { Context } from '../../context.ts'
import { questions, releases } from '../../db/schema.ts'
import { assertionOf } from './assertionOf.ts'

/** The first question of each pending release whose time is over. This node's own have as much time again, in which
 * what kept it from answering may pass: a late answer counts as long as nobody struck the release out. */
const overdue = ({ db, now, operator, charter }: Context) => {
  const own = operator.address.toLowerCase() as Address
  return (
    db
      .selectDistinctOn([questions.offer], { point: questions.point, row: releases })
      .from(questions)
      .innerJoin(releases, and(eq(releases.offer, questions.offer), eq(releases.release, questions.release)))
      .where(
        and(
          isNull(questions.shownAt),
          eq(releases.state, 'asserted'),
          lt(questions.answerBy, now()),
          or(ne(releases.asserter, own), lt(questions.answerBy, now() - charter.windows.challenge)),
        ),
      )
      // An offer has one pending release at most.
      .orderBy(questions.offer, questions.answerBy)
  )
}

/**
 * Strikes out releases about which a question was not answered in time, whoever asserted them: what nobody can be shown
 * must not be licensed, and the offer's next release waits for it. Anyone may; the node does it for everybody, and what
 * the asserter forfeits goes to whoever asked. One that fails holds no other up.
 */
export const strikeUnanswered = async (ctx: Context): Promise<void> => {
  const failures: unknown[] = []
  for (const { point, row } of await overdue(ctx)) {
    const { offer, release, manifest, challengeEnds } = row
    try {
      const sent = await ctx.sendOnce({
        key: `strike:${offer}:${release}:${manifest}:${challengeEnds}:${point}`,
        sender: ctx.relayer,
        to: ctx.deployment.releases,
        data: encodeFunctionData({
          abi: releasesAbi,
          functionName: 'strikeUnanswered',
          args: [assertionOf(row), point],
        }),
      })
      await ctx.indexer.reached(sent.block)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
