import { expect, test } from 'vitest'
import { doubtsOf } from './doubtsOf.ts'

const provenance = { origin: 'mine', othersInIt: 'no', specialCategories: [], source: '', madeByAi: 'none' }
const license = { kind: 'license' as const, spdx: ['CC-BY-NC-4.0'], count: 1 }

test('a doubt is told once, whether the device said it, the node found it, or both', () => {
  const details = { mapping: [], rights: [license] }
  const recomputed = { reportHash: '0x01' as const, rows: 1, kept: 0, details }
  const told = [
    { code: 'licensed-by-others', text: 'The file is under a license of somebody: CC-BY-NC-4.0.' },
  ]
  expect(doubtsOf({ provenance, details, recomputed })).toEqual(told)
  expect(doubtsOf({ provenance, details, recomputed: null })).toEqual(told)
  expect(doubtsOf({ provenance, details: null, recomputed })).toEqual(told)
  expect(doubtsOf({ provenance, details: null, recomputed: null })).toEqual([])
})
