import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Cell } from '../types.ts'
import { exceedsBytes } from './exceedsBytes.ts'
import type { DecodedRow } from './format.ts'
import { problemIn } from './jsonRecord.ts'

/**
 * Values as a columnar format gives them to one row. What JSON holds stays; integers beyond 2^53 become text, digit
 * by digit; not-a-number is no value, as in a CSV; bytes become text or base64; what is nested canonical JSON text,
 * counted in `nested` by column.
 */
export const typedRow = (
  record: number,
  values: readonly unknown[],
  nested: Map<number, number>,
  limits: Limits,
): DecodedRow => {
  const cells: Cell[] = []
  for (let column = 0; column < values.length; column++) {
    let value = plain(values[column], 1, limits.jsonDepth)
    if (typeof value === 'object' && value !== null) {
      const problem = value instanceof TooDeep ? 'too-deep' : problemIn(value, 2, limits)
      if (problem) return { record, reason: problem, values: cells }
      nested.set(column, (nested.get(column) ?? 0) + 1)
      value = canonicalJson(value)
    }
    if (typeof value === 'string') {
      if (LONE_SURROGATE.test(value)) return { record, reason: 'lone-surrogate', values: cells }
      if (exceedsBytes(value, limits.cellBytes)) throw cellTooLarge(record, column, limits)
    }
    cells.push(value as Cell)
  }
  return { record, cells }
}

const LONE_SURROGATE = /\p{Surrogate}/u

class TooDeep {}

const plain = (value: unknown, depth: number, most: number): unknown => {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (typeof value !== 'object') return typeof value === 'symbol' ? null : value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return bytesText(value)
  if (depth > most) return new TooDeep()
  if (ArrayBuffer.isView(value)) return plain(Array.from(value as unknown as ArrayLike<unknown>), depth, most)
  if (value instanceof Map) return plainMembers([...value], depth, most)
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item, depth + 1, most))
    return items.find((item) => item instanceof TooDeep) ?? items
  }
  // A key __proto__ has become the prototype; problemIn is to see it.
  const prototype: unknown = Object.getPrototypeOf(value)
  const odd = Array.isArray(prototype) || (prototype !== null && !isPlainPrototype(prototype))
  return plainMembers(
    odd ? [...Object.entries(value), ['__proto__', null]] : Object.entries(value),
    depth,
    most,
  )
}

const isPlainPrototype = (prototype: unknown): boolean =>
  typeof prototype === 'object' && prototype !== null && Object.getPrototypeOf(prototype) === null

const plainMembers = (members: [unknown, unknown][], depth: number, most: number): unknown => {
  const object: Record<string, unknown> = Object.create(null)
  for (const [key, member] of members) {
    const value = plain(member, depth + 1, most)
    if (value instanceof TooDeep) return value
    object[String(key)] = value
  }
  return object
}

// Old writers keep texts as bytes; a picture in a cell is bytes too.
const bytesText = (bytes: Uint8Array): string => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has is what is looked for
    if (!/[\x00-\x08\x0e-\x1f]/.test(text)) return text
  } catch {
    // No text.
  }
  let binary = ''
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(binary)
}

const cellTooLarge = (record: number, column: number, limits: Limits) =>
  new CleaningError(
    'CELL_TOO_LARGE',
    `Value ${column + 1} of record ${record} is longer than ${limits.cellBytes} bytes.`,
    'Shorten the value, or leave its column out of the file.',
    { record, field: column + 1, limit: limits.cellBytes },
  )
