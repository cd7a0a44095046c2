import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { exceedsBytes } from './exceedsBytes.ts'
import { BATCH_ROWS, type DecodedRow, type TextFormat } from './format.ts'

/** One record {text} for each paragraph; paragraphs are parted by blank lines. */
export const plainText: TextFormat = {
  name: 'text',
  kind: 'text',
  extensions: ['txt', 'text'],
  typed: false,
  reads: 'text',

  recognise(head) {
    return this.extensions.includes(head.extension) ? 0.5 : 0.3
  },

  async decode(text, { limits }) {
    return { columns: ['text'], notes: [], nested: new Map(), batches: toBatches(text, limits) }
  },
}

async function* toBatches(text: AsyncIterable<string>, limits: Limits): AsyncGenerator<DecodedRow[]> {
  let record = 0
  let batch: DecodedRow[] = []
  for await (const paragraph of readParagraphs(text, limits)) {
    if (++record > limits.rows) {
      throw new CleaningError(
        'TOO_MANY_ROWS',
        `The text has more than ${limits.rows} paragraphs.`,
        'Split it into several files and lend each.',
        { limit: limits.rows },
      )
    }
    if (exceedsBytes(paragraph, limits.cellBytes)) throw tooLarge(record, limits)
    batch.push({ record, cells: [paragraph] })
    if (batch.length === BATCH_ROWS) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
  if (record === 0)
    throw new CleaningError(
      'NO_RECORDS',
      'The file holds nothing but white space.',
      'Lend a file with text in it.',
    )
}

async function* readParagraphs(text: AsyncIterable<string>, limits: Limits): AsyncGenerator<string> {
  let lines: string[] = []
  let length = 0
  let paragraphs = 0
  for await (const line of readLines(text, limits)) {
    if (line.trim() !== '') {
      length += line.length + 1
      lines.push(line)
      if (length > limits.cellBytes + 1) throw tooLarge(paragraphs + 1, limits)
      continue
    }
    if (lines.length > 0) {
      paragraphs++
      yield lines.join('\n').trim()
    }
    lines = []
    length = 0
  }
  if (lines.length > 0) yield lines.join('\n').trim()
}

/** Lines with any ending, none longer than a cell may be. */
export async function* readLines(text: AsyncIterable<string>, limits: Limits): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of text) {
    rest += piece
    // A carriage return at the end may be half of a line ending.
    const held = rest.endsWith('\r') ? '\r' : ''
    const lines = (held ? rest.slice(0, -1) : rest).split(/\r\n|\n|\r/)
    rest = `${lines.pop()}${held}`
    yield* lines
    if (rest.length > limits.cellBytes + 1) throw tooLarge(undefined, limits)
  }
  yield* rest.split(/\r\n|\n|\r/)
}

export const tooLarge = (paragraph: number | undefined, limits: Limits) =>
  new CleaningError(
    'CELL_TOO_LARGE',
    `${paragraph === undefined ? 'A line' : `Paragraph ${paragraph}`} is longer than ${limits.cellBytes} bytes.`,
    'Part the text by blank lines.',
    { ...(paragraph === undefined ? {} : { record: paragraph }), limit: limits.cellBytes },
  )
