import { BATCH, DOUBLED, EDGE, type FieldBatch, HIGH, newFieldBatch, RETURN } from './fieldBatch.ts'
import { Unfit } from './unfit.ts'

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22
const SPACE = 0x20
const ZERO = 0x30
const HIGH_FROM = 0x80

const PLAIN = 0
const END = 1
const HIGH_BYTE = 2
const CONTROL = 3

/** A record that is no row: where it stands, and its number in the block. */
export type OddRecord = { record: number; start: number; end: number }

export type SplitOptions = {
  delimiter: number
  width: number
  /** Longer fields are left to the ordinary lane. */
  cellBytes: number
  /** 1 for each byte that a blank or a word for a missing value begins with. */
  edges: Uint8Array
}

/**
 * Finds the fields in whole records of UTF-8, as `createCsvTokenizer` does in text: RFC 4180 with any delimiter and
 * any line ending. `bytes` has a newline at `end` for a record that lacks its own.
 * @throws Unfit
 */
export const createRecordSplitter = ({ delimiter, width, cellBytes, edges }: SplitOptions) => {
  const kinds = kindsOfBytes(delimiter)
  const batch = newFieldBatch(width)
  const { starts, ends, flags, records, recordStarts, recordEnds } = batch
  let position = 0
  let length = 0
  let seen = 0
  let controls = 0

  return {
    begin(bytes: Uint8Array, end: number, skipped: number) {
      batch.bytes = bytes
      position = 0
      length = end
      seen = -skipped
      controls = 0
    },

    /** The next rows, or undefined at the end. Records that are none go to `odd`. */
    next(odd: OddRecord[]): FieldBatch | undefined {
      const { bytes } = batch
      const end = length
      let at = position
      let rows = 0
      while (at < end && rows < BATCH) {
        const recordStart = at
        const base = rows * width
        let count = 0
        let quoted = false
        let torn = false
        for (;;) {
          let flag = 0
          let start = at
          let stop: number
          if (bytes[at] === QUOTE) {
            quoted = true
            start = ++at
            for (; at < end; at++) {
              const byte = bytes[at] as number
              if (byte === QUOTE) {
                if (bytes[at + 1] !== QUOTE) break
                flag |= DOUBLED
                at++
              } else if (byte >= 0x80) flag |= HIGH
              else if (byte === CR) flag |= RETURN
              else if (kinds[byte] === CONTROL) controls++
            }
            if (at >= end) throw new Unfit('a quote is not closed')
            stop = at++
            while (kinds[bytes[at] as number] !== END) {
              if (kinds[bytes[at] as number] === CONTROL) controls++
              torn = true
              at++
            }
          } else {
            for (;;) {
              const byte = bytes[at] as number
              // Letters and digits, without asking the table.
              if (byte >= ZERO && byte < HIGH_FROM && byte !== delimiter) {
                at++
                continue
              }
              const kind = kinds[byte] as number
              if (kind === PLAIN) at++
              else if (kind === END) break
              else {
                if (kind === HIGH_BYTE) flag |= HIGH
                else controls++
                at++
              }
            }
            stop = at
          }
          // With whatever stands behind a closing quote.
          if (at - start > cellBytes) throw new Unfit('a field is very long')
          if (count < width) {
            starts[base + count] = start
            ends[base + count] = stop
            const edge =
              stop === start || (bytes[stop - 1] as number) <= SPACE || edges[bytes[start] as number]
            flags[base + count] = edge ? flag | EDGE : flag
          }
          count++
          const byte = bytes[at++]
          if (byte === delimiter) continue
          if (byte === CR && bytes[at] === LF) at++
          break
        }
        // A line with nothing on it is layout, not a record.
        if (count === 1 && !quoted && isLineEnd(bytes[recordStart] as number)) continue
        seen++
        if (seen <= 0) continue
        if (count !== width || torn) {
          odd.push({ record: seen, start: recordStart, end: at })
          continue
        }
        records[rows] = seen
        recordStarts[rows] = recordStart
        recordEnds[rows] = at
        rows++
      }
      position = at
      batch.rows = rows
      return rows > 0 || at < end ? batch : undefined
    },

    /** Records so far, and control characters among their bytes. */
    counts: () => ({ records: Math.max(0, seen), controls }),
  }
}

const isLineEnd = (byte: number) => byte === LF || byte === CR

const kindsOfBytes = (delimiter: number): Uint8Array => {
  const kinds = new Uint8Array(256)
  kinds.fill(CONTROL, 0, 0x20)
  for (const blank of [0x09, 0x0c]) kinds[blank] = PLAIN
  kinds.fill(HIGH_BYTE, 0x80)
  for (const byte of [LF, CR, delimiter]) kinds[byte] = END
  return kinds
}
