import { type Address, erc20Abi, type Hex, parseEventLogs } from 'viem'
import { offersAbi } from '../../contracts/generated/Offers.ts'
import { releasesAbi } from '../../contracts/generated/Releases.ts'
import { findUsufructError } from '../../domain/errors.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { ownTransaction } from '../ownTransaction.ts'

export type CollectedCredit = {
  to: Address
  amount: bigint
  /** One for each contract that owed something. */
  transactions: Hex[]
}

/** Takes what an account was credited besides contributing: pay for reviewing, refunds and the treasury's share from
 * Offers, bonds and stakes from Releases. With nothing to take it takes nothing, and says so by an empty list. */
export async function collectCredit(
  actor: Actor,
  { to }: { to?: Address | undefined } = {},
): Promise<CollectedCredit> {
  const { address } = requireAccount(actor)
  const { offers, releases, coin } = actor.dao.deployment
  const result: CollectedCredit = { to: to ?? address, amount: 0n, transactions: [] }
  const owing = [
    { address: offers, abi: offersAbi },
    { address: releases, abi: releasesAbi },
  ] as const
  for (const contract of owing) {
    const credit = await actor.publicClient.readContract({
      address: contract.address,
      // Both have it, under one signature.
      abi: offersAbi,
      functionName: 'credit',
      args: [address],
    })
    // Where the treasury's share is held back, its time begins when the treasury asks, although nothing is paid yet.
    const begins = credit === 0n && contract.address === offers && address === actor.dao.treasury
    if (credit === 0n && !begins) continue
    const call = { ...contract, functionName: 'collect', args: [result.to] }
    const receipt = await ownTransaction(actor, call).catch((error: unknown) => {
      if (begins && findUsufructError(error)?.code === 'OFFERS_NOTHING_TO_COLLECT') return undefined
      throw error
    })
    if (!receipt) continue
    // What the coin says was paid, which more may have been credited to meanwhile than was read.
    const paid = parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: receipt.logs }).filter(
      ({ address: at, args }) =>
        at.toLowerCase() === coin && args.from.toLowerCase() === contract.address.toLowerCase(),
    )
    result.amount += paid.reduce((sum, { args }) => sum + args.value, 0n)
    result.transactions.push(receipt.transactionHash)
  }
  return result
}
