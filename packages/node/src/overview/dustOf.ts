import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import type { Context } from '../context.ts'
import { positions } from '../db/schema.ts'

const compute = async (ctx: Context, credited: bigint): Promise<bigint> => {
  const all = await ctx.db.select().from(positions)
  const claimable = await Promise.all(
    all.map(({ offer, consent }) =>
      ctx.publicClient.readContract({
        address: ctx.deployment.offers,
        abi: offersAbi,
        functionName: 'claimable',
        args: [offer, consent],
      }),
    ),
  )
  const accounted = all.reduce((sum, { claimed }, index) => sum + claimed + (claimable[index] ?? 0n), 0n)
  return credited > accounted ? credited - accounted : 0n
}

const createByBlock = () => {
  let known: { block: number; dust: Promise<bigint> } | null = null
  return (ctx: Context, credited: bigint): Promise<bigint> => {
    const { block } = ctx.indexer.head()
    // Only a block can change it, and it takes a call for each position.
    if (known?.block === block) return known.dust
    const dust = compute(ctx, credited)
    known = { block, dust }
    dust.catch(() => {
      known = null
    })
    return dust
  }
}

/** What rounding has left in the pools: credited to contributors, and neither claimed nor claimable. In units
 * of the coin; bounded by the number of positions and sales (CONTRACTS §4). */
export const dustOf = createByBlock()
