import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { textSource } from '../testing/textSource.ts'
import type { CleaningOptions, DatasetColumn } from '../types.ts'
import { parseMapping } from './parseMapping.ts'
import { conversion } from './units.ts'

const BIRDS: DatasetColumn[] = [
  { name: 'sex', type: 'string', nullable: true, allowed: ['female', 'male'] },
  { name: 'wing_cm', type: 'number', nullable: false, unit: 'cm', min: 0, max: 100 },
  { name: 'seen', type: 'date', nullable: true },
]

const cleaned = async (csv: string, options: CleaningOptions, name = 'a.csv') => {
  const { ndjson, inspection, report } = await clean(textSource(csv, name), {}, options)
  return { text: new TextDecoder().decode(ndjson), inspection, report }
}

describe('a mapping', () => {
  it('renames, casts, converts and translates, and is kept as provenance', async () => {
    const { text, inspection, report } = await cleaned('g;flügel;tag\nf;4;2020/1/2\nm;3.5;NA\nx;1;NA\n', {
      dataset: BIRDS,
      mapping: [
        { from: 'g', to: 'sex', values: { f: 'female', m: 'male' } },
        { from: 'flügel', to: 'wing_cm', unit: { from: 'in', to: 'cm' } },
        { from: 'tag', to: 'seen' },
      ],
    })
    expect(text).toBe(
      '{"seen":"2020-01-02","sex":"female","wing_cm":10.16}\n{"seen":null,"sex":"male","wing_cm":8.89}\n',
    )
    expect(inspection.invalid).toMatchObject([{ row: 3, column: 'sex', reason: 'not-allowed' }])
    expect(report.body.mapping).toEqual([
      { from: 'g', to: 'sex', cast: 'string', values: { f: 'female', m: 'male' }, by: 'choice' },
      {
        from: 'flügel',
        to: 'wing_cm',
        cast: 'number',
        unit: { from: 'in', to: 'cm', factor: [127, 50], offset: [0, 1] },
        by: 'choice',
      },
      { from: 'tag', to: 'seen', cast: 'date', by: 'choice' },
    ])
  })

  it('is followed by choices: a column goes by the name that it is lent under', async () => {
    const source = textSource('Remarks,Legs\nfed Ziwo on 12 May 2009,2\n')
    const choices = {
      actionsIn: [{ column: 'note', type: 'date', action: 'generalise' }],
      add: [{ row: 1, column: 'note', start: 4, end: 8, type: 'person' }],
    } as const
    const options = { mapping: [{ from: 'Remarks', to: 'note' }] }
    const { ndjson, inspection } = await clean(source, { ...choices, dropColumns: ['Legs'] }, options)
    expect(new TextDecoder().decode(ndjson)).toBe('{"note":"fed [person] on 2009"}\n')
    expect(inspection.findings.map(({ where }) => where.column)).toEqual(['note', 'note'])
    const byFile = { keepIn: [{ column: 'Remarks', type: 'date' }] } as const
    await expect(clean(source, byFile, options)).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
      hint: 'It is lent as "note": use that name.',
    })
  })

  it('goes by the name where only its unit differs', async () => {
    const { text, report } = await cleaned('Wing (mm),sex\n101,male\n', { dataset: BIRDS })
    expect(text).toBe('{"seen":null,"sex":"male","wing_cm":10.1}\n')
    expect(report.body.mapping).toMatchObject([{ from: 'Wing (mm)', unit: { factor: [1, 10] }, by: 'name' }])
  })

  it('reaches into what is nested', async () => {
    const { text } = await cleaned(
      '{"bird":{"sizes":[{"cm":3}],"sex":"male"}}\n{"bird":{"sizes":[{"cm":4}]}}\n{"bird":null}\n',
      {
        dataset: BIRDS,
        mapping: [
          { from: 'bird.sizes.0.cm', to: 'wing_cm' },
          { from: 'bird.sex', to: 'sex' },
        ],
      },
      'a.jsonl',
    )
    expect(text).toBe('{"seen":null,"sex":"male","wing_cm":3}\n{"seen":null,"sex":null,"wing_cm":4}\n')
  })

  it('sets aside what is no number in the bounds after it is converted', async () => {
    const { inspection } = await cleaned('wing_in,sex\n3,male\nabout 3,male\n99,male\n', {
      dataset: BIRDS,
      mapping: [{ from: 'wing_in', to: 'wing_cm', unit: { from: 'in', to: 'cm' } }],
    })
    expect(inspection.invalid.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'wrong-type'],
      [3, 'above-maximum'],
    ])
  })

  it('renames and converts without a dataset too', async () => {
    const { text, inspection } = await cleaned('t,n\n32,1\n212,2\n', {
      mapping: [{ from: 't', to: 'celsius', unit: { from: '°F', to: '°C' } }],
    })
    expect(text).toBe('{"celsius":0,"n":1}\n{"celsius":100,"n":2}\n')
    expect(inspection.schema).toMatchObject([{ name: 'n' }, { name: 'celsius', type: 'number', unit: '°C' }])
  })

  it('is refused when it names what is not there', async () => {
    const map = (from: string, to: string) =>
      cleaned('a,b\n1,2\n', { dataset: BIRDS, mapping: [{ from, to }] })
    await expect(map('z', 'sex')).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' })
    await expect(map('a', 'size')).rejects.toMatchObject({ code: 'BAD_MAPPING' })
    await expect(cleaned('a,b\n1,2\n', { mapping: [{ from: 'a', to: 'b' }] })).rejects.toMatchObject({
      code: 'BAD_MAPPING',
    })
  })

  it('offers what a missing column may be called in the file', async () => {
    await expect(cleaned('sex,wing length\nmale,3\n', { dataset: BIRDS })).rejects.toMatchObject({
      code: 'SCHEMA_MISMATCH',
      details: { missing: ['wing_cm'], suggested: [{ from: 'wing length', to: 'wing_cm' }] },
    })
  })

  it.each([
    ['no list', {}],
    ['a list of texts', ['a']],
    ['an unknown field', [{ from: 'a', to: 'b', formula: '1+1' }]],
    ['no column', [{ from: '', to: 'b' }]],
    ['a reserved name', [{ from: 'a', to: '__proto__' }]],
    [
      'one column twice',
      [
        { from: 'a', to: 'b' },
        { from: 'c', to: 'b' },
      ],
    ],
    ['a unit that there is not', [{ from: 'a', to: 'b', unit: { from: 'ell', to: 'cm' } }]],
    ['units of two kinds', [{ from: 'a', to: 'b', unit: { from: 'kg', to: 'cm' } }]],
    ['half a unit', [{ from: 'a', to: 'b', unit: { from: 'kg' } }]],
    ['values that are objects', [{ from: 'a', to: 'b', values: { x: {} } }]],
    ['values that are a list', [{ from: 'a', to: 'b', values: [1] }]],
  ])('is refused when it is %s', (_, value) => {
    expect(() => parseMapping(value)).toThrow(expect.objectContaining({ code: 'BAD_MAPPING' }))
  })
})

