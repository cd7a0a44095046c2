import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm'
import { encodeFunctionData } from 'viem'
import type { Context } from '../../context.ts'
import { offers, questions, releases } from '../../db/schema.ts'
import { assertionOf, type ReleaseRow } from './assertionOf.ts'

/** How long an arbiter may be silent about a dispute, in seconds: as the contract says. */
const arbitersPatience = 30 * 86_400

/** Nobody waits for an answer or a ruling any more, and the window is over. */
const activatable = ({ db, now }: Context) =>
  db
    .select({ row: releases })
    .from(releases)
    .innerJoin(offers, eq(offers.id, releases.offer))
    .where(
      and(
        eq(releases.state, 'asserted'),
        eq(offers.closed, false),
        isNull(releases.disputedAt),
        lte(releases.challengeEnds, now() - 1),
        sql`not exists (select 1 from ${questions} where ${questions.offer} = ${releases.offer}
          and ${questions.release} = ${releases.release} and ${questions.shownAt} is null)`,
      ),
    )

/** What can become nothing any more: its offer was closed, or nobody ever ruled on its dispute. */
const lapsable = ({ db, now }: Context) =>
  db
    .select({ row: releases })
    .from(releases)
    .innerJoin(offers, eq(offers.id, releases.offer))
    .where(
      and(
        eq(releases.state, 'asserted'),
        or(eq(offers.closed, true), lte(releases.disputedAt, now() - arbitersPatience)),
      ),
    )

const send = async (ctx: Context, functionName: 'activateRelease' | 'lapse', row: ReleaseRow) => {
  const { offer, release, manifest, challengeEnds } = row
  const sent = await ctx.sendOnce({
    key: `${functionName}:${offer}:${release}:${manifest}:${challengeEnds}`,
    sender: ctx.relayer,
    to: ctx.deployment.releases,
    data: encodeFunctionData({ abi: releasesAbi, functionName, args: [assertionOf(row)] }),
  })
  await ctx.indexer.reached(sent.block)
}

/**
 * Makes releases licensable whose challenge window is over, and takes those back that never will be. Anyone may; the
 * node does it for everybody. One that fails holds no other up; what failed first is thrown when all had their turn.
 */
export const settleReleases = async (ctx: Context): Promise<void> => {
  const failures: unknown[] = []
  const attempt = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error))
  for (const { row } of await activatable(ctx)) await attempt(send(ctx, 'activateRelease', row))
  for (const { row } of await lapsable(ctx)) await attempt(send(ctx, 'lapse', row))
  if (failures.length > 0) throw failures[0]
}
