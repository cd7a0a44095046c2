import type { Contributed } from '@usufruct/sdk/actions/contribute/contribute'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Hex } from 'viem'
import type { SendAnswer, SendStep } from './sendMessages.ts'
import type { Unsent } from './unsent.ts'

export type JobState = 'waiting' | 'sending' | 'paused' | 'failed' | 'elsewhere' | 'sent'

/** One thing that is being lent, from the signature until its bytes have arrived. */
export type Job = {
  key: string
  name: string
  dataset: string
  rows: number
  contentHash: Hex
  /** Unix seconds. */
  at: number
  state: JobState
  step: SendStep | null
  sent: number
  total: number
  /** The permission waits to be put on the ledger with others’, until about then (Unix seconds). */
  waitsUntil: number | null
  /** When and where this upload began to move: what is left is reckoned from there. Milliseconds and bytes. */
  began: { time: number; sent: number } | null
  error: unknown
  contribution: Hex | null
  commitment: Hex | null
  lent: Contributed | null
}

export const newJob = (key: string, { name, dataset, cleaned, at, paused }: Unsent): Job => ({
  key,
  name,
  dataset,
  rows: cleaned.rows,
  contentHash: cleaned.contentHash,
  at,
  state: paused ? 'paused' : 'waiting',
  step: null,
  sent: 0,
  total: 0,
  waitsUntil: null,
  began: null,
  error: null,
  contribution: null,
  commitment: null,
  lent: null,
})

/** What the worker said, in terms of the job it is about. `now` in milliseconds. */
export const advance = (job: Job, said: SendAnswer, now: number): Job => {
  switch (said.kind) {
    case 'progress': {
      const { step, sent, total, waitsUntil } = said
      const began = step === 'upload' ? (job.began ?? { time: now, sent }) : null
      return { ...job, state: 'sending', step, sent, total, waitsUntil, began, error: null }
    }
    case 'committed':
      return { ...job, contribution: said.contribution, commitment: said.commitment }
    case 'sent':
      return { ...job, state: 'sent', lent: said.lent, contribution: said.lent.contribution }
    case 'stopped':
      return { ...job, state: 'paused', began: null }
    case 'elsewhere':
      return { ...job, state: 'elsewhere' }
    case 'failed':
      return { ...job, state: 'failed', began: null, error: new UsufructError(said.error) }
    case 'checked':
      return job
  }
}

/** Seconds until the rest has been uploaded at the pace so far; null while there is none. */
export const secondsLeft = ({ began, sent, total }: Job, now: number): number | null => {
  if (!began || sent <= began.sent || now <= began.time) return null
  const pace = (sent - began.sent) / (now - began.time)
  return Math.ceil((total - sent) / pace / 1_000)
}
