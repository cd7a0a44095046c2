import { type Address, type Hex, parseEventLogs } from 'viem'
import { offersAbi } from '../../contracts/generated/Offers.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { ownTransaction } from '../ownTransaction.ts'

export type CollectedCredit = { to: Address; amount: bigint; transaction: Hex | null }

/** Takes what an account was credited besides contributing: pay for reviewing, bonds, the treasury's share. */
export async function collectCredit(
  actor: Actor,
  { to }: { to?: Address | undefined } = {},
): Promise<CollectedCredit> {
  const { address } = requireAccount(actor)
  const { offers } = actor.dao.deployment
  const receiver = to ?? address
  const credit = await actor.publicClient.readContract({
    address: offers,
    abi: offersAbi,
    functionName: 'credit',
    args: [address],
  })
  if (credit === 0n) return { to: receiver, amount: 0n, transaction: null }
  const receipt = await ownTransaction(actor, {
    address: offers,
    abi: offersAbi,
    functionName: 'collect',
    args: [receiver],
  })
  const [collected] = parseEventLogs({ abi: offersAbi, eventName: 'CreditCollected', logs: receipt.logs })
  return { to: receiver, amount: collected?.args.amount ?? credit, transaction: receipt.transactionHash }
}
