import type { Address, Hex } from 'viem'
import { eip712Domain } from '../../messages/domain.ts'
import { type ProcessingTask, processingGrantTypes } from '../../messages/offchain.ts'
import { type Actor, requireAccount } from '../actor.ts'

export type GrantInput = {
  /** Who may see plaintext. */
  holder: Address
  tasks: readonly ProcessingTask[]
  /** Unix seconds. */
  until: number
}

/** A member's permission to see one contribution for named tasks, as describing and opening it take it. */
export async function signGrant(actor: Actor, contribution: Hex, { holder, tasks, until }: GrantInput) {
  const { account, address } = requireAccount(actor)
  const { chainId, members } = actor.dao.deployment
  const grant = { holder, tasks: tasks.join(','), until }
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, members),
    types: processingGrantTypes,
    primaryType: 'ProcessingGrant',
    message: { ...grant, account: address, contribution, until: BigInt(until) },
  })
  return { ...grant, signature }
}
