import type { Address, TypedDataDomain } from 'viem'

/** Where a DAO lives. Every signed message is bound to the chain and to one of these contracts. */
export type Deployment = {
  chainId: number
  /** Founded this DAO, and can found others; has no say in any of them. */
  factory: Address
  /** Membership and consents: the DAO's address. */
  members: Address
  /** Offers, licenses and pools. */
  offers: Address
  /** Assertions of releases, and the bonds at stake on them. */
  releases: Address
  /** Commitments to what members lend, and deposits. */
  contributions: Address
  /** Who may set which parameter: an AccessManager. */
  authority: Address
  coin: Address
  /** The block in which the DAO was founded: where an indexer starts. */
  fromBlock: number
}

/** EIP-712 domain. `verifyingContract` is the contract that takes the message; messages that never reach a
 * chain are bound to Members, whose address is the DAO's. */
export const eip712Domain = (chainId: number, verifyingContract: Address) =>
  ({ name: 'Usufruct', version: '1', chainId, verifyingContract }) as const satisfies TypedDataDomain
