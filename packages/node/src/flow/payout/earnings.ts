import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import type { Earnings } from '@usufruct/sdk/http/routes/payout'
import { asc, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Context } from '../../context.ts'
import { consents, offers, positions } from '../../db/schema.ts'
import { atOneBlock } from '../../indexer/atOneBlock.ts'

/** What an account earned, pool by pool. Amounts come from the contract, which decides. */
export const earnings = async (ctx: Context, account: Address): Promise<Earnings> => {
  const { block: blockNumber, rows } = await atOneBlock(ctx, (db) =>
    db
      .select({ position: positions, consent: consents, offer: offers })
      .from(positions)
      .innerJoin(consents, eq(consents.id, positions.consent))
      .innerJoin(offers, eq(offers.id, positions.offer))
      .where(eq(consents.account, account))
      .orderBy(asc(positions.offer)),
  )
  const contract = { address: ctx.deployment.offers, abi: offersAbi, blockNumber } as const
  const bonds = { address: ctx.deployment.releases, abi: releasesAbi, blockNumber } as const
  const [credit, bond, nonce, ...amounts] = await Promise.all([
    ctx.publicClient.readContract({ ...contract, functionName: 'credit', args: [account] }),
    ctx.publicClient.readContract({ ...bonds, functionName: 'credit', args: [account] }),
    ctx.publicClient.readContract({ ...contract, functionName: 'nonces', args: [account] }),
    ...rows.map(({ position }) =>
      Promise.all([
        ctx.publicClient.readContract({
          ...contract,
          functionName: 'claimable',
          args: [position.offer, position.consent],
        }),
        ctx.publicClient.readContract({ ...contract, functionName: 'poolOf', args: [position.offer] }),
      ]),
    ),
  ])
  const list = rows.map(({ position, consent, offer }, index) => {
    const [claimable = 0n, pool] = amounts[index] ?? []
    const total = pool?.weight ?? 0n
    return {
      offer: String(position.offer),
      offerName: ctx.offerNames.get(offer.terms) ?? `Offer ${offer.id}`,
      dataset: ctx.datasetIds.get(consent.dataset) ?? 'unknown',
      consent: consent.id,
      inner: consent.inner,
      weight: String(position.weight),
      share: total === 0n ? 0 : Number((position.weight * 1_000_000n) / total) / 1_000_000,
      claimable: String(claimable),
      claimed: String(position.claimed),
      frozen: position.frozenAt !== null,
    }
  })
  const sum = (of: (entry: (typeof list)[number]) => string) =>
    String(list.reduce((total, entry) => total + BigInt(of(entry)), 0n))
  return {
    account,
    claimable: sum(({ claimable }) => claimable),
    claimed: sum(({ claimed }) => claimed),
    credit: String(credit + bond),
    positions: list,
    nonce: String(nonce),
  }
}
