import { describe, expect, it } from 'vitest'
import { longestTerm, month } from './longestTerm.ts'

describe('longestTerm', () => {
  it('is the offer’s own limit while the version lasts', () => {
    expect(longestTerm({ maxMonths: 12, validUntil: 400 * 86_400 }, 0)).toBe(12)
    expect(longestTerm({ maxMonths: 12, validUntil: null }, 0)).toBe(12)
  })

  it('never outlasts the version', () => {
    expect(longestTerm({ maxMonths: 12, validUntil: 4 * month - 1 }, 0)).toBe(3)
  })

  it('is at least one, so that the refusal comes with a price and a reason', () => {
    expect(longestTerm({ maxMonths: 12, validUntil: 5 }, 0)).toBe(1)
  })
})
