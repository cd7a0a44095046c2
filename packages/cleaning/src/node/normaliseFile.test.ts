import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NormalisedSource } from '../normalise/manifest.ts'
import { toSettings } from '../settings.ts'
import { fileSource } from './fileSource.ts'
import { normaliseCsv } from './normaliseCsv.ts'
import { normaliseFile } from './normaliseFile.ts'

let folder: string
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usufruct normalise '))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const fresh = async (): Promise<string> => {
  const path = join(folder, String(++made))
  await mkdir(path)
  return path
}

const readParquet = async (path: string) => {
  const bytes = await readFile(path)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  const schema = parquetSchema(parquetMetadata(file)).children.map(({ element }) => element)
  return { schema, rows: await parquetReadObjects({ file }) }
}

const readAll = async (
  path: string,
  { columns, records, rows }: Pick<NormalisedSource, 'columns' | 'records' | 'rows'>,
) => ({
  columns,
  records,
  count: rows,
  ...(await readParquet(join(path, 'data.parquet'))),
  invalid: await readFile(join(path, 'invalid.jsonl'), 'utf8'),
})

/** A file without a path is not for the byte lane. */
const ordinarily = async (csv: string) => {
  const out = await fresh()
  const source = { name: 'x.csv', bytes: new TextEncoder().encode(csv) }
  return readAll(out, await normaliseFile({ source, to: 'parquet', folder: out, detection: false }))
}

const byBytes = async (csv: string, blockBytes: number, workers = 0) => {
  const out = await fresh()
  const path = join(out, 'x.csv')
  await writeFile(path, csv)
  const done = await normaliseCsv({
    path,
    name: 'x.csv',
    dropColumns: [],
    settings: toSettings({}),
    options: {},
    data: join(out, 'data.parquet'),
    invalid: join(out, 'invalid.jsonl'),
    workers,
    blockBytes,
  })
  return done && readAll(out, done)
}

const themes = {
  integer: ['0', '7', '-12', '+5', ' 42 ', '9007199254740991', '4111111111111111', '1e3', '5.0', '-0', '"8"'],
  number: ['1.5', '-0.25', '.5', '5.', '1e-7', '123456789.123456789', '0.1', '3', '1,5', '12345678901234.5'],
  boolean: ['true', 'False', 'TRUE', ' true', 'false'],
  date: ['2007-11-11', '2007/1/31', '29.2.2024', '2024-02-29', '0001-01-01', '1969-12-31'],
  datetime: [
    '2007-11-11T10:00:00Z',
    '2007-11-11 10:00:00',
    '2007-11-11T10:00:00.123+02:00',
    '1950-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999Z',
  ],
  fine: ['2007-11-11T10:00:00.1234567Z', '2007-11-11T10:00Z'],
  text: [
    'Ann',
    'größe',
    'ﬁn',
    'e\u0301',
    '"a, b"',
    '"say ""x"""',
    '5" pipe',
    '"two\nlines"',
    '"two\r\nlines"',
    '\u00a0x\u00a0',
    '日本',
    '12 rue',
    '=1+1',
    '007',
  ],
}
const odd = [
  '',
  ' ',
  'NA',
  'null',
  'NaN',
  'nan',
  'inf',
  '1e999',
  '12345678901234567890',
  '99/1/2',
  ' '.repeat(70),
  `NA${' '.repeat(70)}`,
  '\u3000',
  '"torn"x',
  '\u2028',
]

const column = fc
  .constantFrom(...Object.values(themes))
  .map((values) =>
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...values) },
      { weight: 2, arbitrary: fc.constantFrom(...odd) },
      { weight: 1, arbitrary: fc.constantFrom(...Object.values(themes).flat()) },
    ),
  )
