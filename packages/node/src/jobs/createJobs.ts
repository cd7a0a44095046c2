import PgBoss from 'pg-boss'
import type { Hex } from 'viem'
import type { OpenDb } from '../db/open.ts'

/** Work that takes a while, goes on after a restart, and is safe to do twice. */
export type Jobs = {
  clean: (contribution: Hex) => Promise<void>
  value: (contribution: Hex) => Promise<void>
  /** How many wait or run, by queue. */
  waiting: () => Promise<Record<Queue, number>>
  /** Starts working; jobs that a killed process had under way are taken up again. */
  work: (workers: Record<Queue, Worker>) => Promise<void>
  stop: () => Promise<void>
}

export type Queue = 'clean' | 'value'
/** `lastTry` tells a worker to record its failure, for it will not be called again by itself. */
export type Worker = (contribution: Hex, lastTry: boolean) => Promise<void>

const queues: readonly Queue[] = ['clean', 'value']
const retryLimit = 6
/** Longer than a cleaning child may take: a job that is over its time is begun again beside itself. */
const jobSeconds = 20 * 60

/** Queues in the database (pg-boss), so that jobs outlive the process, and nodes on one Postgres can share them. */
export const createJobs = async (
  { executeSql }: Pick<OpenDb, 'executeSql'>,
  { alone, onError }: { alone: boolean; onError: (error: unknown) => void },
): Promise<Jobs> => {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => executeSql(text, values) },
    schedule: false,
    retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    expireInSeconds: jobSeconds,
  })
  boss.on('error', onError)
  await boss.start()
  for (const queue of queues)
    await boss.createQueue(queue, { name: queue, policy: 'short', retryLimit, retryDelay: 1 })

  // The only node there is can tell that nobody else works on what is marked as under way.
  if (alone)
    await executeSql(`update pgboss.job set state = 'retry', start_after = now() where state = 'active'`)

  const send = async (queue: Queue, contribution: Hex) => {
    await boss.send(queue, { contribution }, { singletonKey: contribution })
  }

  return {
    clean: (contribution) => send('clean', contribution),
    value: (contribution) => send('value', contribution),
    waiting: async () => {
      const { rows } = await executeSql(
        `select name, count(*)::int as count from pgboss.job where state in ('created', 'retry', 'active') group by name`,
      )
      const counts = new Map(
        (rows as { name: string; count: number }[]).map(({ name, count }) => [name, count]),
      )
      return { clean: counts.get('clean') ?? 0, value: counts.get('value') ?? 0 }
    },
    work: async (workers) => {
      for (const queue of queues)
        await boss.work<{ contribution: Hex }>(
          queue,
          { batchSize: 1, pollingIntervalSeconds: 0.5, includeMetadata: true },
          async ([job]) => {
            if (job) await workers[queue](job.data.contribution, job.retryCount >= retryLimit)
          },
        )
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000, wait: true }),
  }
}
