import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import { rowHash } from '@usufruct/sdk/domain/rowHash'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean } from './clean.ts'
import { hashRows } from './duplicates/hashRows.ts'
import { inPieces, textSource } from './testing/textSource.ts'
import type { Cleaned, Source } from './types.ts'

const SEED = { seed: 20260901 }
const none = { redacted: 0, pseudonymised: 0, generalised: 0, kept: 0, added: 0 }
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

// Cells that mean something to one part of the cleaning or another, alone and run together.
const trouble = fc.constantFrom(
  '',
  ' ',
  'NA',
  'NaN',
  'nan',
  'inf',
  'null',
  'true',
  'FALSE',
  '0',
  '-0',
  '007',
  '1',
  '39.1',
  '-2.5e3',
  '1e999',
  '9007199254740993',
  '2007-11-11',
  '11.11.2007',
  '1/2/2007',
  '2007-11-11T10:00:00+02:00',
  '1,5',
  'ann@example.org',
  'ann@example.org.',
  'a@b@example.org',
  '+1 206 555 0142',
  '(206) 555-0142',
  '206-555-0142x12',
  'call 5551234',
  '[phone] 5551234',
  'phone: 5551234 5551235',
  '4111 1111 1111 1111',
  '4111111111111111',
  '378282246310005',
  'GB82 WEST 1234 5698 7654 32',
  'DE89370400440532013000',
  '10.1.2.3',
  'v1.2.3.4',
  '2001:db8::1',
  '[email]',
  '[card',
  '=1+1',
  'größe',
  'e\u0301',
  '\u{1f427}',
  'a"b',
  "it's",
  'x\ty',
  'two\nlines',
  'two\r\nlines',
  '{"a":1}',
  '[1,2]',
  '\u00a0x',
  '\u200b',
  '(1',
  ')',
  'tel',
)
const cell = fc.oneof(
  { weight: 4, arbitrary: trouble },
  { weight: 2, arbitrary: fc.array(trouble, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(' ')) },
  { weight: 1, arbitrary: fc.array(trouble, { minLength: 2, maxLength: 3 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
)
const quote = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
const table = fc.integer({ min: 2, max: 4 }).chain((width) =>
  fc
    .array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 })
    .map((rows) =>
      [Array.from({ length: width }, (_, i) => `c${i}`), ...rows]
        .map((row) => `${row.map(quote).join(',')}\n`)
        .join('')
        .replaceAll('\u0000', ''),
    ),
)
const lines = fc
  .array(
    fc.dictionary(
      fc.constantFrom('a', 'b', 'c c', 'é', 'constructor'),
      fc.oneof(
        cell,
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.jsonValue({ maxDepth: 2 }),
      ),
      { minKeys: 1, noNullPrototype: true },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
const content = fc.oneof(
  table.map((t) => [t, 'x.csv'] as const),
  lines.map((l) => [l, 'x.jsonl'] as const),
)

// By hash: comparing megabytes element by element takes the test runner seconds.
const sameAs = (one: Cleaned) => (other: Cleaned) =>
  other.contentHash === one.contentHash &&
  bytesToHex(sha256(other.ndjson)) === one.contentHash &&
  canonicalJson(other.inspection) === canonicalJson(one.inspection)

describe('clean', () => {
  it('gives canonical rows, their hash, and typed columns', async () => {
    const csv =
      'species,mass (g),seen,note\nAdelie,3750,2007-11-11,"call 206-555-0142, or ann@example.org"\nGentoo,NA,12.11.2007,\n'
    const cleaned = await clean(textSource(csv))
    expect(text(cleaned.ndjson)).toBe(
      '{"mass (g)":3750,"note":"call [phone], or [email]","seen":"2007-11-11","species":"Adelie"}\n' +
        '{"mass (g)":null,"note":null,"seen":"2007-11-12","species":"Gentoo"}\n',
    )
    expect(cleaned.contentHash).toBe(bytesToHex(sha256(cleaned.ndjson)))
    expect(cleaned.schema).toEqual([
      { name: 'species', type: 'string', nullable: false, missing: 0 },
      {
        name: 'mass (g)',
        type: 'integer',
        nullable: true,
        unit: 'g',
        missing: 1,
        min: 3750,
        max: 3750,
        mean: 3750,
      },
      { name: 'seen', type: 'date', nullable: false, missing: 0 },
      { name: 'note', type: 'string', nullable: true, missing: 1 },
    ])
    expect(cleaned.inspection.findings).toEqual([
      {
        id: 'r1c4:5-17:phone',
        type: 'phone',
        where: { row: 1, column: 'note', start: 5, end: 17 },
        action: 'redact',
        excerpt: '2…2',
      },
      {
        id: 'r1c4:22-37:email',
        type: 'email',
        where: { row: 1, column: 'note', start: 22, end: 37 },
        action: 'redact',
        excerpt: 'a…g',
      },
    ])
  })

  it('keeps what the member says is no finding, and says so in the report', async () => {
    const source = textSource('a,b\nann@example.org,ann@example.org\nbob@example.org,x\n')
    const all = await clean(source)
    const some = await clean(source, { keep: ['r1c1:0-15:email'], keepIn: [{ column: 'b', type: 'email' }] })
    expect(text(some.ndjson)).toBe('{"a":"ann@example.org","b":"ann@example.org"}\n{"a":"[email]","b":"x"}\n')
    expect(some.report.body.kept).toEqual(['r1c1:0-15:email', 'r1c2:0-15:email'])
    expect(some.report.body.findings).toEqual([
      { column: 'a', type: 'email', ...none, redacted: 1, kept: 1 },
      { column: 'b', type: 'email', ...none, kept: 1 },
    ])
    expect(some.report.hash).not.toBe(all.report.hash)
    expect(text((await clean(source, { dropColumns: ['a'] })).ndjson)).toBe('{"b":"[email]"}\n{"b":"x"}\n')
  })

  it('counts exact duplicates after cleaning', async () => {
    const { inspection } = await clean(textSource('a,b\n1,x\n1.0,x\n2,x\n1, x\n'))
    expect(inspection.duplicates).toEqual({ exact: 2, near: 0 })
  })

  it('reports do not depend on the name, and do on the data', async () => {
    const one = await clean(textSource('a,b\n1,2\n', 'one.csv'))
    expect((await clean(textSource('a,b\n1,2\n', 'two.jsonl'))).report).toEqual(one.report)
    expect((await clean(textSource('a,b\n1,3\n', 'one.csv'))).report.hash).not.toBe(one.report.hash)
    expect(one.report.hash).toBe(bytesToHex(sha256(new TextEncoder().encode(canonicalJson(one.report.body)))))
    // Golden: a change here changes every report that was ever made, and needs a new version.
    expect(one.contentHash).toBe('e8d38819d39f705646bfb643368eca78f7db476c16471dbc33b941b27326410d')
    expect(one.report.hash).toBe('d9a10a1d45ae4dd1db6ea341e1c58a836a5c10a854440eff48b22f2ae80f21f7')
  })

  it('every line is canonical JSON, and hashes as the row it is', async () => {
    await fc.assert(
      fc.asyncProperty(content, async ([file, name]) => {
        const { ndjson, rows } = await clean(textSource(file, name))
        const parsed = text(ndjson)
          .split('\n')
          .slice(0, -1)
          .map((line) => [line, JSON.parse(line)] as const)
        expect(parsed).toHaveLength(rows)
        for (const [line, row] of parsed) expect(canonicalJson(row)).toBe(line)
        expect([...hashRows(ndjson)].flat()).toEqual(parsed.map(([, row]) => rowHash(row)))
      }),
      { ...SEED, numRuns: 50 },
    )
  })

  it('cleaning what is clean finds nothing and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(content, async ([file, name]) => {
        const once = await clean(textSource(file, name))
        fc.pre(once.rows > 0)
        const twice = await clean(textSource(once.ndjson, 'cleaned.jsonl'))
        expect(text(twice.ndjson)).toBe(text(once.ndjson))
        expect(twice.inspection.findings).toEqual([])
        expect(twice.inspection.invalid).toEqual([])
        expect(twice.contentHash).toBe(once.contentHash)
        const types = (cleaned: typeof once) =>
          Object.fromEntries(cleaned.schema.map(({ name, type }) => [name, type]))
        expect(types(twice)).toEqual(types(once))
      }),
      { ...SEED, numRuns: 150 },
    )
  })

  it('where the chunks were cut does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        async ([file, name], lengths) => {
          const source = textSource(file, name)
          const whole = await clean(source)
          const bytewise = await clean(inPieces(source, [1]))
          const pieces = await clean(inPieces(source, lengths))
          expect(bytewise).toSatisfy(sameAs(whole))
          expect(pieces).toSatisfy(sameAs(whole))
        },
      ),
      { ...SEED, numRuns: 40 },
    )
  })

  it('a file of several blocks is the same from bytes, from a stream and from one that opens again', async () => {
    const rows = Array.from(
      { length: 8_000 },
      (_, i) => `${i},"größe ${i % 1000}, ${i % 3 ? 'x' : `m${i}@example.org`}",${(i / 7).toFixed(3)}\n`,
    )
    const source = textSource(`id,note,value\n${rows.join('')}`)
    const whole = await clean(source)
    expect(whole.rows).toBe(8_000)
    expect(whole.inspection.counts.findings).toBe(2667)
    expect(await clean(inPieces(source, [65_537, 3]))).toSatisfy(sameAs(whole))
    const again: Source = {
      name: source.name,
      bytes: () => inPieces(source, [100_003]).bytes as AsyncIterable<Uint8Array>,
    }
    expect(await clean(again)).toSatisfy(sameAs(whole))
  })

  it('tells how far it is, lets others run, and can be stopped', async () => {
    const source = textSource(`a,b\n${'1,2\n'.repeat(70_000)}`)
    const seen: string[] = []
    let pauses = 0
    await clean(
      source,
      {},
      {
        onProgress: ({ phase, read, total }) => seen.push(`${phase} ${read}/${total}`),
        pause: async () => {
          pauses++
        },
      },
    )
    expect(seen[0]).toBe('reading 262144/280004')
    expect(seen.at(-1)).toBe('cleaning 280004/280004')
    expect(pauses).toBe(seen.length)
    const stop = new AbortController()
    const stopped = clean(
      source,
      {},
      { signal: stop.signal, onProgress: ({ phase }) => phase === 'understanding' && stop.abort() },
    )
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  })
})
