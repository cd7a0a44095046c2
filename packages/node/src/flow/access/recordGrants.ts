import { revertToError } from '@usufruct/sdk/actions/revertToError'
import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { and, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { encodeFunctionData, type Hex, keccak256 } from 'viem'
import type { Context } from '../../context.ts'
import { processingGrants } from '../../db/lookSchema.ts'
import { consents, contributions, files } from '../../db/schema.ts'
import { isLiveConsent } from '../consent/liveConsent.ts'

/** One transaction then takes a little over a million gas. */
const atOnce = 100

type Waiting = Awaited<ReturnType<typeof waitingGrants>>[number]

/** Grants that came with uploaded files and that the chain does not know yet, the wanted one first. Not those that
 * permit nothing: key holders refuse whoever's consent has ended. */
const waitingGrants = ({ db, now }: Context, wanted: Hex) =>
  db
    .select({
      contribution: files.contribution,
      account: files.account,
      commitment: contributions.commitment,
      holder: files.grantHolder,
      tasks: files.grantTasks,
      until: files.grantUntil,
      signature: files.grantSignature,
    })
    .from(files)
    .innerJoin(contributions, eq(contributions.id, files.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .leftJoin(
      processingGrants,
      and(
        eq(processingGrants.contribution, files.contribution),
        eq(processingGrants.holder, files.grantHolder),
        eq(processingGrants.tasks, files.grantTasks),
        eq(processingGrants.until, files.grantUntil),
      ),
    )
    .where(
      and(
        isNull(processingGrants.contribution),
        isNotNull(files.uploadedAt),
        gt(files.grantUntil, now()),
        isLiveConsent(now()),
      ),
    )
    .orderBy(desc(eq(files.contribution, wanted)), files.contribution)
    .limit(atOnce)

const record = async (ctx: Context, grants: readonly Waiting[], { tasks, holder }: Waiting) => {
  const data = encodeFunctionData({
    abi: contributionsAbi,
    functionName: 'permitProcessingBySig',
    args: [
      tasks,
      holder,
      grants.map(({ account, commitment, until, signature }) => ({ account, commitment, until, signature })),
    ],
  })
  const sent = await ctx
    .sendOnce({
      key: `grants:${keccak256(data)}`,
      sender: ctx.relayer,
      to: ctx.deployment.contributions,
      data,
    })
    .catch((error: unknown) => {
      throw revertToError(error)
    })
  await ctx.indexer.reached(sent.block)
}

/**
 * Puts a contribution's processing grant on the chain, and with it those of others that wait: nobody looks at what the
 * ledger does not say may be looked at. One that is there stays as it is; should one be sent twice after all, it permits
 * the same.
 * @throws UsufructError the contract's own error, or `CHAIN_UNREACHABLE`
 */
export const recordGrants = async (ctx: Context, wanted: Hex): Promise<void> => {
  const waiting = await waitingGrants(ctx, wanted)
  const [first] = waiting
  if (first?.contribution !== wanted) return
  const together = waiting
    .filter(({ tasks, holder }) => tasks === first.tasks && holder === first.holder)
    // Whichever of them is wanted, the same act.
    .sort((one, other) => (one.contribution < other.contribution ? -1 : 1))
  await record(ctx, together, first).catch(async (error: unknown) => {
    // The chain refuses all of them when one does not count any more, as when a contract account changed its signers.
    if (together.length === 1) throw error
    await record(ctx, [first], first)
  })
}
