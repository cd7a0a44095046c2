import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import { describe, expect, it } from 'vitest'
import { choicesFor, consequencesOf, stopTitles, without } from './stopChoices.ts'

const dao = { charter: { windows: { recutWithin: 3 * 86_400, licenseeDeletes: 30 * 86_400 } } } as DaoInfo
const two = { purposes: ['ai.eval', 'tdm'] as ('ai.eval' | 'tdm')[], state: 'live' as const, known: true }

describe('pausing and stopping', () => {
  it('offers three choices where there are three', () => {
    expect(choicesFor(two)).toEqual(['pause', 'purpose', 'erase'])
    expect(choicesFor({ ...two, purposes: ['tdm'] })).toEqual(['pause', 'erase'])
    expect(choicesFor({ ...two, state: 'paused' })).toEqual(['erase'])
    expect(choicesFor({ ...two, known: false })).toEqual(['pause', 'erase'])
  })

  it('says for each what it does not reach, with the waits of the charter', () => {
    for (const choice of Object.keys(stopTitles) as (keyof typeof stopTitles)[])
      expect(consequencesOf(choice, dao, { licenses: 2 }).at(-1)?.when).toMatch(/stays|cannot/)
    const erase = consequencesOf('erase', dao, { licenses: 2 })
    expect(erase.map(({ when }) => when)).toContain('Within 3 days')
    expect(erase.map(({ when }) => when)).toContain('Within 30 days')
    expect(erase.map(({ what }) => what).join(' ')).toContain('2 licenses')
  })

  it('keeps the uses that were not stopped', () => {
    expect(without(['ai.eval', 'tdm'], ['tdm'])).toEqual(['ai.eval'])
  })
})
