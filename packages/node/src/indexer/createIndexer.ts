import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Deployment } from '@usufruct/sdk/messages/domain'
import { desc } from 'drizzle-orm'
import { BlockNotFoundError, type Hex, type PublicClient, parseEventLogs } from 'viem'
import type { Db } from '../db/open.ts'
import { blocks } from '../db/schema.ts'
import { lockChain } from './lockChain.ts'
import { forgetChain, type ProjectedLog, project } from './project.ts'

export type Head = { block: number; hash: Hex; time: number }

export type Indexer = {
  head: () => Head
  /** Resolves when everything up to `block` can be read from the database.
   * @throws UsufructError `INDEXER_BEHIND` after `timeout` milliseconds */
  reached: (block: number, timeout?: number) => Promise<void>
  /** One pass now, instead of at the next turn. */
  sync: () => Promise<void>
  stop: () => Promise<void>
}

const abi = [...membersAbi, ...contributionsAbi, ...offersAbi, ...releasesAbi] as const
const blocksAtOnce = 2_000n

/**
 * Follows the chain into the database. Every pass first compares the last block's hash: an embedded chain that
 * was replayed, and any chain that was reorganised, has another one, and then everything the chain said is
 * read again inside the same database transaction, so nobody ever sees half of it.
 */
export const createIndexer = async ({
  db,
  publicClient,
  deployment,
  pollingMs = 300,
  onError = () => undefined,
}: {
  db: Db
  publicClient: PublicClient
  deployment: Deployment
  pollingMs?: number
  onError?: (error: unknown) => void
}): Promise<Indexer> => {
  const { members, contributions, offers, releases } = deployment
  const addresses = [members, contributions, offers, releases]
  const nothingYet: Head = { block: deployment.fromBlock - 1, hash: '0x', time: 0 }
  let head: Head = nothingYet
  const waiting = new Set<{ block: number; resolve: () => void }>()

  const [stored] = await db.select().from(blocks).orderBy(desc(blocks.number)).limit(1)
  if (stored) head = { block: stored.number, hash: stored.hash, time: stored.time }

  const isStillThere = async ({ block, hash }: Head): Promise<boolean> => {
    if (hash === '0x') return true
    const now = await publicClient.getBlock({ blockNumber: BigInt(block) }).catch((error: unknown) => {
      // Only a chain that says so has lost the block; one that does not answer has not.
      if (error instanceof BlockNotFoundError) return null
      throw error
    })
    return now?.hash === hash
  }

  const readLogs = async (from: number, to: number): Promise<ProjectedLog[]> => {
    const logs: ProjectedLog[] = []
    for (let start = BigInt(from); start <= BigInt(to); start += blocksAtOnce) {
      const end = start + blocksAtOnce - 1n
      const found = await publicClient.getLogs({
        address: addresses,
        fromBlock: start,
        toBlock: end < BigInt(to) ? end : BigInt(to),
      })
      logs.push(...(parseEventLogs({ abi, logs: found }) as ProjectedLog[]))
    }
    return logs
  }

  const pass = async () => {
    const latest = await publicClient.getBlock({ blockTag: 'latest' })
    const next: Head = { block: Number(latest.number), hash: latest.hash, time: Number(latest.timestamp) }
    const intact = await isStillThere(head)
    // An RPC that lags behind another says nothing new.
    if (intact && next.block <= head.block) return
    const from = intact ? head.block + 1 : deployment.fromBlock
    const logs = await readLogs(from, next.block)
    const times = await timesOf(logs, publicClient)
    await db.transaction(async (transaction) => {
      await lockChain(transaction)
      if (!intact) await forgetChain(transaction)
      for (const log of logs) await project(transaction, log, times.get(log.blockNumber) ?? next.time)
      // Only the newest is ever compared.
      await transaction.delete(blocks)
      await transaction.insert(blocks).values({ number: next.block, hash: next.hash, time: next.time })
    })
    head = next
    for (const waiter of waiting)
      if (waiter.block <= head.block) {
        waiting.delete(waiter)
        waiter.resolve()
      }
  }

  // Passes never overlap; a caller that asks during one gets the one after it.
  let running: Promise<void> | null = null
  let queued: Promise<void> | null = null
  const sync = (): Promise<void> => {
    if (!running) {
      running = pass().finally(() => {
        running = null
      })
      return running
    }
    queued ??= running
      .catch(() => undefined)
      .then(() => {
        queued = null
        return sync()
      })
    return queued
  }

  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const turn = async () => {
    await sync().catch(onError)
    if (!stopped) timer = setTimeout(() => void turn(), pollingMs)
  }
  await sync()
  void turn()

  return {
    head: () => head,
    sync,
    reached: async (block, timeout = 30_000) => {
      if (block <= head.block) return
      await new Promise<void>((resolve, reject) => {
        const waiter = {
          block,
          resolve: () => {
            clearTimeout(late)
            resolve()
          },
        }
        const late = setTimeout(() => {
          waiting.delete(waiter)
          reject(
            new UsufructError({
              code: 'INDEXER_BEHIND',
              kind: 'unreachable',
              message: `The node has read the chain up to block ${head.block}, not yet ${block}.`,
              hint: 'The act is on the chain; look again in a moment.',
              details: { head: head.block, wanted: block },
            }),
          )
        }, timeout)
        waiting.add(waiter)
        void sync().catch(onError)
      })
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await (queued ?? running)?.catch(() => undefined)
    },
  }
}

const timesOf = async (logs: readonly ProjectedLog[], publicClient: PublicClient) => {
  const times = new Map<bigint, number>()
  const numbers = [...new Set(logs.map((log) => log.blockNumber))]
  const concurrently = 16
  for (let at = 0; at < numbers.length; at += concurrently)
    await Promise.all(
      numbers.slice(at, at + concurrently).map(async (blockNumber) => {
        times.set(blockNumber, Number((await publicClient.getBlock({ blockNumber })).timestamp))
      }),
    )
  return times
}
