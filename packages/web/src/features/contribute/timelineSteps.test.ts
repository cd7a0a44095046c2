import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import { describe, expect, it } from 'vitest'
import { ahead } from './timelineSteps.ts'

const hash = `0x${'ab'.repeat(32)}` as const
const lent = (change: Partial<Contribution>): Contribution => ({
  ...{ contribution: hash, account: `0x${'ad'.repeat(20)}`, dataset: 'birds', name: 'a.csv', consent: hash },
  ...{ order: 1, at: 1, state: 'registered', rows: 1, newRows: null, nearRows: null, redactions: 0 },
  ...{ contentHash: hash, commitment: hash, blob: hash, opening: null, weights: [] },
  ...{ timeline: [], looked: [], mayLook: [], takenDown: [] },
  ...change,
})
const entry = (stage: string, text = stage) => ({ at: 1, stage, text, ledger: null })

describe('what is ahead', () => {
  it('is the whole way, as soon as it is recorded', () => {
    expect(ahead(lent({}))).toHaveLength(7)
    expect(ahead(lent({}))[0]).toBe('Uploaded')
  })

  it('is what comes after the furthest step, and nothing after the money', () => {
    const released = lent({ state: 'accepted', newRows: 1, timeline: [entry('value'), entry('release')] })
    expect(ahead(released)).toEqual(['Licensed', 'Paid to you'])
    expect(ahead({ ...released, timeline: [entry('payout')] })).toEqual([])
  })

  it.each(['rejected', 'returned', 'withdrawn', 'failed'] as const)('is nothing once it is %s', (state) => {
    expect(ahead(lent({ state }))).toEqual([])
  })
})
