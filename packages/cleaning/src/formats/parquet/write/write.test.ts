import fc from 'fast-check'
import { parquetReadObjects, snappyUncompress } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { daysFrom1970 } from '../../../normalise/moment.ts'
import { type ColumnValues, createColumnValues } from './columnValues.ts'
import { encodeChunk } from './encodeChunk.ts'
import { createParquetFile, PARQUET_MAGIC } from './parquetFile.ts'
import { compressSnappy } from './snappy.ts'
import type { StoredType } from './storedType.ts'

const SEED = { seed: 20261126 }

const fileOf = (stored: StoredType, groups: ((values: ColumnValues) => void)[]): ArrayBuffer => {
  const file = createParquetFile([{ name: 'x', stored }])
  const values = createColumnValues(stored)
  const parts: Uint8Array[] = [PARQUET_MAGIC]
  for (const fill of groups) {
    values.clear()
    fill(values)
    const chunk = encodeChunk(values.take())
    file.add([chunk])
    parts.push(chunk.bytes)
  }
  const whole = Buffer.concat([...parts, file.end()])
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length) as ArrayBuffer
}

const read = async (file: ArrayBuffer) => (await parquetReadObjects({ file })).map(({ x }) => x)

describe('what is written as Parquet', () => {
  it('unpacks to what was packed', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .constantFrom('a', 'abc', 'abcdefgh')
        .chain((text) => fc.nat(400).map((n) => Buffer.from(text.repeat(n)))),
      fc.nat(70_000).map((n) => Uint8Array.from({ length: n }, (_, i) => (i * i) >> 3)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const bytes = new Uint8Array(Buffer.concat(pieces))
        const output = new Uint8Array(bytes.length)
        snappyUncompress(compressSnappy(bytes), output)
        expect(Buffer.compare(output, bytes)).toBe(0)
      }),
      { ...SEED, numRuns: 60 },
    )
  })

  it('keeps texts that repeat, that stop to, and that never do', async () => {
    const encoder = new TextEncoder()
    const texts = [
      Array.from({ length: 5000 }, (_, i) => `w${i % 300}`),
      Array.from({ length: 5000 }, (_, i) => (i < 2500 ? `w${i % 3}` : `${i} ${'é'.repeat(i % 90)}`)),
      Array.from({ length: 20 }, () => ''),
    ]
    const file = fileOf(
      'string',
      texts.map((list) => (values) => {
        for (const text of list) {
          const bytes = encoder.encode(text)
          values.addText(bytes, 0, bytes.length)
          values.addNull()
        }
      }),
    )
    expect(await read(file)).toEqual(texts.flat().flatMap((text) => [text, null]))
  })

  it('keeps integers to the last bit, and groups without a value', async () => {
    const integers = [0, -1, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
    const wide = [2n ** 63n - 1n, -(2n ** 63n), -(2n ** 53n) - 1n]
    const file = fileOf('integer', [
      (values) => {
        for (const value of integers) values.addInteger(value)
        for (const value of wide) values.addWide(value)
      },
      (values) => values.addNull(),
    ])
    expect(await read(file)).toEqual([...integers.map(BigInt), ...wide, null])
  })

  it('counts days as the calendar does', () => {
    for (let day = -719_528; day < 2_932_896; day += 997) {
      const date = new Date(day * 86_400_000)
      expect(daysFrom1970(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(day)
    }
  })
})
