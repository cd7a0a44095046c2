import { expect, test } from 'vitest'
import { outcomeOf } from './outcomeOf.ts'

const rule = { panel: 3, acceptAtMedian: 3 }

test.each([
  [[3, 3, 3], 'accepted'],
  [[5, 4, 1], 'accepted'],
  [[1, 1, 5], 'rejected'],
  [[2, 2, 5], 'returned'],
  [[4, 4], 'accepted'],
  // Of two that differ, the more careful one decides.
  [[1, 5], 'rejected'],
] as const)('scores %j mean %s', (scores, outcome) => {
  expect(outcomeOf(scores, rule)).toBe(outcome)
})

test('one of three is not a panel: the item goes into another round', () => {
  expect(outcomeOf([5], rule)).toBeNull()
  expect(outcomeOf([], rule)).toBeNull()
})
