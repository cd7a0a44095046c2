import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../journal/openJournal.ts'
import { signer } from '../testing/accumulator.ts'
import { createLedger, type Ledger } from './createLedger.ts'

const identity = { chainId: 1_234_567, genesisAt: 1_700_000_000 }
const account = signer(1, identity.chainId)

let directory: string
let ledger: Ledger
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ledger '))
  ledger = await open()
})
afterEach(async () => {
  await ledger.close()
  await rm(directory, { recursive: true, force: true })
})

async function open(): Promise<Ledger> {
  return createLedger({
    directory,
    identity,
    journal: await openJournal({ directory }),
    policy: { replayMs: 1e9, transactions: 1e9 },
    at: () => {},
    log: () => {},
    onFatal: (error) => {
      throw error
    },
  })
}

async function state() {
  const read = async (method: string, params: unknown[]) => {
    const reply = await ledger.ask({ method, params })
    if (reply.error !== undefined) throw new Error(reply.error.message)
    return reply.result
  }
  const block = (await read('eth_getBlockByNumber', ['latest', false])) as {
    number: Hex
    transactions: Hex[]
  }
  return {
    block: Number(block.number),
    transactions: block.transactions.length,
    latest: Number(await read('eth_getTransactionCount', [account.address, 'latest'])),
    pending: Number(await read('eth_getTransactionCount', [account.address, 'pending'])),
  }
}

/** The gateway's own checks keep these out; the ledger must stand what slips through them all the same. */
test('what the chain refuses after the journal took it is void, now and in every replay', async () => {
  // Taken into the pool, never into a block: gas below the calldata floor.
  const unminable = await account.transfer(1, { data: `0x${'11'.repeat(2_000)}`, gas: 55_000n })
  // Not even taken into the pool.
  const worthless = await account.transfer(1, { value: 5n })
  const refused = await ledger.commit([await account.transfer(0), unminable, worthless])
  expect([...refused.keys()].sort()).toEqual([1, 2])
  const after = { block: 1, transactions: 1, latest: 1, pending: 1 }
  expect(await state()).toEqual(after)

  expect((await ledger.commit([worthless])).size).toBe(1)
  expect(await state()).toEqual(after)
  expect((await ledger.commit([await account.transfer(1)])).size).toBe(0)
  expect(await state()).toEqual({ block: 2, transactions: 1, latest: 2, pending: 2 })

  const { pid } = JSON.parse(await readFile(join(directory, 'anvil.json'), 'utf8')) as { pid: number }
  process.kill(pid, 'SIGKILL')
  expect(await state()).toEqual({ block: 2, transactions: 1, latest: 2, pending: 2 })
  await ledger.close()
  await rm(join(directory, 'snapshot-000000000005.bin'))
  ledger = await open()
  expect(await state()).toEqual({ block: 2, transactions: 1, latest: 2, pending: 2 })
})

test('a void record lost to a kill is found again by the replay', async () => {
  const journal = await openJournal({ directory })
  await journal.append({
    type: 'block',
    timestamp: identity.genesisAt + 1,
    raws: [await account.transfer(0), await account.transfer(1, { value: 5n })],
  })
  await journal.close()
  await ledger.close()
  ledger = await open()
  expect(await state()).toEqual({ block: 1, transactions: 1, latest: 1, pending: 1 })
})

test('commits and reads during a restore wait for it', async () => {
  await ledger.commit([await account.transfer(0)])
  const { pid } = JSON.parse(await readFile(join(directory, 'anvil.json'), 'utf8')) as { pid: number }
  process.kill(pid, 'SIGKILL')
  const raw = await account.transfer(1)
  const [refused, seen] = await Promise.all([ledger.commit([raw]), state()])
  expect(refused.size).toBe(0)
  expect(seen.latest).toBeGreaterThanOrEqual(1)
  expect((await state()).latest).toBe(2)
})
