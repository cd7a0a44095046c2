import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Hex, pad, toHex } from 'viem'
import { afterAll, expect, test } from 'vitest'
import type { ChainBoundary } from './ledger/boundary.ts'
import { startChain } from './startChain.ts'
import { accumulate, type Signer, signer } from './testing/accumulator.ts'
import type { Fault } from './testing/faultMain.ts'
import { RpcFailure, rpc } from './testing/rpc.ts'

/*
 * A hundred kills, one of the gateway for every two of the development chain behind it, at every boundary and at
 * random points, while two accounts send. After each: every acknowledged transaction is there exactly once, with
 * the same status, block, place and time, and the contract's state is what those transactions make.
 */

const lanes = [0, 1]
const roundsPerLane = 18
const boundaries: readonly ChainBoundary[] = ['journalled', 'sent', 'mined', 'dumped', 'snapshotted']
const script = fileURLToPath(new URL('./testing/faultMain.ts', import.meta.url))

type Seen = { status: string; blockNumber: string; transactionIndex: string; logs: number }
type Sent = { raw: Hex; hash: Hex | undefined; value: number; seen: Seen | undefined; time?: number }
type Sender = { signer: Signer; sent: Sent[]; offset: number }

const homes: string[] = []
const kills: number[] = []
afterAll(async () => {
  for (const home of homes) await rm(home, { recursive: true, force: true })
})

test.concurrent.each(lanes)(
  'nothing confirmed is lost by kills, lane %i',
  { timeout: 400_000 },
  async (lane) => {
    const home = await mkdtemp(join(tmpdir(), 'kill test '))
    homes.push(home)
    kills[lane] = 0
    const random = seeded(lane + 1)
    let restores = 0
    const start = (faults: readonly Fault[]) =>
      startChain({
        home,
        onLog: (line) => {
          if (line.includes('"event":"restored"')) restores++
        },
        script: { path: script, arguments: ['--faults', JSON.stringify(faults)] },
      })

    let chain = await start([])
    const first = { signer: signer(1, chain.chainId), sent: [], offset: 1 }
    const senders: Sender[] = [first, { signer: signer(2, chain.chainId), sent: [], offset: 0 }]
    const deployment = await rpc<Hex>(chain.url, 'eth_sendRawTransaction', [await first.signer.deploy(0)])
    const receipt = await rpc<{ contractAddress: Hex }>(chain.url, 'eth_getTransactionReceipt', [deployment])
    const contract = receipt.contractAddress
    await chain.stop()

    for (let round = 0; round < roundsPerLane; round++) {
      const faults = faultsOf(round, lane, random)
      restores = 0
      chain = await start(faults)
      const { pid, url } = chain
      await check(url, contract, senders)

      const last = faults.at(-1)?.victim === 'gateway' ? Number.POSITIVE_INFINITY : 24 + random(8)
      const killAnvilAt = last === Number.POSITIVE_INFINITY ? last : 8 + random(8)
      let acknowledgements = 0
      const acknowledged = async () => {
        const now = ++acknowledgements
        for (let turns = random(30); turns > 0; turns--) await setImmediate()
        if (now === killAnvilAt) await killAnvil(home)
        if (now === last) process.kill(pid, 'SIGKILL')
      }
      await Promise.all(senders.map((sender) => writeUntilKilled(url, contract, sender, acknowledged)))
      expect((await chain.exited).signal).toBe('SIGKILL')
      // The gateway's own end, and one for every restore after the first.
      kills[lane] = (kills[lane] as number) + restores
    }

    chain = await start([])
    await check(chain.url, contract, senders, { everything: true })
    expect(await chain.stop()).toEqual({ code: 0, signal: null })
    chain = await start([])
    await check(chain.url, contract, senders, { everything: true })
    await chain.stop()
  },
)

