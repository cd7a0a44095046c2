import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Hex, pad } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningChain, runChain } from './runChain.ts'
import { accumulate, type Signer, signer } from './testing/accumulator.ts'
import { rpc } from './testing/rpc.ts'

let home: string
let running: RunningChain[]
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chain home '))
  running = []
})
afterEach(async () => {
  for (const chain of running) await chain.close()
  await rm(home, { recursive: true, force: true })
})

const directory = () => join(home, 'chain')
const inDirectory = async (pattern: RegExp) =>
  (await readdir(directory())).filter((name) => pattern.test(name))

async function open(parameters: Partial<Parameters<typeof runChain>[0]> = {}): Promise<RunningChain> {
  const chain = await runChain({ home, port: 0, log: () => {}, ...parameters })
  running.push(chain)
  return chain
}

async function close(chain: RunningChain): Promise<void> {
  running = running.filter((other) => other !== chain)
  await chain.close()
}

async function send(chain: RunningChain, raw: Hex): Promise<Hex> {
  return rpc<Hex>(chain.url, 'eth_sendRawTransaction', [raw])
}

async function latest(chain: RunningChain) {
  type Block = { number: string; hash: Hex; timestamp: string; transactions: Hex[] }
  return rpc<Block>(chain.url, 'eth_getBlockByNumber', ['latest', false])
}

async function deploy(chain: RunningChain, account: Signer, nonce = 0): Promise<Hex> {
  const hash = await send(chain, await account.deploy(nonce))
  const { contractAddress } = await rpc<{ contractAddress: Hex }>(chain.url, 'eth_getTransactionReceipt', [
    hash,
  ])
  return contractAddress
}

test('a chain id is drawn once, in the range, and kept', async () => {
  const first = await open()
  expect(first.chainId).toBeGreaterThanOrEqual(2 ** 20)
  expect(first.chainId).toBeLessThan(2 ** 31)
  expect(Number(await rpc(first.url, 'eth_chainId'))).toBe(first.chainId)
  expect(Number(await rpc(first.url, 'net_version'))).toBe(first.chainId)
  await close(first)
  expect((await open()).chainId).toBe(first.chainId)
})

test('after an orderly end everything is there, block hashes too', async () => {
  const chain = await open()
  const account = signer(1, chain.chainId)
  const contract = await deploy(chain, account)
  const hashes = [
    await send(chain, await account.call(1, contract, 7)),
    await send(chain, await account.call(2, contract, 10)),
  ]
  const read = (from: RunningChain) =>
    Promise.all([
      latest(from),
      ...hashes.map((hash) => rpc(from.url, 'eth_getTransactionReceipt', [hash])),
      ...hashes.map((hash) => rpc(from.url, 'eth_getTransactionByHash', [hash])),
      rpc(from.url, 'eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest' }]),
      rpc(from.url, 'eth_getStorageAt', [contract, pad('0x'), 'latest']),
      rpc(from.url, 'eth_getBlockByNumber', ['0x0', true]),
    ])
  const before = await read(chain)
  expect(before.at(-2)).toBe(accumulate([7, 10]))
  await close(chain)
  expect(await inDirectory(/anvil\.json|gateway\.json|tmp/)).toEqual([])
  expect(await read(await open())).toEqual(before)
})

test('accounts without ether send, at no price', async () => {
  const chain = await open()
  const account = signer(1, chain.chainId)
  expect(Number(await rpc(chain.url, 'eth_gasPrice'))).toBe(0)
  expect(Number(await rpc(chain.url, 'eth_maxPriorityFeePerGas'))).toBe(0)
  await send(chain, await account.transfer(0))
  await expect(send(chain, await account.transfer(1, { value: 1n }))).rejects.toMatchObject({
    body: { code: -32003, data: { code: 'TX_INSUFFICIENT_FUNDS' } },
  })
})

test('the same bytes again give the same hash and change nothing', async () => {
  const chain = await open()
  const account = signer(1, chain.chainId)
  const raw = await account.transfer(0)
  const [one, two] = await Promise.all([send(chain, raw), send(chain, raw)])
  expect(two).toBe(one)
  expect(await send(chain, raw)).toBe(one)
  expect(Number((await latest(chain)).number)).toBe(1)
})

test('a nonce that is not the next one is refused, and leaves no trace', async () => {
  const chain = await open()
  const account = signer(1, chain.chainId)
  await send(chain, await account.transfer(0))
  await expect(send(chain, await account.transfer(2))).rejects.toMatchObject({
    body: { code: -32003, data: { code: 'TX_NONCE_TOO_HIGH', values: { nonce: 2, expected: 1 } } },
  })
  await expect(send(chain, await account.transfer(0, { gas: 22_000n }))).rejects.toMatchObject({
    body: { code: -32003, data: { code: 'TX_NONCE_TOO_LOW', values: { nonce: 0, expected: 1 } } },
  })
  expect(Number((await latest(chain)).number)).toBe(1)
  await send(chain, await account.transfer(1))
})

