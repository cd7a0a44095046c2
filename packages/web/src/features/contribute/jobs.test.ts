import { describe, expect, it } from 'vitest'
import { advance, type Job, newJob, secondsLeft } from './jobs.ts'
import type { SendAnswer } from './sendMessages.ts'
import type { Unsent } from './unsent.ts'

const hash = `0x${'ab'.repeat(32)}` as const
const unsent: Unsent = {
  dataset: 'birds',
  name: 'birds.csv',
  cleaned: {
    ndjson: new Uint8Array(),
    contentHash: hash,
    rows: 3,
    report: { version: '1', hash, rows: 3, invalid: 0, duplicatesWithin: 0, findings: [] },
  },
  purposes: [],
  until: undefined,
  agreement: undefined,
  provenance: { origin: 'mine', othersInIt: 'no', specialCategories: [], source: '', madeByAi: 'none' },
  at: 1,
  paused: false,
}
const uploaded = (sent: number): SendAnswer => ({
  kind: 'progress',
  key: 'k',
  step: 'upload',
  sent,
  total: 1_000,
  waitsUntil: null,
})
const play = (said: [SendAnswer, number][], from: Job = newJob('k', unsent)) =>
  said.reduce((job, [message, now]) => advance(job, message, now), from)

describe('a job', () => {
  it('waits for its turn, unless its owner had paused it', () => {
    expect(newJob('k', unsent).state).toBe('waiting')
    expect(newJob('k', { ...unsent, paused: true }).state).toBe('paused')
  })

  it('reckons what is left from where this upload went on, not from its first byte', () => {
    const job = play([
      [uploaded(500), 10_000],
      [uploaded(600), 11_000],
    ])
    expect(secondsLeft(job, 11_000)).toBe(4)
  })

  it('has no pace before anything moved, and a new one after a pause', () => {
    const moving = play([
      [uploaded(0), 0],
      [uploaded(100), 1_000],
    ])
    expect(secondsLeft(play([[uploaded(0), 0]]), 500)).toBeNull()
    const paused = play([[{ kind: 'stopped', key: 'k' }, 2_000]], moving)
    expect([paused.state, secondsLeft(paused, 9_000)]).toEqual(['paused', null])
  })

  it('says until when its permission waits for others, and no longer than it does', () => {
    const waits: SendAnswer = {
      kind: 'progress',
      key: 'k',
      step: 'consent',
      sent: 0,
      total: 0,
      waitsUntil: 1_900_000_000,
    }
    const waiting = play([[waits, 0]])
    expect(waiting.waitsUntil).toBe(1_900_000_000)
    expect(play([[uploaded(0), 1]], waiting).waitsUntil).toBeNull()
  })

  it('keeps the reason of a failure until it moves again', () => {
    const error = { code: 'X', message: 'no', hint: '', kind: 'unreachable' as const, details: {} }
    const failed = play([[{ kind: 'failed', key: 'k', error }, 0]])
    expect([failed.state, (failed.error as Error).message]).toEqual(['failed', 'no'])
    expect(play([[uploaded(1), 1]], failed)).toMatchObject({ state: 'sending', error: null })
  })
})
