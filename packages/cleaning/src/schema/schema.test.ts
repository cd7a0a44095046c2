import { describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { textSource } from '../testing/textSource.ts'
import type { DatasetColumn } from '../types.ts'
import {
  BOOLEAN,
  COMMA_NUMBER,
  classify,
  DATE,
  DATETIME,
  INTEGER,
  NOT_FINITE,
  NUMBER,
  parseDate,
  parseDatetime,
} from './classify.ts'
import { mapColumns } from './mapColumns.ts'
import { readUnit } from './readUnit.ts'

describe('what a cell could be', () => {
  it.each([
    ['0', INTEGER | NUMBER | COMMA_NUMBER],
    ['-12', INTEGER | NUMBER | COMMA_NUMBER],
    ['+3', INTEGER | NUMBER | COMMA_NUMBER],
    ['18.0', INTEGER | NUMBER | COMMA_NUMBER],
    ['1e3', INTEGER | NUMBER | COMMA_NUMBER],
    ['39.1', NUMBER],
    ['.5', NUMBER],
    ['1e300', NUMBER],
    ['1e999', NOT_FINITE],
    ['-Infinity', NOT_FINITE],
    ['1,5', COMMA_NUMBER],
    ['007', 0],
    ['1.2.3', 0],
    ['12a', 0],
    ['0x10', 0],
    ['1_000', 0],
    ['٣', 0],
    ['true', BOOLEAN],
    ['FALSE', BOOLEAN],
    ['yes', 0],
    ['2007-11-11', DATE],
    ['2007-13-01', 0],
    ['2008-02-29', DATE],
    ['2007-02-29', 0],
    ['2007-11-11 10:00', DATETIME],
    ['2007-11-11T25:00', 0],
    ['9007199254740993', 0],
  ])('%s', (text, could) => {
    expect(classify(text)).toBe(could)
  })

  it.each([
    ['2007/1/2', '2007-01-02'],
    ['2.1.2007', '2007-01-02'],
    ['0099-12-31', '0099-12-31'],
    ['1/2/2007', undefined],
    ['32.1.2007', undefined],
  ])('date %s', (text, date) => {
    expect(parseDate(text)).toBe(date)
  })

  it.each([
    ['2007-11-11T10:00', '2007-11-11T10:00:00'],
    ['2007-11-11 10:00:05,120', '2007-11-11T10:00:05.12'],
    ['2007-12-31T23:30:00-02:00', '2008-01-01T01:30:00Z'],
    ['2007-11-11T10:00:00Z', '2007-11-11T10:00:00Z'],
    ['0000-01-01T00:00:00+02', undefined],
    ['2007-11-11T10:00:00+25:00', undefined],
  ])('moment %s', (text, moment) => {
    expect(parseDatetime(text)).toBe(moment)
    if (moment) expect(parseDatetime(moment)).toBe(moment)
  })

  it.each([
    ['Culmen Length (mm)', 'mm'],
    ['body_mass_g', 'g'],
    ['depth [m]', 'm'],
    ['Delta 15 N (o/oo)', 'o/oo'],
    ['logged_in', undefined],
    ['name (optional)', undefined],
  ])('unit of %s', (name, unit) => {
    expect(readUnit(name)).toBe(unit)
  })
})

const DATASET: DatasetColumn[] = [
  { name: 'species', type: 'string', nullable: false, allowed: ['Adelie', 'Gentoo'] },
  { name: 'bill_length_mm', type: 'number', nullable: true, min: 10, max: 100 },
  { name: 'year', type: 'integer', nullable: false },
  { name: 'remark', type: 'string', nullable: true },
]

describe('a dataset asks for columns', () => {
  it('maps by name whatever the case, spaces and signs, casts, and sets rows aside with column and value', async () => {
    const csv =
      'Year,SPECIES,Bill Length (mm),keeper\n2007,Adelie,39.1,x\n2008,Emperor,40,x\n,Gentoo,41,x\n2009,Gentoo,4,x\n2009.5,Gentoo,44,x\n2009,Gentoo,long,x\n2009,Gentoo,NA,x\n2009,Gentoo,101,x\n'
    const { ndjson, inspection, schema } = await clean(textSource(csv), {}, { dataset: DATASET })
    expect(new TextDecoder().decode(ndjson)).toBe(
      '{"bill_length_mm":39.1,"remark":null,"species":"Adelie","year":2007}\n{"bill_length_mm":null,"remark":null,"species":"Gentoo","year":2009}\n',
    )
    expect(schema.map(({ name, type }) => [name, type])).toEqual(
      DATASET.map(({ name, type }) => [name, type]),
    )
    expect(inspection.invalid.map(({ row, column, reason }) => [row, column, reason])).toEqual([
      [2, 'species', 'not-allowed'],
      [3, 'year', 'missing'],
      [4, 'bill_length_mm', 'below-minimum'],
      [5, 'year', 'wrong-type'],
      [6, 'bill_length_mm', 'wrong-type'],
      [8, 'bill_length_mm', 'above-maximum'],
    ])
    expect(inspection.invalid[0]?.values).toEqual(['2008', 'Emperor', '40', 'x'])
    expect(inspection.notes).toMatchObject([{ code: 'unmapped-column', column: 'keeper' }])
  })

  it('is met by what it made', async () => {
    const once = await clean(textSource('species,year\nAdelie,2007\n'), {}, { dataset: DATASET })
    const twice = await clean(textSource(once.ndjson), {}, { dataset: DATASET })
    expect(twice.contentHash).toBe(once.contentHash)
  })

  it('names the columns that are missing or ambiguous', () => {
    expect(() => mapColumns(['Species', 'x'], DATASET)).toThrowError(/lacks "year"/)
    expect(() => mapColumns(['species', 'Year', 'YEAR'], DATASET)).toThrowError(/several columns for "year"/)
    expect(mapColumns(['YEAR', 'year', 'species'], DATASET).map(({ from }) => from)).toEqual([2, -1, 1, -1])
  })

  it('a card number in a column of integers is no value, or sets its row aside', async () => {
    const csv = 'a,n\nx,4111111111111111\ny,1700000000000\n'
    const column = (nullable: boolean): DatasetColumn[] => [{ name: 'n', type: 'integer', nullable }]
    const loose = await clean(textSource(csv), {}, { dataset: column(true) })
    expect(new TextDecoder().decode(loose.ndjson)).toBe('{"n":null}\n{"n":1700000000000}\n')
    expect(loose.inspection.findings).toMatchObject([
      { type: 'card', where: { row: 1, column: 'n' }, action: 'redact' },
    ])
    const strict = await clean(textSource(csv), {}, { dataset: column(false) })
    expect(strict.inspection.invalid).toMatchObject([{ row: 1, column: 'n', reason: 'personal-data' }])
    expect(strict.inspection.findings).toEqual([])
  })
})

describe('columns as a whole', () => {
  it.each([
    ['id,n\n4111111111111111,1\n5500005555555559,2\n', '{"id":"[card]","n":1}\n{"id":"[card]","n":2}\n'],
    ['phone,n\n2065550142,1\n2065550143,2\n', '{"n":1,"phone":"[phone]"}\n{"n":2,"phone":"[phone]"}\n'],
    ['mass,n\n2065550142,1\n2065550143,2\n', '{"mass":2065550142,"n":1}\n{"mass":2065550143,"n":2}\n'],
    ['a,n\n1,x\ntwo,y\n', '{"a":"1","n":"x"}\n{"a":"two","n":"y"}\n'],
  ])('%s', async (csv, lines) => {
    expect(new TextDecoder().decode((await clean(textSource(csv))).ndjson)).toBe(lines)
  })

  it('says which few values keep a column from being numbers', async () => {
    const { inspection } = await clean(textSource(`a,b\n${'1,x\n'.repeat(30)}one,x\n`))
    expect(inspection.schema[0]?.type).toBe('string')
    expect(inspection.notes).toMatchObject([{ code: 'mostly-typed', column: 'a', count: 1 }])
  })

  it('keeps nested values as canonical JSON text', async () => {
    const { ndjson, inspection } = await clean(
      textSource('{"a":{"z":1,"b":["ann@example.org"]}}\n', 'x.jsonl'),
    )
    expect(new TextDecoder().decode(ndjson)).toBe('{"a":"{\\"b\\":[\\"[email]\\"],\\"z\\":1}"}\n')
    expect(inspection.notes).toMatchObject([{ code: 'nested-values', column: 'a', count: 1 }])
  })
})
