import { UsufructError } from '@usufruct/sdk/domain/errors'
import { and, asc, eq } from 'drizzle-orm'
import type { Address, Hex, PrivateKeyAccount, PublicClient } from 'viem'
import { keccak256, TransactionReceiptNotFoundError } from 'viem'
import type { Db } from '../db/open.ts'
import { outbox } from '../db/serverSchema.ts'

export type SendOnceParameters = {
  /** What makes this act this act: the same key is sent once, however often it is asked for. */
  key: string
  sender: PrivateKeyAccount
  to: Address
  data: Hex
}

export type Sent = { hash: Hex; block: number; repeated: boolean }

export type SendOnce = (parameters: SendOnceParameters) => Promise<Sent>

type OutboxRow = typeof outbox.$inferSelect

const reverted = (row: Pick<OutboxRow, 'hash' | 'key'>) =>
  new UsufructError({
    code: 'TRANSACTION_REVERTED',
    kind: 'conflict',
    message: 'The chain refused this act.',
    hint: 'Something changed between the check and the act; look again and repeat it.',
    details: { transaction: row.hash },
  })

/**
 * Sends each act to the chain exactly once. The signed transaction is written to the database before it is
 * sent, so after a crash at any point the same bytes go out again; a chain takes one transaction per nonce.
 */
export const createSendOnce = async ({
  db,
  publicClient,
  chainId,
  now,
  senders,
}: {
  db: Db
  publicClient: PublicClient
  chainId: number
  now: () => number
  senders: readonly PrivateKeyAccount[]
}): Promise<SendOnce> => {
  // Nonces are handed out one at a time for each sender.
  const queues = new Map<Address, Promise<unknown>>()
  const inTurn = <T>(sender: Address, work: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(sender) ?? Promise.resolve()).then(work, work)
    queues.set(
      sender,
      turn.catch(() => undefined),
    )
    return turn
  }

  const find = async (key: string): Promise<OutboxRow | undefined> =>
    (await db.select().from(outbox).where(eq(outbox.key, key)))[0]

  const deliver = async (row: OutboxRow): Promise<Sent> => {
    // A node that already has it answers "already known" in one of many wordings; the receipt decides.
    const refused = await publicClient.sendRawTransaction({ serializedTransaction: row.raw }).then(
      () => undefined,
      (error: unknown) => error,
    )
    let receipt: Awaited<ReturnType<PublicClient['getTransactionReceipt']>>
    try {
      receipt = await publicClient.waitForTransactionReceipt({
        hash: row.hash,
        pollingInterval: 50,
        timeout: refused ? 2_000 : 120_000,
      })
    } catch (cause) {
      throw new UsufructError({
        code: 'CHAIN_UNREACHABLE',
        kind: 'unreachable',
        message: 'The chain did not confirm the transaction.',
        hint: 'It is kept and sent again; repeat the act to see whether it arrived.',
        details: { transaction: row.hash },
        cause: refused ?? cause,
      })
    }
    const state = receipt.status === 'success' ? 'mined' : 'reverted'
    const block = Number(receipt.blockNumber)
    await db.update(outbox).set({ state, block }).where(eq(outbox.key, row.key))
    if (state === 'reverted') throw reverted(row)
    return { hash: row.hash, block, repeated: false }
  }

  const prepare = async ({ key, sender, to, data }: SendOnceParameters): Promise<OutboxRow> => {
    // Reverts with the contract's own error here, before anything is written.
    const gas = await publicClient.estimateGas({ account: sender.address, to, data })
    const nonce = await publicClient.getTransactionCount({ address: sender.address, blockTag: 'pending' })
    const fees = await publicClient.estimateFeesPerGas()
    const raw = await sender.signTransaction({
      type: 'eip1559',
      chainId,
      nonce,
      to,
      data,
      gas: (gas * 12n) / 10n,
      maxFeePerGas: fees.maxFeePerGas,
      maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
    })
    const row: OutboxRow = {
      key,
      sender: sender.address.toLowerCase() as Address,
      nonce,
      raw,
      hash: keccak256(raw),
      state: 'pending',
      block: null,
      createdAt: now(),
    }
    await db.insert(outbox).values(row)
    return row
  }

  /** Whether another transaction took this one's nonce: then it never happened and never can. */
  const isLost = async ({ sender, nonce, hash }: OutboxRow): Promise<boolean> => {
    if ((await publicClient.getTransactionCount({ address: sender, blockTag: 'latest' })) <= nonce)
      return false
    const receipt = await publicClient.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return null
      throw error
    })
    return receipt === null
  }

  /** Brings what waits of a sender to the chain, in order: it owns its nonces, and a later transaction that took
   * one of them would keep it from ever arriving. */
  const deliverPending = async (sender: Address): Promise<void> => {
    const pending = await db
      .select()
      .from(outbox)
      .where(and(eq(outbox.state, 'pending'), eq(outbox.sender, sender.toLowerCase() as Address)))
      .orderBy(asc(outbox.nonce))
    for (const row of pending)
      try {
        await deliver(row)
      } catch (error) {
        if (error instanceof UsufructError && error.code === 'TRANSACTION_REVERTED') continue
        if (!(await isLost(row))) throw error
        await db.delete(outbox).where(eq(outbox.key, row.key))
      }
  }

  // What a killed process had signed. A chain that does not take it now is asked again before the next act.
  for (const sender of senders) await deliverPending(sender.address).catch(() => undefined)

  return (parameters) =>
    inTurn(parameters.sender.address, async () => {
      const before = await find(parameters.key)
      if (before?.state === 'mined') return { hash: before.hash, block: before.block ?? 0, repeated: true }
      await deliverPending(parameters.sender.address)
      const known = before?.state === 'pending' ? await find(parameters.key) : before
      if (known?.state === 'mined') return { hash: known.hash, block: known.block ?? 0, repeated: true }
      if (before?.state === 'pending' && known?.state === 'reverted') throw reverted(known)
      // A reverted act changed nothing, so it may be tried again.
      if (known) await db.delete(outbox).where(eq(outbox.key, parameters.key))
      return deliver(await prepare(parameters))
    })
}
