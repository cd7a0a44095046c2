import { describe, expect, it } from 'vitest'
import { duration, relativeTime } from './time.ts'

describe('relativeTime', () => {
  const now = 1_000_000
  it.each([
    [now, 'just now'],
    [now - 9, 'just now'],
    [now - 30, '30 seconds ago'],
    [now - 119, '1 minute ago'],
    [now - 7_200, '2 hours ago'],
    [now - 90_000, 'yesterday'],
    [now + 3 * 86_400, 'in 3 days'],
  ])('%i is %s', (at, says) => {
    expect(relativeTime(at, now)).toBe(says)
  })
})

describe('duration', () => {
  it.each([
    [30 * 86_400, '30 days'],
    [86_400, '1 day'],
    [900, '15 minutes'],
    [15, '15 seconds'],
    [0.2, '1 second'],
    [-5, '0 seconds'],
  ])('%d seconds is %s', (seconds, says) => {
    expect(duration(seconds)).toBe(says)
  })
})
