import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { coarsenTo, generaliserOf, ladderOf } from '../generalise/byColumn.ts'
import { textSource } from '../testing/textSource.ts'
import type { Cell, Choices, DatasetColumn } from '../types.ts'
import { countClasses } from './equivalenceClasses.ts'
import { watchAnonymity } from './measureAnonymity.ts'
import { planGeneralisation } from './planGeneralisation.ts'
import { findQuasiIdentifiers } from './quasiIdentifiers.ts'
import { reachK } from './reachK.ts'

const column = (name: string, type: DatasetColumn['type'] = 'string'): DatasetColumn => ({
  name,
  type,
  nullable: true,
})

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
    const { ladder, apply } = generaliserOf(column('x', type), range)
    const given = Array.from({ length: ladder.length + 1 }, (_, level) => apply(value, level))
    expect(given).toEqual(expected)
  })

  it('leaves a missing value missing, and cuts no character in two', () => {
    expect(coarsenTo(column('x', 'integer'), 5)(null)).toBeNull()
    expect(coarsenTo(column('x'), 1)('👩‍🚀x')).toBe('👩')
  })
})

describe('a column that a dataset describes', () => {
  const mass: DatasetColumn = { ...column('mass', 'integer'), nullable: false, min: 25, max: 65 }

  it('is made coarser in the same steps whatever a file holds, and never below what is possible', () => {
    expect(ladderOf(mass, { min: 30, max: 31 })).toEqual([5, 10, 20, 50])
    expect([26, 31, 64].map(coarsenTo(mass, 20))).toEqual([25, 25, 60])
  })

  it('keeps to the values that are listed, and has one where it needs one', () => {
    expect(ladderOf({ ...column('sex'), allowed: ['f', 'm'] }, undefined)).toEqual(['nothing'])
    expect(ladderOf({ ...column('sex'), allowed: ['f', 'm'], nullable: false }, undefined)).toEqual([])
  })

  it.each([
    [column('sex', 'boolean'), 5],
    [{ ...column('sex'), allowed: ['f', 'm'] }, 1],
    [mass, 'nothing'],
    [mass, 'year'],
    [mass, 2.5],
    [mass, 0],
    [column('born', 'date'), 10],
    [column('zip'), Number.NaN],
  ] as const)('%j is not made coarser to %s', (given, to) => {
    expect(() => coarsenTo(given, to)).toThrow(expect.objectContaining({ code: 'ACTION_UNSUITABLE' }))
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
    expect(report?.proposal?.columns.length).toBeGreaterThan(0)
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
            generaliserOf(column('x', 'integer'), { min: 0, max: 99 }),
            generaliserOf(column('y'), undefined),
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

describe('making a file coarser until each row is like others', () => {
  const people = [
    'age,zip,note',
    ...Array.from({ length: 60 }, (_, i) => `${20 + (i % 30)},8033${i % 10},n${i}`),
  ]
  const file = (...more: string[]) => textSource(`${[...people, ...more].join('\n')}\n`, 'people.csv')
  const cleaned = async (choices: Choices, source = file()) => {
    const { ndjson, inspection } = await clean(source, choices)
    const rows = new TextDecoder().decode(ndjson).trim().split('\n')
    return { inspection, rows: rows.map((row) => JSON.parse(row) as { age: number; zip: string }) }
  }

  it('changes what is lent as was proposed, counts it, and measures k on what leaves', async () => {
    const { inspection } = await cleaned({}, file('99,10115,alone'))
    expect(inspection.anonymity?.proposal?.suppressed).toBe(1)
    const choices = await reachK(file('99,10115,alone'), { k: 5 }, {})
    expect(choices.generalise).toEqual(inspection.anonymity?.proposal?.columns)
    const { inspection: after, rows } = await cleaned(choices, file('99,10115,alone'))
    const groups = new Map<string, number>()
    for (const { age, zip } of rows) groups.set(`${age} ${zip}`, (groups.get(`${age} ${zip}`) ?? 0) + 1)
    const smallest = Math.min(...groups.values())
    expect(smallest).toBeGreaterThanOrEqual(5)
    expect(after.anonymity).toEqual({ columns: ['age', 'zip'], wanted: 5, k: smallest, below: 0 })
    expect(after.invalid).toEqual([{ row: 61, reason: 'stands-out', values: ['99', '10115', 'alone'] }])
    const zip = { column: 'zip', to: 5000, changed: 60 }
    expect(after.report.body).toMatchObject({ invalid: { 'stands-out': 1 }, rows: 60 })
    expect(after.report.body.generalised).toContainEqual(zip)
    expect((await clean(file(), { k: 5 })).rows).toBe(0)
  })

  it('goes by the names under which columns are lent, and says which those are', async () => {
    const mapping = [{ from: 'age', to: 'years' }]
    const with_ = (column: string) => clean(file(), { generalise: [{ column, to: 10 }] }, { mapping })
    const { inspection } = await with_('years')
    expect(inspection.report.body.generalised).toEqual([{ column: 'years', to: 10, changed: 54 }])
    await expect(with_('age')).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
      hint: expect.stringContaining('"years"'),
    })
  })

  it('says so where nothing is known to single anybody out', async () => {
    const { inspection } = await clean(textSource('a,b\n1,2\n'), { k: 5 })
    expect(inspection.rows).toBe(1)
    expect(inspection.notes.map(({ code }) => code)).toContain('no-quasi-identifiers')
  })
})
