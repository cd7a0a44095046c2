import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { BATCH_ROWS, type DecodedRow, type Head, type TextFormat } from './format.ts'
import { type JsonColumns, jsonRecord } from './jsonRecord.ts'

/** One JSON array of objects. */
export const jsonArray: TextFormat = {
  name: 'json',
  kind: 'table',
  extensions: ['json'],
  typed: true,
  reads: 'text',

  recognise(head) {
    refuseOneObject(head)
    if (!/^\s*\[/.test(head.text)) return 0
    if (/^\s*\[\s*\{/.test(head.text)) return 0.9
    return head.whole && parses(head.text) ? 0.9 : 0
  },

  async decode(text, { limits }) {
    const columns: JsonColumns = { names: [], index: new Map(), nested: new Map() }
    return {
      columns: columns.names,
      notes: [],
      nested: columns.nested,
      batches: toBatches(text, columns, limits),
    }
  },
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const refuseOneObject = ({ text, whole }: Head) => {
  const geo = /^\s*\{\s*"type"\s*:\s*"FeatureCollection"/.test(text)
  const firstLine = text.trimStart().split('\n', 1)[0] ?? ''
  const pretty =
    /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:/.test(text) &&
    !parses(firstLine) &&
    (whole ? parses(text) : text.includes('\n'))
  if (!geo && !pretty) return
  throw new CleaningError(
    'FORMAT_REFUSED',
    geo
      ? 'The file is GeoJSON, which is not taken yet.'
      : 'The file is one JSON object, not a list of records.',
    'Give an array of objects, or one object on each line (JSONL).',
    { format: geo ? 'GeoJSON' : 'JSON object' },
  )
}

async function* toBatches(
  text: AsyncIterable<string>,
  columns: JsonColumns,
  limits: Limits,
): AsyncGenerator<DecodedRow[]> {
  let record = 0
  let batch: DecodedRow[] = []
  for await (const element of readElements(text, limits)) {
    if (++record > limits.rows) {
      throw new CleaningError(
        'TOO_MANY_ROWS',
        `The file has more than ${limits.rows} rows.`,
        'Split it into several files and lend each.',
        { limit: limits.rows },
      )
    }
    batch.push(jsonRecord(element, record, columns, limits))
    if (batch.length === BATCH_ROWS) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
  if (record === 0)
    throw new CleaningError('NO_RECORDS', 'The array is empty.', 'Lend a file that has at least one record.')
}

/** Cuts the array at the commas of its first level, so that no more than one element is ever held. */
async function* readElements(text: AsyncIterable<string>, limits: Limits): AsyncGenerator<string> {
  let depth = 0
  let inString = false
  let escaped = false
  let element = ''
  let offset = 0
  let elements = 0
  const broken = (problem: string) =>
    new CleaningError(
      'INVALID_JSON',
      `${problem} (at character ${offset}, element ${elements + 1}).`,
      'Check that the file was saved completely.',
      { offset, element: elements + 1 },
    )

  for await (const piece of text) {
    let from = 0
    for (let i = 0; i < piece.length; i++) {
      const code = piece.charCodeAt(i)
      if (inString) {
        if (escaped) escaped = false
        else if (code === 0x5c) escaped = true
        else if (code === 0x22) inString = false
        continue
      }
      if (code === 0x22) inString = true
      else if (code === 0x5b || code === 0x7b) {
        depth++
        if (depth === 1 && code === 0x5b && element === '') from = i + 1
      } else if (code === 0x5d || code === 0x7d) {
        depth--
        if (depth === 0) {
          offset += i
          element += piece.slice(from, i)
          if (code !== 0x5d) throw broken('The array is closed by the wrong bracket')
          if (element.trim() !== '') yield element
          else if (elements > 0) throw broken('There is a comma before the end of the array')
          if (piece.slice(i + 1).trim() !== '') throw broken('There is something after the end of the array')
          for await (const more of text)
            if (more.trim() !== '') throw broken('There is something after the end of the array')
          return
        }
      } else if (code === 0x2c && depth === 1) {
        element += piece.slice(from, i)
        from = i + 1
        if (element.trim() === '') {
          offset += i
          throw broken('There is a comma with nothing before it')
        }
        yield element
        elements++
        element = ''
      }
    }
    if (depth > 0) element += piece.slice(from)
    offset += piece.length
    if (element.length > limits.recordBytes) {
      throw new CleaningError(
        'RECORD_TOO_LARGE',
        `Element ${elements + 1} of the array is longer than ${limits.recordBytes} bytes.`,
        'Lend smaller records.',
        { record: elements + 1, limit: limits.recordBytes },
      )
    }
  }
  throw broken('The array is never closed')
}
