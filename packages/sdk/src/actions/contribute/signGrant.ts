import type { Address, Hex } from 'viem'
import { type ProcessingTask, processingGrantData } from '../../messages/processingGrant.ts'
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
  const grant = { holder, tasks: tasks.join(','), until }
  const message = { ...grant, account: address, contribution, until: BigInt(until) }
  const signature = await account.signTypedData(processingGrantData(actor.dao.deployment, message))
  return { ...grant, signature }
}
