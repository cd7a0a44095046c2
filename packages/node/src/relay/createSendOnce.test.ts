import { eq } from 'drizzle-orm'
import {
  type Hex,
  keccak256,
  type PublicClient,
  parseTransaction,
  TransactionReceiptNotFoundError,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { outbox } from '../db/serverSchema.ts'
import { openTestContext } from '../testing/fakeContext.ts'
import { createSendOnce } from './createSendOnce.ts'

let open: Awaited<ReturnType<typeof openTestContext>>
beforeAll(async () => {
  open = await openTestContext()
}, 60_000)
afterAll(() => open.close())
beforeEach(() => open.ctx.db.delete(outbox))

const sender = privateKeyToAccount(generatePrivateKey())
const to = sender.address

/** A chain of one account that takes one transaction per nonce, in order, and can be out of reach. */
const fakeChain = () => {
  const mined: Hex[] = []
  const chain = {
    refuses: false,
    mined,
    take: (raw: Hex) => {
      if (parseTransaction(raw).nonce !== mined.length) throw new Error('nonce')
      mined.push(keccak256(raw))
    },
  }
  const receiptOf = (hash: Hex) => {
    const at = mined.indexOf(hash)
    if (at === -1) throw new TransactionReceiptNotFoundError({ hash })
    return { status: 'success', blockNumber: BigInt(at + 1) }
  }
  const publicClient = {
    estimateGas: async () => 21_000n,
    estimateFeesPerGas: async () => ({ maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }),
    getTransactionCount: async () => mined.length,
    sendRawTransaction: async ({ serializedTransaction }: { serializedTransaction: Hex }) => {
      if (chain.refuses) throw new Error('the chain cannot be reached')
      chain.take(serializedTransaction)
    },
    waitForTransactionReceipt: async ({ hash }: { hash: Hex }) => receiptOf(hash),
    getTransactionReceipt: async ({ hash }: { hash: Hex }) => receiptOf(hash),
  } as unknown as PublicClient
  const start = () =>
    createSendOnce({ db: open.ctx.db, publicClient, chainId: 1, now: open.ctx.now, senders: [sender] })
  return { chain, start }
}

const act = (key: string) => ({ key, sender, to, data: keccak256(`0x${Buffer.from(key).toString('hex')}`) })

test('the same act is sent once', async () => {
  const { chain, start } = fakeChain()
  const sendOnce = await start()
  const first = await sendOnce(act('one'))
  expect(await sendOnce(act('one'))).toEqual({ ...first, repeated: true })
  expect(chain.mined).toHaveLength(1)
})

test('an act that did not reach the chain goes before the next one, which must not take its nonce', async () => {
  const { chain, start } = fakeChain()
  const sendOnce = await start()
  chain.refuses = true
  await expect(sendOnce(act('one'))).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  await expect(sendOnce(act('two'))).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  chain.refuses = false
  await sendOnce(act('two'))
  expect(chain.mined).toHaveLength(2)
  expect((await sendOnce(act('one'))).repeated).toBe(true)
  expect(chain.mined).toHaveLength(2)
})

test('what a killed process had signed goes out at the next start', async () => {
  const { chain, start } = fakeChain()
  chain.refuses = true
  await expect((await start())(act('one'))).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  chain.refuses = false
  await start()
  expect(chain.mined).toHaveLength(1)
})

test('an act whose nonce something else took is signed anew, and stops no start', async () => {
  const { chain, start } = fakeChain()
  chain.refuses = true
  await expect((await start())(act('one'))).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  chain.refuses = false
  // By another holder of the same key.
  chain.take(
    await sender.signTransaction({ type: 'eip1559', chainId: 1, nonce: 0, to, gas: 21_000n, value: 1n }),
  )
  const sendOnce = await start()
  await sendOnce(act('one'))
  expect(chain.mined).toHaveLength(2)
  const [row] = await open.ctx.db.select().from(outbox).where(eq(outbox.key, 'one'))
  expect(row).toMatchObject({ state: 'mined', nonce: 1 })
})
