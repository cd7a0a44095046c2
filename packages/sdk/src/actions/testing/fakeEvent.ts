import type { Hex } from 'viem'

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`

/** A log as a chain answers it, of one transaction in one block. */
export const eventOf = (address: Hex, topics: Hex[], data: Hex) => ({
  blockHash: hash('0'),
  blockNumber: '0x1',
  blockTimestamp: '0x1',
  transactionHash: hash('e'),
  transactionIndex: '0x0',
  logIndex: '0x0',
  removed: false,
  address,
  topics,
  data,
})

/** ABI types without names. */
export const words = (...types: string[]) => types.map((type) => ({ type }))
