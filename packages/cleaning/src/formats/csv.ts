import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Note } from '../types.ts'
import { nameFields, signsOf } from './csvLayout.ts'
import { type CsvRecord, type CsvSigns, createCsvTokenizer } from './csvTokenizer.ts'
import { BATCH_ROWS, type DecodedRow, type Head, type TextFormat } from './format.ts'
import { hasHeader } from './hasHeader.ts'
import { type Dialect, sniffDialect } from './sniffDialect.ts'
import { noRecords } from './tooMany.ts'

const EXTENSIONS = ['csv', 'tsv', 'tab', 'psv', 'ssv']

/** Any delimiter, quote and encoding that is in use, found out from the content. */
export const csv: TextFormat = {
  name: 'csv',
  kind: 'table',
  extensions: EXTENSIONS,
  typed: false,
  reads: 'text',

  recognise(head) {
    const dialect = sniffDialect(head)
    const named = EXTENSIONS.includes(head.extension)
    if (dialect.width < 2) return named ? 0.4 : 0
    if (named) return 0.9
    // Fields that blanks part have been looked at already.
    if (dialect.delimiter === ' ') return 0.6
    if (dialect.sample.length < 2 || dialect.consistency < 0.9 || looksLikeProse(dialect)) return 0.2
    return 0.8
  },

  async decode(text, context) {
    const dialect = sniffDialect(context.head)
    const signs = signsOf(dialect)
    const notes: Note[] = []
    const records = readRecords(skipSeparatorLine(text, dialect, context.head), signs, context.limits, notes)
    if (dialect.separatorLine)
      notes.push({ code: 'excel-separator-line', text: 'The first line named the separator.' })

    const first = await records.next()
    if (first.done) throw noRecords()
    const header = context.header ?? hasHeader(dialect.sample)
    const columns = nameFields(first.value, header, dialect, notes, context.limits)
    return {
      columns,
      notes,
      nested: new Map(),
      batches: toBatches(records, first.value, header, columns.length, context.limits),
    }
  },
}

// "Dear Ann,\nthank you" is no table of two columns.
const looksLikeProse = ({ delimiter, sample }: Dialect): boolean => {
  if (delimiter !== ',') return false
  const later = sample.flatMap(({ fields }) => fields.slice(1))
  const spaced = later.filter((field) => field === '' || field.startsWith(' ')).length
  const words = sample.flatMap(({ fields }) => fields).map((field) => field.trim().split(/\s+/).length)
  const average = words.reduce((sum, n) => sum + n, 0) / Math.max(1, words.length)
  return spaced * 2 >= later.length && average >= 2.5
}

async function* skipSeparatorLine(
  text: AsyncIterable<string>,
  { separatorLine }: Dialect,
  head: Head,
): AsyncGenerator<string> {
  let skip = separatorLine ? head.text.search(/[\r\n]/) : 0
  for await (const piece of text) {
    const cut = Math.min(skip, piece.length)
    skip -= cut
    if (cut < piece.length) yield piece.slice(cut)
  }
}

async function* readRecords(
  text: AsyncIterable<string>,
  signs: CsvSigns,
  limits: Limits,
  notes: Note[],
): AsyncGenerator<CsvRecord[]> {
  const tokenizer = createCsvTokenizer(signs, limits)
  for await (const piece of text) {
    const records = tokenizer.push(piece, false)
    if (records.length > 0) yield records
  }
  const records = tokenizer.push('', true)
  if (records.length > 0) yield records
  const count = tokenizer.commented()
  if (count > 0) notes.push({ code: 'comment-lines', count, text: 'Lines that begin with # are left out.' })
}

async function* toBatches(
  rest: AsyncGenerator<CsvRecord[]>,
  first: CsvRecord[],
  header: boolean,
  width: number,
  limits: Limits,
): AsyncGenerator<DecodedRow[]> {
  let number = 0
  let skip = header ? 1 : 0
  async function* all() {
    yield first
    yield* rest
  }
  for await (const records of all()) {
    for (let from = skip; from < records.length; from += BATCH_ROWS) {
      const batch = records
        .slice(from, from + BATCH_ROWS)
        .map((record) => toRow(record, ++number, width, limits))
      yield batch
    }
    skip = 0
  }
  if (number === 0) throw noRecords('The file has a header and no records.')
}

const toRow = (
  { fields, count, textAfterQuote }: CsvRecord,
  record: number,
  width: number,
  limits: Limits,
): DecodedRow => {
  if (record > limits.rows) {
    throw new CleaningError(
      'TOO_MANY_ROWS',
      `The file has more than ${limits.rows} rows.`,
      'Split it into several files and lend each.',
      { limit: limits.rows },
    )
  }
  if (textAfterQuote) return { record, reason: 'text-after-quote', values: fields }
  if (count < width) return { record, reason: 'too-few-fields', values: fields }
  if (count > width) return { record, reason: 'too-many-fields', values: fields }
  return { record, cells: fields }
}
