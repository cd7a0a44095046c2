import type { Anvil } from '../anvil/startAnvil.ts'
import { isChainError } from '../chainError.ts'
import type { BlockRecord } from '../journal/record.ts'
import type { AtBoundary } from './boundary.ts'

export type AppliedBlock = {
  /** Why the chain refused the transaction at that index of the record. */
  refused: Map<number, string>
  /**
   * The chain took a transaction but left it out of the block. It then waits in the pool and would slip into a
   * later block, so the chain must be restored without it.
   */
  mustRestore: boolean
}

/**
 * Makes a journalled block: the same transactions, in the same order, with the same timestamp, in one block.
 * Transactions are sent one at a time, because their order in the block is the order in which they arrive.
 */
export async function applyBlock(
  anvil: Anvil,
  record: BlockRecord,
  skip: ReadonlySet<number>,
  at: AtBoundary,
): Promise<AppliedBlock> {
  const refused = new Map<number, string>()
  const accepted = new Map<string, number>()
  for (const [index, raw] of record.raws.entries()) {
    if (skip.has(index)) continue
    try {
      accepted.set(await anvil.get<string>('eth_sendRawTransaction', [raw]), index)
    } catch (error) {
      if (!isChainError(error, 'ANVIL_REFUSED')) throw error
      refused.set(index, error.message)
    }
  }
  await at('sent', anvil.pid)
  if (accepted.size === 0) return { refused, mustRestore: false }

  await anvil.get('evm_mine', [{ timestamp: record.timestamp }])
  await at('mined', anvil.pid)
  const block = await anvil.get<{ transactions: string[] }>('eth_getBlockByNumber', ['latest', false])
  const mined = new Set(block.transactions)
  for (const [hash, index] of accepted) {
    if (!mined.has(hash)) refused.set(index, 'the chain left it out of the block')
  }
  return { refused, mustRestore: [...accepted.keys()].some((hash) => !mined.has(hash)) }
}
