import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expandArchive } from '../archive/expandArchive.ts'
import { CleaningError } from '../errors.ts'
import { inspectFile } from '../inspectFile.ts'
import type { CleaningOptions } from '../types.ts'
import { arrowOf, gzipOf, joined, parquetOf, tarOf, utf8, xlsxOf, zipOf } from './build.ts'

// Small, so that whatever gets out of hand meets a limit and not a clock.
const LIMITS: CleaningOptions = {
  limits: { rows: 5000, columns: 50, bytes: 1_000_000, unpackedBytes: 1_000_000, listed: 10 },
}

const csv = utf8('name,n\nAnn,1\n"Bob ""B"" B",2\n')
const SEEDS: Record<string, Uint8Array> = {
  parquet: parquetOf(),
  'an Arrow stream': arrowOf('stream'),
  'an Arrow file': arrowOf('file'),
  xlsx: xlsxOf(),
  zip: zipOf([{ path: 'a.csv', bytes: csv }]),
  gzip: gzipOf(csv),
  tar: tarOf([{ path: 'a.csv', bytes: csv }]),
  csv,
  jsonl: utf8('{"a":1,"b":{"c":[1,2]}}\n{"a":2,"b":null}\n'),
  json: utf8('[{"a":1,"b":"x"},{"a":2}]'),
  geojson: utf8(
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2]}}]}',
  ),
  markdown: utf8('---\nt: x\n---\n# A\n\ntext [x](y)\n\n- a\n- b\n\n```\ncode\n```\n'),
  html: utf8(
    '<!doctype html><html lang="en"><h1>A</h1><p>b <b>c</b></p><table><tr><td>1<td>2</table></html>',
  ),
  text: utf8('One paragraph.\n\nAnd another, of two\nlines.\n'),
}

const onlyRowsOrTyped = async (bytes: Uint8Array) => {
  const result = await inspectFile({ name: 'file', bytes }, LIMITS).catch((error: unknown) => error)
  if (result instanceof Error) expect(result).toBeInstanceOf(CleaningError)
  else expect(result).toHaveProperty('report')
}

type Change = { at: number; with: Uint8Array; instead: number }

/** Bytes written over, put in or taken out, anywhere. */
const changes = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    with: fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constantFrom(...edges())),
    instead: fc.nat({ max: 8 }),
  }),
  { minLength: 1, maxLength: 6 },
)

/** Lengths and counts as an attacker would write them. */
function edges(): Uint8Array[] {
  return [
    [0xff, 0xff, 0xff, 0xff],
    [0xff, 0xff, 0xff, 0x7f],
    [0, 0, 0, 0x80],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
  ].map((bytes) => Uint8Array.from(bytes))
}

const changed = (bytes: Uint8Array, all: readonly Change[]): Uint8Array =>
  all.reduce((before, change) => {
    const at = Math.floor(change.at * before.length)
    return joined(before.subarray(0, at), change.with, before.subarray(at + change.instead))
  }, bytes)

describe('every decoder gives rows or a typed error', () => {
  it.each(Object.entries(SEEDS))('for what was %s once', { timeout: 120_000 }, async (_, seed) => {
    await onlyRowsOrTyped(seed)
    await fc.assert(
      fc.asyncProperty(changes, (all) => onlyRowsOrTyped(changed(seed, all))),
      { numRuns: 150 },
    )
  })

  it.each(Object.entries(SEEDS))('for noise that begins like %s', { timeout: 120_000 }, async (_, seed) => {
    const beginning = seed.slice(0, 16)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (noise) =>
        onlyRowsOrTyped(joined(beginning, noise)),
      ),
      { numRuns: 60 },
    )
  })

  it('for noise', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), onlyRowsOrTyped), { numRuns: 300 })
  })

  it('and nothing is different however the bytes arrive', { timeout: 120_000 }, async () => {
    for (const bytes of Object.values(SEEDS)) {
      const whole = await inspectFile({ name: 'file', bytes }, LIMITS)
      for (const length of [1, 7, 64]) {
        const pieces = (async function* () {
          for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
        })()
        expect(await inspectFile({ name: 'file', bytes: pieces }, LIMITS)).toEqual(whole)
      }
      const sliced = {
        name: 'file',
        size: bytes.length,
        bytes: async function* () {
          yield bytes
        },
        slice: async (start: number, end: number) => bytes.slice(start, end),
      }
      expect(await inspectFile(sliced, LIMITS)).toEqual(whole)
    }
  })

  it('and an archive gives files or a typed error', { timeout: 120_000 }, async () => {
    const archives = [SEEDS.zip, SEEDS.gzip, SEEDS.tar, gzipOf(SEEDS.tar as Uint8Array)] as Uint8Array[]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...archives), changes, async (archive, all) => {
        try {
          for await (const { name, bytes } of expandArchive(
            { name: 'x', bytes: changed(archive, all) },
            LIMITS,
          )) {
            expect(name).not.toMatch(/\.\.\/|^\//)
            if (typeof bytes === 'function') for await (const _ of bytes());
          }
        } catch (error) {
          expect(error).toBeInstanceOf(CleaningError)
        }
      }),
      { numRuns: 400 },
    )
  })
})
