import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asideWhenKept, rowNumbers } from './rowNumbers.ts'

describe('row numbers', () => {
  it('skips rows that were set aside', () => {
    const { lineOf, rowOf } = rowNumbers([2, 3, 7])
    expect([1, 4, 5, 6, 8].map(lineOf)).toEqual([0, 1, 2, 3, 4])
    expect([0, 1, 2, 3, 4].map(rowOf)).toEqual([1, 4, 5, 6, 8])
  })

  it('goes there and back for any rows', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 })), (aside) => {
        const { lineOf, rowOf } = rowNumbers(aside)
        const rows = Array.from({ length: 220 }, (_, n) => n + 1).filter((row) => !aside.includes(row))
        expect(rows.map(lineOf)).toEqual(rows.map((_, line) => line))
        expect(rows.map((_, line) => rowOf(line))).toEqual(rows)
      }),
    )
  })

  it('counts rows whose only fault is what would be hidden when nothing is', () => {
    const invalid = [
      { row: 2, reason: 'personal-data' as const, values: [] },
      { row: 5, reason: 'missing' as const, values: [] },
    ]
    expect(asideWhenKept(invalid)).toEqual([5])
  })
})