const table = fc
  .record({
    columns: fc.array(column, { minLength: 1, maxLength: 5 }),
    delimiter: fc.constantFrom(',', ';', '\t'),
    newline: fc.constantFrom('\n', '\n', '\r\n'),
    mark: fc.boolean(),
    header: fc.boolean(),
    last: fc.boolean(),
  })
  .chain(({ columns, delimiter, newline, mark, header, last }) =>
    fc
      .array(
        fc.oneof(
          { weight: 20, arbitrary: fc.tuple(...columns).map((cells) => cells.join(delimiter)) },
          { weight: 1, arbitrary: fc.constantFrom('', 'a', `1${delimiter}`, `x${delimiter}`.repeat(7)) },
        ),
        { minLength: 1, maxLength: 30 },
      )
      .map((rows) => {
        const names = header ? [columns.map((_, i) => `c${i}`).join(delimiter)] : []
        return `${mark ? '\ufeff' : ''}${[...names, ...rows].join(newline)}${last ? newline : ''}`
      }),
  )

describe('a CSV by its bytes', () => {
  it('becomes, row by row and value by value, what the ordinary lane makes of it', async () => {
    let taken = 0
    let runs = 0
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 16, max: 400 }), async (csv, blockBytes) => {
        runs++
        const fast = await byBytes(csv, blockBytes)
        if (!fast) return
        taken++
        expect(fast).toEqual(await ordinarily(csv))
      }),
      { seed: 20261126, numRuns: 100 },
    )
    expect(taken).toBeGreaterThan(runs * 0.6)
  })

  it('is read again where columns turn out to be something else than its beginning says', async () => {
    const early = Array.from({ length: 2500 }, (_, i) =>
      [i, i / 4, 'true', '2020-01-02', '2020-01-02T03:04:05Z', '', i, `w${i % 7}`, i % 5].join(','),
    )
    const late = [
      '1.5,x,maybe,soon,2020-01-02T03:04:05,7,1,"a\nb",2',
      '2,2,true,2020-01-02,2020-01-02T03:04:05Z,8,inf,x,3',
    ]
    const csv = ['a,b,c,d,e,f,g,h,phone', ...early, ...late, ...early].join('\n')
    const fast = await byBytes(csv, 20_000)
    expect(fast?.schema.map(({ type }) => type)).toEqual([
      'DOUBLE',
      ...Array(4).fill('BYTE_ARRAY'),
      'INT64',
      'INT64',
      'BYTE_ARRAY',
      'BYTE_ARRAY',
    ])
    expect(JSON.parse(fast?.invalid ?? '')).toMatchObject({ row: 2502, column: 'g', reason: 'not-finite' })
    expect(fast).toEqual(await ordinarily(csv))
  })

  it('is left to the ordinary lane where text without end stands behind a quote', async () => {
    const csv = `a,b\n${'1,2\n'.repeat(20_000)}"q"${'z'.repeat(1_100_000)},y\n`
    expect(await byBytes(csv, 1 << 20)).toBeUndefined()
    await expect(ordinarily(csv)).rejects.toMatchObject({ code: 'CELL_TOO_LARGE' })
  })

  it('is the same from threads', async () => {
    const csv = `a,b\n${Array.from({ length: 20_000 }, (_, i) => `${i},"${i % 100} ""x"", y"\n`).join('')}`
    expect(await byBytes(csv, 60_000, 2)).toEqual(await byBytes(csv, 8_000_000))
  })

  it.each([
    ['another encoding', Buffer.from('a,b\n1,größe\n', 'latin1'), 1],
    ['quotes after a backslash', 'a,b\n1,"x\\"y"\n2,"z"\n', 2],
    ['a quote that stays open', 'a,b\n1,"x\n2,y\n', 'UNCLOSED_QUOTE'],
    ['a zero byte', 'a,b\n1,x\0\n', 'BINARY_CONTENT'],
    ['only names', 'a,b\n', 'NO_RECORDS'],
  ])('leaves %s to the ordinary lane', async (_, content, expected) => {
    const out = await fresh()
    const path = join(out, 'x.csv')
    await writeFile(path, content)
    const source = { ...(await fileSource(path)), path }
    const done = normaliseFile({ source, to: 'parquet', folder: out, detection: false, workers: 0 })
    if (typeof expected === 'number') expect((await done).rows).toBe(expected)
    else await expect(done).rejects.toMatchObject({ code: expected })
  })
})
