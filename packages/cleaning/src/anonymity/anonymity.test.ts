import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell, Column } from '../types.ts'
import { countClasses } from './equivalenceClasses.ts'
import { generaliserOf } from './generalise.ts'
import { watchAnonymity } from './measureAnonymity.ts'
import { planGeneralisation } from './planGeneralisation.ts'
import { findQuasiIdentifiers } from './quasiIdentifiers.ts'

const column = (name: string, type: Column['type'] = 'string'): Column => ({ name, type, nullable: false })

describe('columns that may single somebody out', () => {
  it.each([
    [
      ['age', 'zip_code', 'diagnosis'],
      [0, 1],
    ],
    [
      ['PatientAge', 'Gender', 'bill_length_mm'],
      [0, 1],
    ],
    [['species', 'island', 'sex'], []],
    [['average', 'message', 'stage'], []],
    [['a', 'b'], []],
  ])('of %j', (names, expected) => {
    expect(findQuasiIdentifiers(names.map((name) => column(name)))).toEqual(expected)
  })
})

describe('making values coarser', () => {
  it.each([
    ['integer', { min: 0, max: 99 }, 37, [37, 35, 30, 20, 0, null]],
    ['integer', { min: 0, max: 120_000 }, 43_210, [43_210, 40_000, 40_000, 40_000, 0, null]],
    ['number', { min: 0, max: 1 }, 0.37, [0.37, 0.35, 0.3, 0.2, 0, null]],
    ['date', undefined, '1987-06-05', ['1987-06-05', '1987-06-01', '1987-01-01', '1980-01-01', null]],
    ['string', undefined, '80331', ['80331', '803', '8', null]],
    ['boolean', undefined, true, [true, null]],
  ] as const)('%s in %j: %s', (type, range, value, expected) => {
    const { levels, apply } = generaliserOf(type, range)
    const given = Array.from({ length: levels + 1 }, (_, level) => apply(value, level))
    expect(given.map((each) => (typeof each === 'number' ? Number(each.toPrecision(12)) : each))).toEqual(
      expected,
    )
  })

  it('leaves a missing value missing, and cuts no character in two', () => {
    expect(generaliserOf('integer', { min: 0, max: 9 }).apply(null, 1)).toBeNull()
    expect(generaliserOf('string', undefined).apply('👩‍🚀x', 2)).toBe('👩')
  })
})

describe('k', () => {
  const columns = [column('age', 'integer'), column('zip')]
  const rows: Cell[][] = Array.from({ length: 60 }, (_, i) => [20 + (i % 30), `8033${i % 10}`])

  it('is the smallest group, and the proposal reaches what is wanted', () => {
    const watch = watchAnonymity(columns, [0, 1], 5)
    for (const [i, row] of rows.entries()) watch.add(row, i + 1)
    const report = watch.report()
    expect(report).toMatchObject({ columns: ['age', 'zip'], wanted: 5, k: 2, below: 60 })
    expect(report?.proposal?.suppressed).toBeLessThanOrEqual(3)
    expect(report?.proposal?.levels.length).toBeGreaterThan(0)
  })

  it('proposes nothing where all hide well enough', () => {
    const watch = watchAnonymity(columns, [0, 1], 2)
    for (const [i, row] of rows.entries()) watch.add(row, i + 1)
    expect(watch.report()).toEqual({ columns: ['age', 'zip'], wanted: 2, k: 2, below: 0 })
  })

  it('says nothing without such columns or rows', () => {
    expect(watchAnonymity(columns, [], 5).report()).toBeUndefined()
    expect(watchAnonymity(columns, [0], 5).report()).toBeUndefined()
  })

  it('is reached by every plan, whatever the rows', () => {
    const cell = fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constant(null))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 2, max: 7 }),
        (given, k) => {
          const counted = countClasses([0, 1])
          for (const [i, row] of given.entries()) counted.add(row, i)
          const generalisers = [
            generaliserOf('integer', { min: 0, max: 99 }),
            generaliserOf('string', undefined),
          ]
          const plan = planGeneralisation(counted.classes(), generalisers, k, 0.05)
          const groups = new Map<string, number>()
          for (const row of given) {
            const coarse = JSON.stringify(
              row.map((value, i) => generalisers[i]?.apply(value, plan.levels[i] ?? 0)),
            )
            groups.set(coarse, (groups.get(coarse) ?? 0) + 1)
          }
          const small = [...groups.values()].filter((count) => count < k)
          expect(small.reduce((sum, count) => sum + count, 0)).toBe(plan.suppressed)
          // Everything at its last level is one group: only a file smaller than k is suppressed whole.
          if (given.length >= k) expect(plan.suppressed).toBeLessThanOrEqual(0.05 * given.length)
          else expect(plan.k).toBe(0)
        },
      ),
    )
  })
})
