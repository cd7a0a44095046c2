import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { describe, expect, it } from 'vitest'
import { byUrgency, isStanding, permissionState } from './permissionState.ts'

const now = 1_000_000
const given = { state: 'live', end: now + 10_000, renewFrom: now + 5_000, known: true } as const

describe('the state of a permission', () => {
  it('is in force until it is time to renew it', () => {
    expect(permissionState(given, now)).toBe('live')
    expect(permissionState({ ...given, renewFrom: now }, now)).toBe('ends-soon')
    expect(permissionState({ ...given, renewFrom: null }, now)).toBe('live')
  })

  it('has ended at its end, also when the node has not noticed, paused or not', () => {
    expect(permissionState({ ...given, end: now }, now)).toBe('expired')
    expect(permissionState({ ...given, state: 'paused', end: now }, now)).toBe('expired')
  })

  it('says of one in terms nobody published that it is not known, and lets it be stopped', () => {
    const state = permissionState({ ...given, known: false }, now)
    expect(state).toBe('unknown')
    expect(isStanding(state)).toBe(true)
  })

  it('stays what its member made of it', () => {
    for (const state of ['withdrawn', 'replaced', 'expired'] as const) {
      expect(permissionState({ ...given, state, known: false, end: now - 1 }, now)).toBe(state)
      expect(isStanding(state)).toBe(false)
    }
  })

  it('lists what asks for something first', () => {
    const consent = (part: Partial<Consent>) => ({ ...given, grantedAt: 1, ...part }) as Consent
    const old = consent({ grantedAt: 1 })
    const recent = consent({ grantedAt: 2 })
    const ending = consent({ renewFrom: now })
    const gone = consent({ state: 'withdrawn', grantedAt: 9 })
    expect([gone, old, recent, ending].sort(byUrgency(now))).toEqual([ending, recent, old, gone])
  })
})
