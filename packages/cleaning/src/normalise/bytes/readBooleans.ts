import { BOOLEAN } from '../../schema/classify.ts'
import { type ColumnReading, UNREAD, VALUE } from './bytesColumn.ts'
import type { FieldBatch } from './fieldBatch.ts'
import { readSlowly } from './readSlowly.ts'

const TRUE = new TextEncoder().encode('true')
const FALSE = new TextEncoder().encode('false')
const LOWER_CASE = 0x20

/** True and false in any case. */
export const readBooleans = (
  batch: FieldBatch,
  reading: ColumnReading,
  missing: ReadonlySet<string>,
): void => {
  const { bytes, width, rows, starts, ends } = batch
  const { column, profile, states, numbers } = reading
  for (let row = 0, field = column.from; row < rows; row++, field += width) {
    if (states[row] !== UNREAD) continue
    const start = starts[field] as number
    const end = ends[field] as number
    const is = isWord(bytes, start, end, TRUE)
    if (!is && !isWord(bytes, start, end, FALSE)) {
      readSlowly(batch, row, reading, missing)
      continue
    }
    profile.present++
    profile.could &= BOOLEAN
    numbers[row] = is ? 1 : 0
    states[row] = VALUE
  }
}

const isWord = (bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean => {
  if (end - start !== word.length) return false
  for (let i = 0; i < word.length; i++)
    if (((bytes[start + i] as number) | LOWER_CASE) !== word[i]) return false
  return true
}