test('a batch of one account is taken in its order, into few blocks', async () => {
  const chain = await open()
  const account = signer(1, chain.chainId)
  const raws = await Promise.all(Array.from({ length: 30 }, (_, nonce) => account.transfer(nonce)))
  const response = await fetch(chain.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(
      raws.map((raw, id) => ({ jsonrpc: '2.0', id, method: 'eth_sendRawTransaction', params: [raw] })),
    ),
  })
  const replies = (await response.json()) as { id: number; result: Hex }[]
  expect(replies.map(({ id }) => id)).toEqual(raws.map((_, id) => id))
  expect(replies.every(({ result }) => result.length === 66)).toBe(true)
  expect(Number((await latest(chain)).number)).toBeLessThan(10)
})

test('block times follow the clock, and simulations on latest see the present', async () => {
  const chain = await open()
  const account = signer(1, chain.chainId)
  const before = Math.floor(Date.now() / 1000)
  for (let nonce = 0; nonce < 20; nonce++) await send(chain, await account.transfer(nonce))
  const { timestamp } = await latest(chain)
  const after = Math.floor(Date.now() / 1000)
  expect(Number(timestamp)).toBeGreaterThanOrEqual(before)
  expect(Number(timestamp)).toBeLessThanOrEqual(after)
  const pending = await rpc<{ timestamp: string }>(chain.url, 'eth_getBlockByNumber', ['pending', false])
  expect(Number(pending.timestamp)).toBeGreaterThanOrEqual(after)
})

test('a replay makes the same blocks at the same times', async () => {
  const chain = await open()
  const account = signer(1, chain.chainId)
  const contract = await deploy(chain, account)
  for (let value = 1; value < 8; value++) await send(chain, await account.call(value, contract, value))
  const read = async (from: RunningChain) => {
    const { number, timestamp, transactions } = await latest(from)
    const state = await rpc(from.url, 'eth_getStorageAt', [contract, pad('0x'), 'latest'])
    return { number, timestamp, transactions, state }
  }
  const before = await read(chain)
  await close(chain)
  for (const name of await inDirectory(/^snapshot/)) await rm(join(directory(), name))
  expect(await read(await open())).toEqual(before)
})

test('a snapshot that is cut short or changed is skipped, and nothing is lost', async () => {
  const chain = await open({ policy: { replayMs: 1e9, transactions: 2 } })
  const account = signer(1, chain.chainId)
  for (let nonce = 0; nonce < 7; nonce++) await send(chain, await account.transfer(nonce))
  await close(chain)
  const names = (await inDirectory(/^snapshot/)).sort()
  expect(names.length).toBe(2)
  const newest = join(directory(), names[1] as string)
  const bytes = await readFile(newest)
  bytes[bytes.length - 20] = (bytes.at(-20) as number) ^ 1
  await writeFile(newest, bytes)
  const events: string[] = []
  const again = await open({ log: (event) => events.push(event) })
  expect(events).toContain('snapshot-skipped')
  expect(Number((await latest(again)).number)).toBe(7)
  await close(again)

  await truncate(join(directory(), names[0] as string), 100)
  const third = await open()
  expect(Number((await latest(third)).number)).toBe(7)
  await close(third)

  for (const name of await inDirectory(/^snapshot.*bin$/)) await truncate(join(directory(), name), 100)
  await expect(open()).rejects.toMatchObject({ code: 'HISTORY_UNREACHABLE' })
})

test('a development chain that dies is replaced without anyone noticing', async () => {
  const chain = await open()
  const account = signer(1, chain.chainId)
  for (let nonce = 0; nonce < 3; nonce++) {
    await send(chain, await account.transfer(nonce))
    const { pid } = JSON.parse(await readFile(join(directory(), 'anvil.json'), 'utf8')) as { pid: number }
    process.kill(pid, 'SIGKILL')
    expect(Number(await rpc(chain.url, 'eth_getTransactionCount', [account.address, 'latest']))).toBe(
      nonce + 1,
    )
  }
})

test('a home is used by one chain at a time', async () => {
  await open()
  await expect(open({ patienceMs: 0 })).rejects.toMatchObject({
    code: 'HOME_LOCKED',
    details: { pid: process.pid },
  })
})

test('a taken port is named, and the home is free again', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await expect(open({ port })).rejects.toMatchObject({ code: 'PORT_TAKEN', values: { port } })
  server.close()
  await open()
})

test('a journal without its chain id is not given a new one', async () => {
  await close(await open())
  await rm(join(directory(), 'chain.json'))
  await expect(open()).rejects.toMatchObject({ code: 'CHAIN_IDENTITY_MISSING' })
  await writeFile(join(directory(), 'chain.json'), '{"chainId":')
  await expect(open()).rejects.toMatchObject({ code: 'CHAIN_IDENTITY_CORRUPT' })
})
