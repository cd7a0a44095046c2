import { COMMA_NUMBER, INTEGER, NUMBER } from '../../schema/classify.ts'
import { type ColumnReading, UNREAD, VALUE } from './bytesColumn.ts'
import type { FieldBatch } from './fieldBatch.ts'
import { readSlowly } from './readSlowly.ts'

const PLUS = 0x2b
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
/** A double holds fifteen digits, and powers of ten up to the 22nd: one division of the two rounds as reading does. */
const MOST_DIGITS = 15
const POWERS = Float64Array.from({ length: MOST_DIGITS + 1 }, (_, i) => 10 ** i)
/** From so many signs on, digits may be the number of a card, which the ordinary way looks at. */
const LONG = 13

/** Whole and decimal numbers as they are mostly written; the rest goes the ordinary way. */
export const readNumbers = (
  batch: FieldBatch,
  reading: ColumnReading,
  missing: ReadonlySet<string>,
): void => {
  const { bytes, width, rows, starts, ends } = batch
  const { column, profile, states, numbers } = reading
  let could = profile.could
  let present = 0
  for (let row = 0, field = column.from; row < rows; row++, field += width) {
    if (states[row] !== UNREAD) continue
    const start = starts[field] as number
    const end = ends[field] as number
    const sign = bytes[start]
    let at = sign === MINUS || sign === PLUS ? start + 1 : start
    const first = at
    let digits = 0
    let value = 0
    for (let digit = (bytes[at] as number) - ZERO; at < end && digit >= 0 && digit <= 9; ) {
      value = value * 10 + digit
      digit = (bytes[++at] as number) - ZERO
    }
    digits = at - first
    const whole = digits
    if (at < end && bytes[at] === POINT) {
      const point = ++at
      for (let digit = (bytes[at] as number) - ZERO; at < end && digit >= 0 && digit <= 9; ) {
        value = value * 10 + digit
        digit = (bytes[++at] as number) - ZERO
      }
      digits += at - point
      value /= POWERS[Math.min(at - point, MOST_DIGITS)] as number
    }
    const plain = at === end && whole > 0 && digits <= MOST_DIGITS && (whole === 1 || bytes[first] !== ZERO)
    const integer = Number.isInteger(value)
    if (!plain || column.decimalComma || (integer && end - start >= LONG)) {
      readSlowly(batch, row, reading, missing)
      continue
    }
    present++
    could &= integer ? INTEGER | NUMBER | COMMA_NUMBER : NUMBER
    numbers[row] = (sign === MINUS ? -value : value) + 0
    states[row] = VALUE
  }
  profile.present += present
  profile.could &= could
}
