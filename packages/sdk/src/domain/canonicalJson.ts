import { UsufructError } from './errors.ts'

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

export type CanonicalJsonReason = 'not-finite' | 'lone-surrogate' | 'not-json' | 'too-deep'

const MAX_DEPTH = 256
// With the u flag only halves match; whole pairs are one code point.
const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * RFC 8785: no white space, keys sorted by UTF-16 code units, numbers and strings as ECMAScript prints them,
 * -0 as 0. What JSON.stringify would skip, call or guess at (undefined, toJSON, NaN) is refused, so that two
 * machines never hash different bytes for what both took to be the same value.
 */
export const canonicalJson = (value: unknown): string => print(value, '$', 0)

const print = (value: unknown, path: string, depth: number): string => {
  switch (typeof value) {
    case 'string':
      return printString(value, path)
    case 'number':
      if (!Number.isFinite(value)) throw refuse('not-finite', path, `${value} is not a number JSON can hold`)
      // String(-0) is already '0'.
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      break
    default:
      throw refuse('not-json', path, `a ${typeof value} has no place in JSON`)
  }
  if (value === null) return 'null'
  // A cycle ends here too; no honest document of ours comes near.
  if (depth >= MAX_DEPTH) throw refuse('too-deep', path, `nested more than ${MAX_DEPTH} deep, or circular`)
  if (Array.isArray(value)) {
    const items: string[] = []
    // By index: map() would skip the holes that must be refused.
    for (let i = 0; i < value.length; i++) items.push(print(value[i], `${path}[${i}]`, depth + 1))
    return `[${items.join(',')}]`
  }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw refuse('not-json', path, `a ${value.constructor?.name ?? 'class'} has no place in JSON`)
  }
  const record = value as Record<string, unknown>
  // The default sort compares UTF-16 code units, which is what RFC 8785 asks for.
  const members = Object.keys(record)
    .sort()
    .map((key) => `${printString(key, path)}:${print(record[key], `${path}.${key}`, depth + 1)}`)
  return `{${members.join(',')}}`
}

const printString = (text: string, path: string): string => {
  // JSON.stringify would write a lone surrogate as an escape that no UTF-8 decoder gives back.
  if (LONE_SURROGATE.test(text))
    throw refuse('lone-surrogate', path, 'a string holds half of a surrogate pair')
  return JSON.stringify(text)
}

const refuse = (reason: CanonicalJsonReason, path: string, problem: string): UsufructError =>
  new UsufructError({
    code: 'CANONICAL_JSON_REFUSED',
    message: `${path}: ${problem}`,
    hint: 'Only null, booleans, finite numbers, well-formed strings, arrays and plain objects can be hashed.',
    details: { reason, path },
  })
