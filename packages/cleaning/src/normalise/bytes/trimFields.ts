import { ABSENT, type ColumnReading, UNREAD } from './bytesColumn.ts'
import { EDGE, type FieldBatch, HIGH } from './fieldBatch.ts'
import { readSlowly } from './readSlowly.ts'

const BLANK = new Uint8Array(256)
for (const byte of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20]) BLANK[byte] = 1

/** Longer than this no text is taken for a missing value. */
const LONGEST_MISSING = 64

/** The words for a missing value as bytes. They have to be ASCII. `edges` has 1 for each byte that such a word begins
 * with, and for each blank. */
export type MissingWords = { words: Uint8Array[]; longest: number; edges: Uint8Array }

export const missingWords = (missing: Iterable<string>): MissingWords => {
  const words = [...missing].filter((word) => word !== '').map((word) => new TextEncoder().encode(word))
  const edges = BLANK.slice()
  for (const [first] of words) edges[first as number] = 1
  return { words, edges, longest: Math.max(0, ...words.map(({ length }) => length)) }
}

/**
 * Takes the blanks around the fields of a column away, and says which are no value. What is not plain ASCII is read
 * to its end here.
 */
export const trimFields = (
  batch: FieldBatch,
  reading: ColumnReading,
  { words, longest, edges }: MissingWords,
  missing: ReadonlySet<string>,
): void => {
  const { bytes, width, rows, starts, ends, flags } = batch
  const { column, states, texts } = reading
  let absent = 0
  texts.clear()
  for (let row = 0, field = column.from; row < rows; row++, field += width) {
    // Most fields, for which it ends here.
    if (flags[field] === 0) {
      states[row] = UNREAD
      continue
    }
    const flag = (flags[field] as number) & ~EDGE
    let start = starts[field] as number
    let end = ends[field] as number
    const written = end - start
    while (start < end && BLANK[bytes[start] as number] === 1) start++
    while (end > start && BLANK[bytes[end - 1] as number] === 1) end--
    const composed = flag === HIGH && column.settled && isComposed(bytes, start, end)
    // Whether a text is missing goes by its length with the blanks.
    const padded = written >= LONGEST_MISSING && end - start < written
    if ((flag !== 0 && !composed) || padded) {
      readSlowly(batch, row, reading, missing)
      continue
    }
    starts[field] = start
    ends[field] = end
    const isWord =
      end - start <= longest &&
      written < LONGEST_MISSING &&
      edges[bytes[start] as number] === 1 &&
      words.some((word) => isAt(bytes, start, end, word))
    if (start === end || isWord) {
      absent++
      states[row] = ABSENT
    } else states[row] = UNREAD
  }
  reading.profile.missing += absent
}

const isAt = (bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean => {
  if (word.length !== end - start) return false
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false
  return true
}

const NO_BREAK_SPACE = 0xc2
const FIRST_COMBINING = 0xcc

/** No character from U+0300 on, where the first stands that composes with another, and no blank at the ends. */
const isComposed = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (bytes[start] === NO_BREAK_SPACE || bytes[end - 2] === NO_BREAK_SPACE) return false
  for (let at = start; at < end; at++) if ((bytes[at] as number) >= FIRST_COMBINING) return false
  return true
}
