import type { Address, TypedDataDomain } from 'viem'

/** Where a DAO lives. Every signed message is bound to the chain and to one of these contracts. */
export type Deployment = {
  chainId: number
  membership: Address
  consents: Address
  contributions: Address
  offers: Address
  licenses: Address
  coin: Address
  accessManager: Address
  /** The first block with one of the contracts: where an indexer starts. */
  fromBlock: number
}

/** EIP-712 domain. `verifyingContract` is the contract that takes the message; messages that never reach a
 * chain are bound to the Membership contract, which is the DAO's address. */
export const eip712Domain = (chainId: number, verifyingContract: Address) =>
  ({ name: 'Usufruct', version: '1', chainId, verifyingContract }) as const satisfies TypedDataDomain
