import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { TextFormat } from './format.ts'
import { jsonBatches } from './jsonBatches.ts'
import type { JsonColumns } from './jsonRecord.ts'

/** One JSON object a line. */
export const jsonl: TextFormat = {
  name: 'jsonl',
  kind: 'table',
  extensions: ['jsonl', 'ndjson', 'jsonlines'],
  typed: true,
  reads: 'text',

  recognise(head) {
    const lines = head.text.split('\n')
    // The last line of a longer file is cut somewhere.
    if (!head.whole && lines.length > 1) lines.pop()
    const sample = lines
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, 50)
    if (!sample.some((line) => line.startsWith('{'))) return 0
    const objects = sample.filter(isObject).length
    if (objects > 0 && objects * 2 >= sample.length) return 0.95
    // One line longer than the head.
    return !head.whole && lines.length === 1 && /^\s*\{\s*"/.test(head.text) ? 0.6 : 0
  },

  async decode(text, { limits }) {
    const columns: JsonColumns = { names: [], index: new Map(), nested: new Map() }
    return {
      columns: columns.names,
      notes: [],
      nested: columns.nested,
      batches: jsonBatches(readLines(text, limits), columns, limits),
    }
  },
}

const isObject = (line: string): boolean => {
  if (!line.startsWith('{')) return false
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

export async function* readLines(text: AsyncIterable<string>, limits: Limits): AsyncGenerator<string> {
  let rest = ''
  let number = 0
  for await (const piece of text) {
    rest += piece
    let from = 0
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
      number++
      yield rest.slice(from, end)
      from = end + 1
    }
    rest = rest.slice(from)
    if (rest.length > limits.recordBytes) {
      throw new CleaningError(
        'RECORD_TOO_LARGE',
        `Line ${number + 1} is longer than ${limits.recordBytes} bytes.`,
        'Put one JSON object on each line.',
        { line: number + 1, limit: limits.recordBytes },
      )
    }
  }
  if (rest !== '') yield rest
}
