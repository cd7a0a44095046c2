import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Cell } from '../types.ts'
import { exceedsBytes } from './exceedsBytes.ts'
import type { DecodedRow } from './format.ts'

/** Columns in order of first appearance. */
export type JsonColumns = { names: string[]; index: Map<string, number>; nested: Map<number, number> }

export type Members = [name: string, value: unknown][]

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * One JSON object to one row; whatever cannot be one is set aside with the reason. `membersOf` makes other members
 * of the object's own, or none where it is not what it should be.
 */
export const jsonRecord = (
  text: string,
  record: number,
  columns: JsonColumns,
  limits: Limits,
  membersOf?: (object: Members) => Members | undefined,
): DecodedRow => {
  const aside = (reason: Extract<DecodedRow, { reason: unknown }>['reason']): DecodedRow => ({
    record,
    reason,
    values: [text.length > 200 ? text.slice(0, 200) : text],
  })
  let value: unknown
  try {
    value = JSON.parse(LONG_INTEGER.test(text) ? quoteLongIntegers(text) : text)
  } catch (error) {
    // Some engines run out of stack where others go on; either way it is nested far too deep.
    return aside(error instanceof SyntaxError ? 'not-json' : 'too-deep')
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return aside('not-an-object')

  const members = membersOf ? membersOf(Object.entries(value)) : Object.entries(value)
  if (!members) return aside('not-a-feature')
  for (const [name, member] of members) {
    if (name === '__proto__') return aside('reserved-key')
    if (LONE_SURROGATE.test(name)) return aside('lone-surrogate')
    const problem =
      typeof member === 'string'
        ? LONE_SURROGATE.test(member)
          ? 'lone-surrogate'
          : undefined
        : problemIn(member, 2, limits)
    if (problem) return aside(problem)
  }
  const cells: (Cell | undefined)[] = []
  for (const [name, member] of members) {
    const at = columns.index.get(name) ?? addColumn(name, record, columns, limits)
    cells[at] = toCell(member, at, record, name, columns, limits)
  }
  return { record, cells }
}

const addColumn = (name: string, record: number, columns: JsonColumns, limits: Limits): number => {
  if (columns.names.length >= limits.columns) {
    throw new CleaningError(
      'TOO_MANY_COLUMNS',
      `Record ${record} brings more than ${limits.columns} different keys.`,
      'Lend fewer columns, or put values that are used as keys into a column of their own.',
      { record, limit: limits.columns },
    )
  }
  columns.index.set(name, columns.names.length)
  return columns.names.push(name) - 1
}

const toCell = (
  value: unknown,
  at: number,
  record: number,
  name: string,
  columns: JsonColumns,
  limits: Limits,
): Cell => {
  let cell = value as Cell
  if (typeof value === 'object' && value !== null) {
    columns.nested.set(at, (columns.nested.get(at) ?? 0) + 1)
    cell = canonicalJson(value)
  }
  if (typeof cell === 'string' && exceedsBytes(cell, limits.cellBytes)) {
    throw new CleaningError(
      'CELL_TOO_LARGE',
      `Record ${record} has a value of more than ${limits.cellBytes} bytes.`,
      'Shorten the value, or lend long texts as plain text.',
      { record, column: name.slice(0, 200), limit: limits.cellBytes },
    )
  }
  return cell
}

/** Why a nested value cannot be canonical JSON, if it cannot. */
export const problemIn = (
  value: unknown,
  depth: number,
  limits: Limits,
): 'too-deep' | 'lone-surrogate' | 'reserved-key' | 'not-json' | undefined => {
  if (typeof value === 'string') return LONE_SURROGATE.test(value) ? 'lone-surrogate' : undefined
  // 1e999 parses to Infinity, which no JSON can hold again.
  if (typeof value === 'number') return depth > 2 && !Number.isFinite(value) ? 'not-json' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > limits.jsonDepth) return 'too-deep'
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__') return 'reserved-key'
    const problem = LONE_SURROGATE.test(key) ? 'lone-surrogate' : problemIn(member, depth + 1, limits)
    if (problem) return problem
  }
  return undefined
}

const LONG_INTEGER = /\d{16}/

/**
 * JSON.parse rounds integers beyond 2^53 without a word, and two ids become one. Those that would change are
 * turned into strings first. One regular expression walks strings and numbers alike, so that digits inside a
 * string are left alone.
 */
const quoteLongIntegers = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && String(Number(token)) !== token ? `"${token}"` : token,
  )
