import type { Address, Hex } from 'viem'
import { eip712Domain } from '../../messages/domain.ts'
import { claimEarningsTypes } from '../../messages/onchain.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { relayAct, signatureDeadline } from '../relayAct.ts'
import { signedIn } from '../session/signedIn.ts'

export type ClaimEarningsInput = {
  /** Only this offer's; all of them when left out. */
  offer?: string | undefined
  /** Where the money goes; to the account itself when left out. */
  to?: Address | undefined
}

export type Claim = { offer: string; consent: Hex; amount: bigint; transaction: Hex }
export type ClaimedEarnings = { to: Address; claimed: bigint; claims: Claim[] }

/** Takes what the account's consents have earned, one relayed message for each that has earned something.
 * With nothing to take it takes nothing, and says so by an empty list. */
export async function claimEarnings(
  actor: Actor,
  { offer, to }: ClaimEarningsInput = {},
): Promise<ClaimedEarnings> {
  const { account, address } = requireAccount(actor)
  const { chainId, offers } = actor.dao.deployment
  const earnings = await signedIn(actor, () => actor.node.call('getMyEarnings', {}))
  const receiver = to ?? address
  const result: ClaimedEarnings = { to: receiver, claimed: 0n, claims: [] }
  let nonce = BigInt(earnings.nonce)
  for (const position of earnings.positions) {
    const amount = BigInt(position.claimable)
    if (amount === 0n || (offer !== undefined && position.offer !== offer)) continue
    const deadline = signatureDeadline()
    const message = { account: address, inner: position.inner, to: receiver }
    const signature = await account.signTypedData({
      domain: eip712Domain(chainId, offers),
      types: claimEarningsTypes,
      primaryType: 'ClaimEarnings',
      message: { ...message, offer: BigInt(position.offer), nonce, deadline },
    })
    const { transaction } = await relayAct(actor, {
      kind: 'claimEarnings',
      message: { ...message, offer: position.offer, nonce: String(nonce), deadline: String(deadline) },
      signature,
    })
    nonce++
    result.claimed += amount
    result.claims.push({ offer: position.offer, consent: position.consent, amount, transaction })
  }
  return result
}
