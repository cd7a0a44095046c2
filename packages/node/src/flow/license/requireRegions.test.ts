import { expect, test } from 'vitest'
import { requireRegions } from './requireRegions.ts'

test.each([['*'], ['EU'], ['EEA', 'CH'], ['DE', 'FR', 'GB']])('%s can be asked about', (...territory) => {
  expect(() => requireRegions(territory)).not.toThrow()
})

test.each([
  ['UK', 'Write GB.'],
  ['EL', 'Write GR.'],
  ['XX', 'ISO 3166-1'],
])('%s would get past an exclusion, and is refused', (region, hint) => {
  expect(() => requireRegions(['DE', region])).toThrow(
    expect.objectContaining({ code: 'REGION_UNKNOWN', hint: expect.stringContaining(hint) }),
  )
})
