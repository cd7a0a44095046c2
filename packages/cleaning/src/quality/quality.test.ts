import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Cell, Column } from '../types.ts'
import { watchLabels } from './labelDoubts.ts'
import { watchLanguages } from './languages.ts'
import { watchOutliers } from './outliers.ts'
import { watchQuality } from './watchQuality.ts'

const outliersOf = (values: readonly number[]) => {
  const watch = watchOutliers('x')
  for (const [row, value] of values.entries()) watch.add(value, row + 1)
  return watch.report()
}
const to = (n: number) => Array.from({ length: n }, (_, i) => i)

describe('outliers', () => {
  it('names what lies far out, the farthest first', () => {
    const report = outliersOf([...to(100), 1000, -5000, 101])
    expect(report).toMatchObject({ count: 2, more: false, rows: [102, 101] })
  })

  it('agrees with the definition on a file that fits the sample', () => {
    // Of 0..100 and one more the quartiles are 25.25 and 75.75, so the fence is at 227.25.
    expect(outliersOf([...to(101)])).toBeUndefined()
    expect(outliersOf([...to(101), 228])?.rows).toEqual([102])
    expect(outliersOf([...to(101), 227])).toBeUndefined()
  })

  it.each([
    ['too few values', [1, 2, 3, 1000]],
    ['half of the values are the same', [...Array(30).fill(5), 1000]],
    ['nothing is far', to(10_000)],
  ])('says nothing when %s', (_, values) => {
    expect(outliersOf(values)).toBeUndefined()
  })

  it('stops counting after 64 at one end, and says so', () => {
    const many = [...to(100_000).map((i) => i % 100), ...to(200).map((i) => 1e6 + i)]
    expect(outliersOf(many)).toMatchObject({ count: 64, more: true })
  })

  it('counts figures in bins for people to look at, with what is far out beside them', () => {
    const shape = (values: readonly number[]) => {
      const watch = watchOutliers('x')
      for (const [row, value] of values.entries()) watch.add(value, row + 1)
      return watch.histogram()
    }
    const whole = { column: 'x', low: 0, high: 9, counts: Array(10).fill(10), below: 0, above: 1 }
    expect(shape([...to(100).map((i) => i % 10), 1000])).toEqual(whole)
    const parts = shape(to(240).map((i) => i / 240))
    expect(parts?.counts).toHaveLength(24)
    expect(parts?.counts.reduce((a, b) => a + b, 0)).toBe(240)
    expect(shape(Array(50).fill(3))).toBeUndefined()
  })

  it('does not depend on where the far one stands', () => {
    for (const at of [0, 5000, 20_000]) {
      const values = to(20_001).map((i) => i % 1000)
      values[at] = 1e9
      expect(outliersOf(values)).toMatchObject({ count: 1, rows: [at + 1] })
    }
  })
})

describe('labels', () => {
  const columns: Column[] = [
    { name: 'x', type: 'number', nullable: false },
    { name: 'y', type: 'number', nullable: true },
    { name: 'kind', type: 'string', nullable: true },
    { name: 'coin', type: 'string', nullable: false },
  ]
  const rows = to(200).map((i): Cell[] => [
    (i % 2) * 10 + (i % 7) / 10,
    i % 11 === 0 ? null : (i % 2) * 10 + (i % 5) / 10,
    i % 2 === 0 ? 'left' : 'right',
    (i * 7919) % 13 < 6 ? 'heads' : 'tails',
  ])

  it('doubts a label that all neighbours contradict, and none that numbers do not tell', () => {
    const watch = watchLabels(columns)
    for (const [i, row] of rows.entries())
      watch.add(i === 40 ? [row[0] as Cell, row[1] as Cell, 'right', row[3] as Cell] : row, i + 1)
    expect(watch.report()).toEqual([{ column: 'kind', agreement: 199 / 200, rows: [41], of: 200 }])
  })

  it('has no doubts about what is right', () => {
    const watch = watchLabels(columns)
    for (const [i, row] of rows.entries()) watch.add(row, i + 1)
    expect(watch.report()).toEqual([])
  })

  it('finds what was mislabelled among real penguins', () => {
    const folder = new URL('../../../../samples/penguins/', import.meta.url)
    const watch = watchLabels([
      { name: 'species', type: 'string', nullable: false },
      ...['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g'].map(
        (name): Column => ({ name, type: 'number', nullable: true }),
      ),
    ])
    let row = 0
    const mislabelled: number[] = []
    for (const file of readdirSync(folder).sort()) {
      const [, ...lines] = readFileSync(new URL(file, folder), 'utf8').trim().split('\n')
      for (const line of lines) {
        const [, , species, , , ...rest] = line.split(',')
        watch.add([species as string, ...rest.slice(0, 4).map((text) => Number(text) || null)], ++row)
        // Half of the birds in this file were given another kind's name.
        if (file.includes('mislabelled') && species === 'Gentoo') mislabelled.push(row)
      }
    }
    expect(mislabelled).toHaveLength(9)
    const [doubts] = watch.report()
    const right = doubts?.rows.filter((each) => mislabelled.includes(each)) ?? []
    expect(right.length).toBeGreaterThanOrEqual(8)
    // One honest bird that looks like another kind may be doubted; it is a doubt.
    expect((doubts?.rows.length ?? 0) - right.length).toBeLessThanOrEqual(3)
  })
})

describe('languages', () => {
  it('tells them by what is written, and says nothing of codes', async () => {
    const watch = watchLanguages(['de', 'en', 'code'])
    for (let i = 0; i < 20; i++) {
      watch.add(0, 'Die Pumpe wurde am Morgen geprüft und läuft seitdem ohne Störung weiter.')
      watch.add(1, 'The pump was inspected in the morning and has been running well since then.')
      watch.add(2, `AB-${i} X${i} Y Z`)
    }
    expect(await watch.report()).toEqual([
      { column: 'de', language: 'deu' },
      { column: 'en', language: 'eng' },
    ])
  })
})

describe('shares', () => {
  it('counts cells that hold a value and records that can be lent', async () => {
    const watch = watchQuality([
      { name: 'a', type: 'integer', nullable: true },
      { name: 'b', type: 'string', nullable: true },
    ])
    watch.add([1, null], 1)
    watch.add([null, null], 2)
    expect(await watch.report(4)).toMatchObject({ completeness: 0.25, validity: 0.5 })
  })

  it('divides nothing by nothing', async () => {
    expect(await watchQuality([]).report(0)).toMatchObject({ completeness: 0, validity: 0 })
  })
})
