import { setImmediate as yieldToReads } from 'node:timers/promises'
import { blockGasLimit } from '../anvil/startAnvil.ts'
import { ChainError } from '../chainError.ts'
import { type ReadTransaction, readTransaction } from '../transaction/readTransaction.ts'
import type { Ledger } from './createLedger.ts'

export type Sequencer = {
  /** Resolves with the transaction's hash once it is in a block; the same bytes may be given any number of times. */
  submit(raw: string): Promise<`0x${string}`>
  /** Refuses what has not been taken up yet and waits for the rest. */
  close(): Promise<void>
}

type Waiting = {
  raw: string
  resolve: (hash: `0x${string}`) => void
  reject: (error: unknown) => void
  read?: ReadTransaction
}

const mostPerBlock = 200
// Hex characters, so about 32 MiB of transactions.
const mostWaitingText = 64 * 1024 * 1024

/**
 * Brings transactions into one order, that of their arrival.
 * All that wait while a block is made go into the next one together: the journal is synced once for them, and
 * the chain's cost per block, which grows with its state, is paid once.
 */
export function createSequencer({ ledger, chainId }: { ledger: Ledger; chainId: number }): Sequencer {
  const inFlight = new Map<string, Promise<`0x${string}`>>()
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let waitingText = 0
  let closed = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const block = await takeBlock()
      if (block.length > 0) await commitBlock(block)
      await ledger.snapshotWhenDue()
    }
    running = undefined
  }

  /** Takes from the queue what fits into one block, answering at once what cannot go into any. */
  async function takeBlock(): Promise<Waiting[]> {
    const block: Waiting[] = []
    const accounts = new Map<string, { nonce: number; balance: bigint | undefined }>()
    let gas = 0n
    while (block.length < mostPerBlock) {
      const next = waiting[0]
      if (next === undefined) break
      try {
        next.read ??= await readTransaction(next.raw, chainId)
        await yieldToReads()
        if (gas + next.read.gas > blockGasLimit) break
        const verdict = await admit(next.read, accounts)
        if (verdict === 'known') next.resolve(next.read.hash)
        else {
          gas += next.read.gas
          block.push(next)
        }
      } catch (error) {
        next.reject(error)
      }
      waiting.shift()
    }
    return block
  }

  async function admit(
    { hash, from, nonce, cost }: ReadTransaction,
    accounts: Map<string, { nonce: number; balance: bigint | undefined }>,
  ): Promise<'new' | 'known'> {
    const account = accounts.get(from) ?? {
      nonce: Number(await read('eth_getTransactionCount', [from, 'latest'])),
      balance: undefined,
    }
    accounts.set(from, account)
    if (nonce < account.nonce) {
      if ((await read('eth_getTransactionByHash', [hash])) !== null) return 'known'
      throw wrongNonce('TX_NONCE_TOO_LOW', 'nonce too low', { from, nonce, expected: account.nonce })
    }
    if (nonce > account.nonce) {
      throw wrongNonce('TX_NONCE_TOO_HIGH', 'nonce too high', { from, nonce, expected: account.nonce })
    }
    if (cost > 0n) {
      account.balance ??= BigInt(String(await read('eth_getBalance', [from, 'latest'])))
      if (cost > account.balance) {
        throw new ChainError(
          'TX_INSUFFICIENT_FUNDS',
          `insufficient funds: ${from} has ${account.balance} wei.`,
          {
            values: { from, balance: String(account.balance), needed: String(cost) },
            hint: 'Gas is free on this chain: send with maxFeePerGas 0 and value 0.',
          },
        )
      }
      account.balance -= cost
    }
    account.nonce += 1
    return 'new'
  }

  async function read(method: string, params: unknown[]): Promise<unknown> {
    const reply = await ledger.ask({ method, params })
    if (reply.error === undefined) return reply.result
    throw new ChainError('ANVIL_REFUSED', reply.error.message, { values: { method } })
  }

  async function commitBlock(block: Waiting[]): Promise<void> {
    const reads = block.map(({ read }) => read as ReadTransaction)
    try {
      const refused = await ledger.commit(reads.map(({ raw }) => raw))
      for (const [index, { resolve, reject }] of block.entries()) {
        const reason = refused.get(index)
        if (reason === undefined) resolve((reads[index] as ReadTransaction).hash)
        else reject(new ChainError('TX_REFUSED', `The chain refused the transaction: ${reason}.`))
      }
    } catch (error) {
      for (const { reject } of block) reject(error)
    }
  }

  return {
    submit(given) {
      const raw = given.toLowerCase()
      const known = inFlight.get(raw)
      if (known !== undefined) return known
      if (closed)
        return Promise.reject(new ChainError('CHAIN_STOPPING', 'The chain is stopping; nothing was sent.'))
      if (waitingText + raw.length > mostWaitingText) {
        return Promise.reject(
          new ChainError(
            'CHAIN_BUSY',
            `${waiting.length} transactions are waiting already; nothing was sent.`,
            {
              hint: 'Wait for some of them, then send it again.',
            },
          ),
        )
      }
      const submitted = new Promise<`0x${string}`>((resolve, reject) =>
        waiting.push({ raw, resolve, reject }),
      )
      inFlight.set(raw, submitted)
      waitingText += raw.length
      const forget = () => {
        waitingText -= raw.length
        inFlight.delete(raw)
      }
      submitted.then(forget, forget)
      running ??= run()
      return submitted
    },

    async close() {
      closed = true
      const dropped = waiting.splice(1)
      for (const { reject } of dropped) {
        reject(new ChainError('CHAIN_STOPPING', 'The chain is stopping; nothing was sent.'))
      }
      await running
    },
  }
}

function wrongNonce(
  code: 'TX_NONCE_TOO_LOW' | 'TX_NONCE_TOO_HIGH',
  reason: string,
  values: { from: string; nonce: number; expected: number },
): ChainError {
  return new ChainError(
    code,
    `${reason}: ${values.from} sent ${values.nonce}, its next is ${values.expected}.`,
    {
      values,
      hint: 'Ask eth_getTransactionCount for the next nonce, and send the transactions of one account in order.',
    },
  )
}
