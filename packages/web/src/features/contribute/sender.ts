import { isTransient } from '@usufruct/sdk/actions/backOff'
import type { Checked } from '@usufruct/sdk/actions/contribute/checkContribution'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import type { Identity } from '../../session/identity.ts'
import { recordStep } from '../../session/journey.ts'
import { rememberCommitment } from './commitments.ts'
import { advance, type Job, newJob } from './jobs.ts'
import type { SendAnswer, SendRequest } from './sendMessages.ts'
import { forgetUnsent, keepUnsent, listUnsent, readUnsent, type Unsent, unsentKey } from './unsent.ts'

/** Sends what an account lends, on whatever page its owner is meanwhile. What is being sent is on the disk before the
 * first signature, so closing the browser at any point loses nothing: the next visit goes on where it stopped. */
export type Sender = {
  subscribe: (listener: () => void) => () => void
  jobs: () => readonly Job[]
  /** Puts them on the disk; each has a key from then on. */
  keep: (what: readonly Unsent[]) => Promise<string[]>
  /** Sends what was kept, one after the other. */
  start: (keys: readonly string[]) => void
  pause: (key: string) => Promise<void>
  goOn: (key: string) => Promise<void>
  /** Sends no more of it. What is on the ledger stays there, and nothing can be read from it. */
  discard: (key: string) => Promise<void>
  check: (contribution: Contribution) => Promise<Checked>
}

/** Milliseconds until what could not be reached is tried again by itself. */
const retryAfter = 15_000

const createSender = (dao: DaoInfo, { address, privateKey }: Identity): Sender => {
  const listeners = new Set<() => void>()
  const checks = new Map<string, { resolve: (checked: Checked) => void; reject: (error: unknown) => void }>()
  let jobs: readonly Job[] = []
  let worker: Worker | undefined
  let asked = 0

  const warn = (event: BeforeUnloadEvent) => event.preventDefault()
  const show = (next: readonly Job[]) => {
    jobs = next
    const busy = jobs.some(({ state }) => state === 'sending' || state === 'waiting')
    if (busy) window.addEventListener('beforeunload', warn)
    else window.removeEventListener('beforeunload', warn)
    for (const listener of listeners) listener()
  }
  const change = (key: string, next: (job: Job) => Job) =>
    show(jobs.map((job) => (job.key === key ? next(job) : job)))

  const hear = ({ data: said }: MessageEvent<SendAnswer>) => {
    const waiting = checks.get(said.key)
    if (waiting) {
      checks.delete(said.key)
      if (said.kind === 'checked') waiting.resolve(said.checked)
      if (said.kind === 'failed') waiting.reject(new UsufructError(said.error))
      return
    }
    if (said.kind === 'committed') rememberCommitment(said.contribution, said.commitment)
    if (said.kind === 'sent') recordStep(dao, 'contribute', said.lent.contribution)
    change(said.key, (job) => advance(job, said, Date.now()))
    if (said.kind === 'failed' && said.error.kind === 'unreachable') setTimeout(retry, retryAfter, said.key)
  }

  const ask = (request: SendRequest) => {
    if (!worker) {
      worker = new Worker(new URL('./send.worker.ts', import.meta.url), { type: 'module' })
      worker.onmessage = hear
    }
    worker.postMessage(request)
  }
  const start = (key: string) => ask({ kind: 'send', privateKey, key })

  const again = (key: string) => {
    change(key, (job) => ({ ...job, state: 'waiting', error: null }))
    start(key)
  }
  /** A node that is away comes back, and so does a connection. */
  const retry = (key: string) => {
    const job = jobs.find((one) => one.key === key)
    if (job?.state === 'failed' && isTransient(job.error)) again(key)
  }
  window.addEventListener('online', () => {
    for (const { key } of jobs) retry(key)
  })

  const setPaused = async (key: string, paused: boolean) => {
    const what = await readUnsent(key)
    if (what) await keepUnsent(key, { ...what, paused })
  }

  void listUnsent(dao, address)
    .then((kept) => {
      const known = new Set(jobs.map(({ key }) => key))
      const found = kept.filter(([key]) => !known.has(key)).map(([key, what]) => newJob(key, what))
      show([...found, ...jobs])
      for (const { key, state } of found) if (state === 'waiting') start(key)
    })
    // A browser that keeps nothing says so when something is sent; there is nothing to go on with.
    .catch(() => undefined)

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    jobs: () => jobs,
    keep: async (what) => {
      const kept = what.map((one) => newJob(unsentKey(dao, address, one), one))
      for (const [at, { key }] of kept.entries()) await keepUnsent(key, what[at] as Unsent)
      const keys = new Set(kept.map(({ key }) => key))
      show([...jobs.filter(({ key }) => !keys.has(key)), ...kept])
      return [...keys]
    },
    start: (keys) => {
      for (const key of new Set(keys)) start(key)
    },
    pause: async (key) => {
      await setPaused(key, true)
      ask({ kind: 'stop', key })
    },
    goOn: async (key) => {
      await setPaused(key, false)
      again(key)
    },
    discard: async (key) => {
      ask({ kind: 'stop', key })
      await forgetUnsent(key)
      show(jobs.filter((job) => job.key !== key))
    },
    check: ({ contribution, blob, opening }) =>
      new Promise((resolve, reject) => {
        const key = `check-${++asked}`
        checks.set(key, { resolve, reject })
        ask({ kind: 'check', privateKey, key, contribution: { contribution, blob, opening } })
      }),
  }
}

const senders = new Map<string, Sender>()

/** The one sender of an account in this tab. */
export const senderOf = (dao: DaoInfo, identity: Identity): Sender => {
  const slot = [dao.deployment.chainId, dao.deployment.members, identity.address].join('/')
  const sender = senders.get(slot) ?? createSender(dao, identity)
  senders.set(slot, sender)
  return sender
}
