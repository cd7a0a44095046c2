import { DATE, DATETIME } from '../../schema/classify.ts'
import { daysFrom1970 } from '../moment.ts'
import { type ColumnReading, UNREAD, VALUE } from './bytesColumn.ts'
import type { FieldBatch } from './fieldBatch.ts'
import { readSlowly } from './readSlowly.ts'

const SIGN_OF_DATE = 0x2d
const SIGN_OF_TIME = 0x3a
const ZERO = 0x30
const T = 0x54
const Z = 0x5a
const SPACE = 0x20
const NO_DAY = Number.NaN

/** 2007-11-11, and 2007-11-11T10:00:00 with or without Z; the rest goes the ordinary way. */
export const readDays = (batch: FieldBatch, reading: ColumnReading, missing: ReadonlySet<string>): void => {
  const { bytes, width, rows, starts, ends } = batch
  const { column, profile, states, numbers, micros, utc } = reading
  const timed = column.type === 'datetime'
  const inText = column.stored === 'string'
  let present = 0
  for (let row = 0, field = column.from; row < rows; row++, field += width) {
    if (states[row] !== UNREAD) continue
    const start = starts[field] as number
    const length = (ends[field] as number) - start
    const value = inText
      ? NO_DAY
      : !timed && length === 10
        ? dayAt(bytes, start)
        : timed && (length === 19 || (length === 20 && bytes[start + 19] === Z))
          ? dayAt(bytes, start) * 86_400 + secondsAt(bytes, start + 10)
          : NO_DAY
    if (Number.isNaN(value)) {
      readSlowly(batch, row, reading, missing)
      continue
    }
    present++
    numbers[row] = value
    states[row] = VALUE
    if (timed) {
      micros[row] = 0
      utc[row] = length === 20 ? 1 : 0
    }
  }
  profile.present += present
  if (present > 0) profile.could &= timed ? DATETIME : DATE
}

const twoAt = (bytes: Uint8Array, at: number): number => {
  const tens = (bytes[at] as number) - ZERO
  const ones = (bytes[at + 1] as number) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NO_DAY
}

/** Days up to the 28th are in every month; the others are rare enough for the ordinary way. */
const dayAt = (bytes: Uint8Array, at: number): number => {
  if (bytes[at + 4] !== SIGN_OF_DATE || bytes[at + 7] !== SIGN_OF_DATE) return NO_DAY
  const year = twoAt(bytes, at) * 100 + twoAt(bytes, at + 2)
  const month = twoAt(bytes, at + 5)
  const day = twoAt(bytes, at + 8)
  const fine = month >= 1 && month <= 12 && day >= 1 && day <= 28
  return fine ? daysFrom1970(year, month, day) : NO_DAY
}

const secondsAt = (bytes: Uint8Array, at: number): number => {
  if (bytes[at] !== T && bytes[at] !== SPACE) return NO_DAY
  if (bytes[at + 3] !== SIGN_OF_TIME || bytes[at + 6] !== SIGN_OF_TIME) return NO_DAY
  const hour = twoAt(bytes, at + 1)
  const minute = twoAt(bytes, at + 4)
  const second = twoAt(bytes, at + 7)
  return hour <= 23 && minute <= 59 && second <= 59 ? hour * 3600 + minute * 60 + second : NO_DAY
}