test('there were a hundred kills', () => {
  expect(kills.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(100)
})

/** Two deaths of the development chain, then one of the gateway; in every fourth round the latter from outside. */
function faultsOf(round: number, lane: number, random: (bound: number) => number): Fault[] {
  const at = (index: number) => boundaries[index % boundaries.length] as ChainBoundary
  const faults: Fault[] = [
    { victim: 'anvil', boundary: at(round), after: 1 },
    { victim: 'anvil', boundary: at(random(boundaries.length)), after: 1 + random(2) },
    { victim: 'gateway', boundary: at(round + lane), after: 1 + random(2) },
  ]
  return round % 4 === 3 ? faults.slice(0, 1) : faults
}

/** Sends one transaction after the other. A broken connection ends it; an error answered by the chain is a failure. */
async function writeUntilKilled(
  url: string,
  contract: Hex,
  sender: Sender,
  acknowledged: () => Promise<void>,
): Promise<void> {
  for (;;) {
    const last = sender.sent.at(-1)
    const next = last !== undefined && last.hash === undefined ? last : await nextOf(sender, contract)
    if (next !== last) sender.sent.push(next)
    try {
      next.hash = await rpc<Hex>(url, 'eth_sendRawTransaction', [next.raw])
      await acknowledged()
      next.seen = await look(url, next.hash)
    } catch (error) {
      if (error instanceof RpcFailure) throw error
      return
    }
  }
}

async function nextOf({ signer, sent, offset }: Sender, contract: Hex): Promise<Sent> {
  const value = (sent.length + 1) * 2 + offset
  const raw = await signer.call(sent.length + offset, contract, value)
  return { raw, hash: undefined, value, seen: undefined }
}

async function look(url: string, hash: Hex): Promise<Seen> {
  type Receipt = Omit<Seen, 'logs'> & { logs: unknown[] }
  const receipt = await rpc<Receipt>(url, 'eth_getTransactionReceipt', [hash])
  const { status, blockNumber, transactionIndex, logs } = receipt
  return { status, blockNumber, transactionIndex, logs: logs.length }
}

async function timeOf(url: string, blockNumber: string): Promise<number> {
  return Number(
    (await rpc<{ timestamp: string }>(url, 'eth_getBlockByNumber', [blockNumber, false])).timestamp,
  )
}

async function killAnvil(home: string): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(home, 'chain', 'anvil.json'), 'utf8')) as { pid: number }
  process.kill(pid, 'SIGKILL')
}

type FoundLog = { transactionHash: Hex; topics: [Hex] }

async function check(
  url: string,
  contract: Hex,
  senders: readonly Sender[],
  { everything = false } = {},
): Promise<void> {
  // What was in flight may or may not have been confirmed; the same bytes again settle it.
  for (const { sent } of senders) {
    const last = sent.at(-1)
    if (last !== undefined) last.hash = await rpc<Hex>(url, 'eth_sendRawTransaction', [last.raw])
  }
  for (const { signer, sent, offset } of senders) {
    const count = await rpc<string>(url, 'eth_getTransactionCount', [signer.address, 'latest'])
    expect(Number(count)).toBe(sent.length + offset)
  }
  const sent = senders.flatMap((sender) => sender.sent)
  for (const one of everything ? sent : senders.flatMap((sender) => sender.sent.slice(-12))) {
    const seen = await look(url, one.hash as Hex)
    expect(seen.status).toBe(one.value % 5 === 0 ? '0x0' : '0x1')
    if (one.seen !== undefined) expect(seen).toEqual(one.seen)
    one.seen = seen
  }
  const filter = { address: contract, fromBlock: '0x0', toBlock: 'latest' }
  const logs = await rpc<FoundLog[]>(url, 'eth_getLogs', [filter])
  const succeeded = sent.filter(({ value }) => value % 5 !== 0)
  expect(logs.map(({ transactionHash }) => transactionHash).sort()).toEqual(
    succeeded.map(({ hash }) => hash).sort(),
  )
  const inOrder = logs.map(({ topics }) => Number(topics[0]))
  expect(await rpc(url, 'eth_getStorageAt', [contract, pad('0x'), 'latest'])).toBe(accumulate(inOrder))
  for (const { sent } of senders) {
    for (const one of sent.filter(({ value }) => value % 5 !== 0).slice(-12)) {
      const stored = Number(await rpc(url, 'eth_getStorageAt', [contract, pad(toHex(one.value)), 'latest']))
      expect(stored).toBe(one.time ?? (await timeOf(url, (one.seen as Seen).blockNumber)))
      one.time = stored
    }
  }
}

/** Numbers below a bound, the same in every run. */
function seeded(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return (state >> 8) % bound
  }
}
