import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import type { Context } from '../context.ts'
import { income, positions } from '../db/schema.ts'
import { atOneBlock } from '../indexer/atOneBlock.ts'

export type CreditedToMembers = {
  /** Credited to contributors by all sales, dust included. In units of the coin, as is the other. */
  contributors: bigint
  /** What rounding has left in the pools: neither claimed nor claimable. */
  dust: bigint
}

const compute = async (ctx: Context): Promise<CreditedToMembers> => {
  const { block, rows } = await atOneBlock(ctx, async (db) => ({
    positions: await db.select().from(positions),
    income: await db.select({ contributors: income.contributors }).from(income),
  }))
  const claimable = await Promise.all(
    rows.positions.map(({ offer, consent }) =>
      ctx.publicClient.readContract({
        address: ctx.deployment.offers,
        abi: offersAbi,
        functionName: 'claimable',
        args: [offer, consent],
        blockNumber: block,
      }),
    ),
  )
  const contributors = rows.income.reduce((sum, entry) => sum + entry.contributors, 0n)
  const accounted = rows.positions.reduce(
    (sum, { claimed }, index) => sum + claimed + (claimable[index] ?? 0n),
    0n,
  )
  return { contributors, dust: contributors > accounted ? contributors - accounted : 0n }
}

const createByBlock = () => {
  let known: { block: number; answer: Promise<CreditedToMembers> } | null = null
  return (ctx: Context): Promise<CreditedToMembers> => {
    const { block } = ctx.indexer.head()
    // Only a block can change it, and it takes a call for each position.
    if (known?.block === block) return known.answer
    const answer = compute(ctx)
    known = { block, answer }
    answer.catch(() => {
      known = null
    })
    return answer
  }
}

/** What members were credited, and the dust of it; bounded by the number of positions and sales (docs/adr/0003). */
export const creditedToMembers = createByBlock()
