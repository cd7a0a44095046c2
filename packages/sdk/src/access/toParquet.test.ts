import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { expect, it } from 'vitest'
import { UsufructError } from '../domain/errors.ts'
import { type ReleaseColumn, toParquet } from './toParquet.ts'

const origin = { record_id: 'r1', contributor: 'c1', grant: '0x01' }

const read = async (columns: ReleaseColumn[], rows: Parameters<typeof toParquet>[1]) => {
  const { buffer } = toParquet(columns, rows, { 'usufruct.license': '7' })
  return {
    rows: await parquetReadObjects({ file: buffer as ArrayBuffer }),
    metadata: parquetMetadata(buffer as ArrayBuffer),
  }
}

it('keeps each column’s type and every value, missing ones too', async () => {
  const columns: ReleaseColumn[] = [
    { name: 'species', type: 'string' },
    { name: 'grams', type: 'integer' },
    { name: 'bill', type: 'number' },
    { name: 'adult', type: 'boolean' },
    { name: 'day', type: 'date' },
    { name: 'seen', type: 'datetime' },
  ]
  const { rows, metadata } = await read(columns, [
    {
      ...origin,
      species: 'Adélie 🐧',
      grams: 3750,
      bill: 39.1,
      adult: true,
      day: '2007-11-11',
      seen: '2007-11-11T08:30:00.25Z',
    },
    { ...origin, species: null, grams: null, bill: null, adult: null, day: null, seen: null },
    { ...origin, grams: -1 },
  ])
  expect(rows).toEqual([
    {
      ...origin,
      species: 'Adélie 🐧',
      grams: 3750n,
      bill: 39.1,
      adult: true,
      day: new Date('2007-11-11'),
      seen: new Date('2007-11-11T08:30:00.250Z'),
    },
    { ...origin, species: null, grams: null, bill: null, adult: null, day: null, seen: null },
    { ...origin, species: null, grams: -1n, bill: null, adult: null, day: null, seen: null },
  ])
  expect(metadata.schema.slice(1).map(({ name, type }) => `${name} ${type}`)).toEqual([
    'record_id BYTE_ARRAY',
    'contributor BYTE_ARRAY',
    'grant BYTE_ARRAY',
    'species BYTE_ARRAY',
    'grams INT64',
    'bill DOUBLE',
    'adult BOOLEAN',
    'day INT32',
    'seen INT64',
  ])
  expect(metadata.key_value_metadata).toContainEqual({ key: 'usufruct.license', value: '7' })
})

it.each([
  ['moments and local times in one column', ['2007-11-11T08:30:00Z', '2007-11-11T08:30:00']],
  ['nanoseconds', ['2007-11-11T08:30:00.123456789Z']],
])('leaves as text what Parquet cannot say exactly: %s', async (_, values) => {
  const { rows } = await read(
    [{ name: 'seen', type: 'datetime' }],
    values.map((seen) => ({ ...origin, seen })),
  )
  expect(rows.map(({ seen }) => seen)).toEqual(values)
})

it('writes a file without rows', async () => {
  const { rows, metadata } = await read([{ name: 'bill', type: 'number' }], [])
  expect(rows).toEqual([])
  expect(metadata.schema).toHaveLength(5)
})

it('gives the same bytes for the same rows', () => {
  const rows = [{ ...origin, bill: 1.5 }]
  expect(toParquet([{ name: 'bill', type: 'number' }], rows)).toEqual(
    toParquet([{ name: 'bill', type: 'number' }], rows),
  )
})

it.each([
  ['integer', 1.5],
  ['integer', 2 ** 60],
  ['number', '1'],
  ['boolean', 0],
  ['string', 5],
  ['date', '2007-13-01'],
] as const)('names the row and column of what is no %s: %s', (type, value) => {
  const run = () => toParquet([{ name: 'x', type }], [{ ...origin, x: value }])
  expect(run).toThrow(UsufructError)
  expect(run).toThrow(/Row 1 .* column x/)
})

it('does not take what every object has for a column', async () => {
  const { rows } = await read([{ name: 'constructor', type: 'string' }], [origin])
  expect(Object.getOwnPropertyDescriptor(rows[0] ?? {}, 'constructor')?.value).toBe(null)
})
