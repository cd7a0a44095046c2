import type { Cell, DatasetColumn, InvalidReason } from '../types.ts'
import { classify, INTEGER, NOT_FINITE, NUMBER, parseDate, parseDatetime } from './classify.ts'
import { isMissing } from './profileCell.ts'

export type CastOptions = { missing: ReadonlySet<string>; decimalComma: boolean }

export type Cast = { value: Cell } | { reason: InvalidReason }

/** A decoded value to what its column holds: null for no value, or the reason why it cannot be. */
export const castCell = (cell: Cell | undefined, column: DatasetColumn, options: CastOptions): Cast => {
  if (cell === undefined || cell === null || (typeof cell === 'string' && isMissing(cell, options.missing))) {
    return column.nullable ? { value: null } : { reason: 'missing' }
  }
  if (typeof cell === 'number' && !Number.isFinite(cell)) return { reason: 'not-finite' }
  const cast = castTo[column.type](cell, options)
  return 'value' in cast ? checkBounds(cast, column) : cast
}

const WRONG: Cast = { reason: 'wrong-type' }

const castNumber = (cell: Cell, { decimalComma }: CastOptions, integer: boolean): Cast => {
  let value = cell
  if (typeof cell === 'string') {
    const text = decimalComma ? cell.trim().replace(',', '.') : cell.trim()
    const could = classify(text)
    if (could === NOT_FINITE) return { reason: 'not-finite' }
    if (!(could & NUMBER)) return WRONG
    if (integer && !(could & INTEGER)) return WRONG
    value = Number(text)
  }
  if (typeof value !== 'number' || (integer && !Number.isSafeInteger(value))) return WRONG
  // -0 is 0 to everybody but a hash.
  return { value: value + 0 }
}

const castTo: Record<DatasetColumn['type'], (cell: Cell, options: CastOptions) => Cast> = {
  integer: (cell, options) => castNumber(cell, options, true),
  number: (cell, options) => castNumber(cell, options, false),
  boolean: (cell) => {
    if (typeof cell === 'boolean') return { value: cell }
    const text = typeof cell === 'string' ? cell.trim().toLowerCase() : ''
    return text === 'true' || text === 'false' ? { value: text === 'true' } : WRONG
  },
  date: (cell) => {
    const date = typeof cell === 'string' ? parseDate(cell.trim()) : undefined
    return date === undefined ? WRONG : { value: date }
  },
  datetime: (cell) => {
    const datetime = typeof cell === 'string' ? parseDatetime(cell.trim()) : undefined
    return datetime === undefined ? WRONG : { value: datetime }
  },
  string: (cell) => ({ value: typeof cell === 'string' ? normaliseText(cell) : String(cell) }),
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const ASCII = /^[\x00-\x7f]*$/

/** One spelling for what looks the same: composed characters, newlines as \n, no space around. */
export const normaliseText = (text: string): string => {
  const composed = ASCII.test(text) ? text : text.normalize('NFC')
  return (composed.includes('\r') ? composed.replace(/\r\n?/g, '\n') : composed).trim()
}

const checkBounds = (cast: { value: Cell }, { allowed, min, max }: DatasetColumn): Cast => {
  const { value } = cast
  if (allowed && !allowed.some((one) => one === value)) return { reason: 'not-allowed' }
  if (typeof value === 'number') {
    if (min !== undefined && value < min) return { reason: 'below-minimum' }
    if (max !== undefined && value > max) return { reason: 'above-maximum' }
  }
  return cast
}
