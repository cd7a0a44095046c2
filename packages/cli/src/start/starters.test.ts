import { afterEach, expect, test, vi } from 'vitest'
import { placesFromEnvironment } from './starters.ts'

afterEach(() => vi.unstubAllEnvs())

test('permissions go to the ledger one by one unless the surroundings say how long they wait', () => {
  expect(placesFromEnvironment().anchoring).toBeUndefined()
  vi.stubEnv('USUFRUCT_ANCHOR_EVERY', '60')
  expect(placesFromEnvironment().anchoring).toEqual({ every: 60, most: 10_000 })
  vi.stubEnv('USUFRUCT_ANCHOR_MOST', '500')
  expect(placesFromEnvironment().anchoring).toEqual({ every: 60, most: 500 })
})

test.each([
  ['0', '5'],
  ['a minute', '5'],
  ['86401', '5'],
  ['60', '100001'],
  ['', '5'],
])('every %s seconds and at most %s is no way to put permissions on the ledger', (every, most) => {
  vi.stubEnv('USUFRUCT_ANCHOR_EVERY', every)
  vi.stubEnv('USUFRUCT_ANCHOR_MOST', most)
  expect(placesFromEnvironment).toThrow(expect.objectContaining({ code: 'USAGE' }))
})
