import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { exceedsBytes } from './exceedsBytes.ts'

export type CsvRecord = {
  fields: string[]
  /** How many there were, also where the list stops at the column limit. */
  count: number
  textAfterQuote: boolean
}

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const HASH = 0x23

export type CsvSigns = {
  delimiter: string
  quote: '"' | "'"
  /** A backslash before a quote makes it a character like any other. */
  escapes: boolean
  /** Lines that begin with # say something about the data. */
  comments: boolean
}

export const RFC_4180: CsvSigns = { delimiter: ',', quote: '"', escapes: false, comments: false }

/**
 * RFC 4180 with any one-character delimiter and any line ending, and what else is met. Where blanks part the
 * fields, any number of them does. Text is pushed in pieces; a record is given once its end has been seen, so where
 * the pieces were cut does not matter.
 */
export const createCsvTokenizer = ({ delimiter, quote, escapes, comments }: CsvSigns, limits: Limits) => {
  const separator = delimiter.charCodeAt(0)
  const QUOTE = quote.charCodeAt(0)
  const doubled = quote + quote
  let rest = ''
  let seen = 0
  let commented = 0

  const push = (piece: string, last: boolean): CsvRecord[] => {
    const text = rest + piece
    const records: CsvRecord[] = []
    let at = 0
    while (at < text.length) {
      const record: CsvRecord = { fields: [], count: 0, textAfterQuote: false }
      const end = readRecord(text, at, last, record)
      if (end < 0) break
      at = end
      if (record.count === 0) continue
      // A line with nothing on it is layout, not a record.
      if (record.count === 1 && record.fields[0] === '' && !quoted) continue
      seen++
      records.push(record)
    }
    rest = text.slice(at)
    return records
  }

  let quoted = false

  const readRecord = (text: string, start: number, last: boolean, record: CsvRecord): number => {
    let at = start
    quoted = false
    if (comments && text.charCodeAt(at) === HASH) {
      while (at < text.length && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR) at++
      if (at < text.length) {
        commented++
        return at + 1
      }
      if (!last) guardUnfinished(text, start, start, record)
      if (last) commented++
      return last ? at : -1
    }
    if (separator === SPACE) while (text.charCodeAt(at) === SPACE) at++
    while (true) {
      const fieldStart = at
      let field: string
      if (text.charCodeAt(at) === QUOTE) {
        quoted = true
        const close = findClose(text, at + 1)
        // A quote as the very last character may be the first of a doubled one.
        if (close < 0 || (close + 1 === text.length && !last)) {
          if (last) throw unclosed(record)
          guardUnfinished(text, start, fieldStart, record)
          return -1
        }
        field = text.slice(at + 1, close)
        if (field.includes(quote)) field = field.replaceAll(doubled, quote)
        if (escapes) field = field.replace(/\\(["'\\])/g, '$1')
        at = close + 1
        const after = at
        while (at < text.length && !isEnd(text.charCodeAt(at))) at++
        if (at > after) {
          record.textAfterQuote = true
          field += text.slice(after, at)
        }
      } else {
        while (at < text.length && !isEnd(text.charCodeAt(at))) at++
        field = text.slice(fieldStart, at)
      }
      const code = at < text.length ? text.charCodeAt(at) : -1
      if (!last && (code < 0 || (code === CR && at + 1 === text.length))) {
        guardUnfinished(text, start, fieldStart, record)
        return -1
      }
      if (exceedsBytes(field, limits.cellBytes)) throw cellTooLarge(record)
      record.count++
      if (record.fields.length <= limits.columns) record.fields.push(field)
      if (code === separator) {
        at++
        if (separator === SPACE) {
          while (text.charCodeAt(at) === SPACE) at++
          const next = text.charCodeAt(at)
          // Blanks at the end of a line part nothing.
          if (next === LF || next === CR || (last && at === text.length)) {
            if (next === CR && at + 1 === text.length && !last) return -1
            return next === CR && text.charCodeAt(at + 1) === LF ? at + 2 : Math.min(at + 1, text.length)
          }
        }
        if (at === text.length) {
          if (!last) return -1
          record.count++
          record.fields.push('')
          return at
        }
        continue
      }
      if (code === CR) return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1
      return code === LF ? at + 1 : at
    }
  }

  const findClose = (text: string, from: number): number => {
    let close = text.indexOf(quote, from)
    while (close >= 0) {
      if (escapes && isEscaped(text, from, close)) close = text.indexOf(quote, close + 1)
      else if (text.charCodeAt(close + 1) === QUOTE) close = text.indexOf(quote, close + 2)
      else break
    }
    return close
  }

  // An odd number of backslashes stands before it.
  const isEscaped = (text: string, from: number, at: number): boolean => {
    let backslashes = 0
    while (at - 1 - backslashes >= from && text[at - 1 - backslashes] === '\\') backslashes++
    return backslashes % 2 === 1
  }

  const isEnd = (code: number) => code === separator || code === LF || code === CR

  const guardUnfinished = (text: string, start: number, fieldStart: number, record: CsvRecord) => {
    // A character is at least a byte, so this never refuses what would fit.
    if (text.length - fieldStart > limits.cellBytes) throw cellTooLarge(record)
    if (text.length - start > limits.recordBytes) {
      throw new CleaningError(
        'RECORD_TOO_LARGE',
        `Record ${seen + 1} of the file is longer than ${limits.recordBytes} bytes.`,
        'Check the line endings and quotes around that place.',
        { record: seen + 1, limit: limits.recordBytes },
      )
    }
  }

  const place = (record: CsvRecord) => ({ record: seen + 1, field: record.count + 1 })

  const cellTooLarge = (record: CsvRecord) =>
    new CleaningError(
      'CELL_TOO_LARGE',
      `Field ${record.count + 1} of record ${seen + 1} is longer than ${limits.cellBytes} bytes.`,
      'Look for a quote that is opened there and never closed, or shorten the field.',
      { ...place(record), limit: limits.cellBytes },
    )

  const unclosed = (record: CsvRecord) =>
    new CleaningError(
      'UNCLOSED_QUOTE',
      `Field ${record.count + 1} of record ${seen + 1} opens a quote that is never closed.`,
      'Close the quote, or double the quotes inside quoted fields.',
      place(record),
    )

  return { push, commented: () => commented }
}
