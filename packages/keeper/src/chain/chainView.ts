import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Deployment } from '@usufruct/sdk/messages/domain'
import type { Hex, PublicClient } from 'viem'
import { chainEvents } from './chainEvents.ts'
import { applyEvent, type ChainEvent, emptyFacts, type Facts, needsTime } from './facts.ts'

export type Head = { number: bigint; hash: Hex; timestamp: number }

/** The chain at one moment. */
export type Snapshot = {
  facts: Facts
  head: Head
  /** Seconds: the later of this machine's clock and the chain's pending block. */
  time: number
  /** Whether what was said in this block is deep enough to give a permission. What takes one away counts at once. */
  isFinal: (block: bigint) => boolean
}

export type ChainViewParameters = {
  client: PublicClient
  deployment: KeeperDeployment
  /** Blocks that must lie over a grant before it counts. */
  finality: bigint
  /** Seconds behind the clock at which the head is too old; undefined for a chain that only makes blocks when
   * there is something to put in them. */
  maxHeadAge: number | undefined
  clock: () => number
}

export type KeeperDeployment = Omit<Deployment, 'factory' | 'authority'>

export type ChainView = {
  /** Up to the newest block as of some moment after the call. @throws UsufructError `STALE_HEAD` */
  sync: () => Promise<Snapshot>
  head: () => Head | null
  problem: () => string | null
}

const blocksPerQuery = 5_000n

const staleHead = (why: string, details: Record<string, unknown>, cause?: unknown) =>
  new UsufructError({
    code: 'STALE_HEAD',
    kind: 'unreachable',
    message: `This keeper cannot see the chain as it is now: ${why}.`,
    hint: 'Nothing is given out until it can. Try again; the other keepers may be enough.',
    details: { ...details, retryable: true },
    cause,
  })

const reasonOf = (error: unknown) =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)

/**
 * Follows the chain through the keeper's own RPC. A block that is no longer where it was, after a
 * reorganisation or a replay, makes it read everything again.
 */
export function createChainView(parameters: ChainViewParameters): ChainView {
  const { client, deployment, finality, maxHeadAge, clock } = parameters
  const contracts = [deployment.members, deployment.contributions, deployment.offers, deployment.releases]
  let facts = emptyFacts()
  let head: Head | null = null
  let problem: string | null = null

  const blockHash = async (number: bigint): Promise<Hex | null> => {
    const block = await client.getBlock({ blockNumber: number }).catch((error: Error) => {
      if (error.name === 'BlockNotFoundError') return null
      throw error
    })
    return block?.hash ?? null
  }

  const timesOf = async (events: readonly ChainEvent[]): Promise<Map<bigint, number>> => {
    const times = new Map<bigint, number>()
    for (const { blockNumber } of events.filter(needsTime))
      if (!times.has(blockNumber))
        times.set(blockNumber, Number((await client.getBlock({ blockNumber })).timestamp))
    return times
  }

  const readUpTo = async (latest: Head): Promise<void> => {
    const stands =
      head !== null && head.number <= latest.number && (await blockHash(head.number)) === head.hash
    // Read into new facts when starting over, so that a failure half-way leaves the old ones whole.
    if (!stands && (await client.getChainId()) !== deployment.chainId)
      throw new Error(`the RPC is that of another chain than ${deployment.chainId}`)
    const next = stands ? facts : emptyFacts()
    const events: ChainEvent[] = []
    const from = stands && head ? head.number + 1n : BigInt(deployment.fromBlock)
    for (let at = from; at <= latest.number; at += blocksPerQuery) {
      const last = at + blocksPerQuery - 1n
      const toBlock = last < latest.number ? last : latest.number
      const query = { address: contracts, events: chainEvents, strict: true, fromBlock: at, toBlock } as const
      events.push(...(await client.getLogs(query)))
    }
    const times = await timesOf(events)
    if ((await blockHash(latest.number)) !== latest.hash)
      throw new Error('the chain was reorganised while it was read')
    for (const event of events) applyEvent(next, event, times.get(event.blockNumber))
    facts = next
    head = latest
  }

  const syncOnce = async (): Promise<Snapshot> => {
    try {
      const [latest, pending] = await Promise.all([
        client.getBlock({ blockTag: 'latest' }),
        client.getBlock({ blockTag: 'pending' }).catch(() => null),
      ])
      const latestHead = { number: latest.number, hash: latest.hash, timestamp: Number(latest.timestamp) }
      if (latestHead.hash !== head?.hash) await readUpTo(latestHead)
      const now = clock()
      const headAge = now - latestHead.timestamp
      if (maxHeadAge !== undefined && headAge > maxHeadAge)
        throw new Error(`its newest block is ${headAge} seconds old, more than ${maxHeadAge}`)
      problem = null
      return {
        facts,
        head: latestHead,
        time: Math.max(now, latestHead.timestamp, Number(pending?.timestamp ?? 0n)),
        isFinal: (block) => block + finality <= latestHead.number,
      }
    } catch (cause) {
      problem = reasonOf(cause)
      throw staleHead(problem, {}, cause)
    }
  }

  // A withdrawal may be mined after a sync has begun, so whoever asks meanwhile shares the next one.
  let running: Promise<Snapshot> | null = null
  let waiting: Promise<Snapshot> | null = null
  const start = (): Promise<Snapshot> => {
    running = syncOnce().finally(() => {
      running = null
    })
    return running
  }
  const sync = (): Promise<Snapshot> => {
    if (running === null) return start()
    waiting ??= running
      .catch(() => undefined)
      .then(() => {
        waiting = null
        return running ?? start()
      })
    return waiting
  }
  return { sync, head: () => head, problem: () => problem }
}
