import { parseEventLogs, type TransactionReceipt } from 'viem'
import type { Artifact } from './startChain.ts'

/** What an event says that a transaction must have emitted: that it did its work, and not only that it ended. */
export function eventIn<T>(
  receipt: TransactionReceipt,
  { abi }: Pick<Artifact, 'abi'>,
  eventName: string,
): T {
  const [event] = parseEventLogs({ abi, logs: receipt.logs, eventName })
  if (!event) throw new Error(`There is no ${eventName} in ${receipt.transactionHash}.`)
  return event.args as T
}
