import { CleaningError } from '../errors.ts'
import type { Head, TextFormat } from './format.ts'
import { isFeatures } from './geojson.ts'
import { jsonBatches } from './jsonBatches.ts'
import { readElements } from './jsonElements.ts'
import type { JsonColumns } from './jsonRecord.ts'

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
      batches: jsonBatches(readElements(text, limits), columns, limits),
    }
  },
}

export const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const refuseOneObject = ({ text, whole }: Head) => {
  const firstLine = text.trimStart().split('\n', 1)[0] ?? ''
  const pretty =
    /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:/.test(text) &&
    !isFeatures(text) &&
    !parses(firstLine) &&
    (whole ? parses(text) : text.includes('\n'))
  if (!pretty) return
  throw new CleaningError(
    'FORMAT_REFUSED',
    'The file is one JSON object, not a list of records.',
    'Give an array of objects, or one object on each line (JSONL).',
    { format: 'JSON object' },
  )
}
