import type { Purpose } from '@usufruct/sdk/domain/purposes'
import { describe, expect, it } from 'vitest'
import { endOfChoice } from './choice.ts'
import { endOfChange, staysUnderSigned } from './signedBefore.ts'

const end = Date.UTC(2029, 4, 3, 9, 30) / 1000
const before = { purposes: ['ai.eval', 'tdm'] as Purpose[], end, known: true }

describe('a changed permission', () => {
  it('keeps its end to the second while the day is not changed', () => {
    expect(endOfChange('2029-05-03', before)).toBe(end)
    expect(endOfChange('2029-05-04', before)).toBe(endOfChoice('2029-05-04'))
    expect(endOfChange('no day', before)).toBeNull()
  })

  it('stands under the text that was signed while it allows no more', () => {
    expect(staysUnderSigned(before, before)).toBe(true)
    expect(staysUnderSigned({ purposes: ['tdm'], end: end - 1 }, before)).toBe(true)
    expect(staysUnderSigned({ purposes: ['tdm'], end: end + 1 }, before)).toBe(false)
    expect(staysUnderSigned({ purposes: ['tdm', 'ai.nongen'], end }, before)).toBe(false)
    expect(staysUnderSigned({ purposes: ['tdm'], end: null }, before)).toBe(false)
    expect(staysUnderSigned(before, { ...before, known: false })).toBe(false)
  })
})