describe('units', () => {
  it.each([
    [1, 'in', 'cm', 2.54],
    [0.1, 'in', 'mm', 2.54],
    [5.5, 'ft', 'm', 1.6764],
    [1, 'lb', 'kg', 0.45359237],
    [-40, '°F', '°C', -40],
    [98.6, 'F', 'C', 37],
    [0, 'K', '°C', -273.15],
    [90, 'min', 'h', 1.5],
    [12.5, '%', '1', 0.125],
    [1, 'km/h', 'm/s', 0.2777777777777778],
    [1e-7, 'km', 'mm', 0.1],
    [0, 'g', 'kg', 0],
  ])('%d %s to %s', (value, from, to, expected) => {
    expect(conversion(from, to)?.convert(value)).toBe(expected)
  })

  it('go there and back for every number', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((value) => Math.abs(value) > 1e-9),
        fc.constantFrom(['in', 'cm'], ['°F', 'K'], ['lb', 'kg'], ['%', 'ppm'], ['mph', 'km/h']),
        (value, [from = '', to = '']) => {
          const there = conversion(from, to)?.convert(value) ?? Number.NaN
          const back = conversion(to, from)?.convert(there) ?? Number.NaN
          expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.max(1e-9, Math.abs(value)) * 1e-9 + 1e-9)
        },
      ),
    )
  })

  it('of other quantities are no way', () => {
    expect(conversion('cm', 'kg')).toBeUndefined()
    expect(conversion('constructor', 'cm')).toBeUndefined()
  })
})
