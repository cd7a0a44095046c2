import type { Address, Hex } from 'viem'
import { eip712Domain } from './domain.ts'
import { processingGrantTypes } from './onchain.ts'

export const processingTasks = ['clean', 'review', 'value', 'audit'] as const
export type ProcessingTask = (typeof processingTasks)[number]

export type ProcessingGrant = {
  account: Address
  contribution: Hex
  holder: Address
  /** Comma-separated, at most 100 bytes. */
  tasks: string
  /** Unix time in seconds, the first at which it does not hold any more. */
  until: bigint
}

/** The typed data a member signs: once, for key holders and for the chain. */
export const processingGrantData = (
  { chainId, contributions }: { chainId: number; contributions: Address },
  message: ProcessingGrant,
) =>
  ({
    domain: eip712Domain(chainId, contributions),
    types: processingGrantTypes,
    primaryType: 'ProcessingGrant',
    message,
  }) as const
