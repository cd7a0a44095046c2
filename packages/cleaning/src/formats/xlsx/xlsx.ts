import { isZip, listZip } from '../../archive/zip.ts'
import { CleaningError } from '../../errors.ts'
import { DEFAULT_LIMITS, type Limits } from '../../limits.ts'
import type { Cell, Note } from '../../types.ts'
import { BATCH_ROWS, type ByteFormat, type DecodedRow } from '../format.ts'
import { hasHeader } from '../hasHeader.ts'
import { noRecords } from '../tooMany.ts'
import type { SheetRow } from './readRows.ts'
import type { Sheet, Workbook } from './workbook.ts'

const SAMPLE = 200

/** One sheet of an Excel workbook: the one asked for, or the first that shows and has data. */
export const xlsx: ByteFormat = {
  name: 'xlsx',
  kind: 'table',
  extensions: ['xlsx', 'xlsm'],
  typed: true,
  reads: 'bytes',

  async recognise(head, source) {
    if (!isZip(head)) return false
    const members = await listZip(source, DEFAULT_LIMITS)
    return members.some(({ path }) => path === 'xl/workbook.xml')
  },

  async decode(source, { limits, header, sheet: wanted }) {
    const { readWorkbook } = await import('./workbook.ts')
    const workbook = await readWorkbook(source, await listZip(source, limits), limits)
    const { sheet, rows } = await chooseSheet(workbook, wanted, limits)
    const notes = describeOthers(workbook, sheet)

    const sample = await take(rows, SAMPLE)
    const titles = sample.length > 0 ? countTitles(sample) : 0
    const table = sample.slice(titles)
    const [first] = table
    if (!first) throw noRecords(`The sheet "${sheet.name}" is empty.`)
    if (titles > 0)
      notes.push({
        code: 'title-rows',
        count: titles,
        text: 'Rows above the names of the columns are left out.',
      })
    const named = header ?? hasHeader(table.map(({ cells }) => toRecord(cells)))
    const width = named
      ? first.cells.length
      : table.reduce((most, { cells }) => Math.max(most, cells.length), 0)
    if (!named)
      notes.push({ code: 'no-header', text: 'The first record is data, so the columns are numbered.' })
    const columns = Array.from({ length: width }, (_, i) =>
      named ? String(first.cells[i] ?? '') : `column_${i + 1}`,
    )
    const records = named ? table.slice(1) : table
    return {
      columns,
      notes,
      nested: new Map(),
      batches: toBatches(records, rows, width, columns, notes),
    }
  },
}

type Rows = AsyncGenerator<SheetRow[]>

const chooseSheet = async (
  workbook: Workbook,
  wanted: string | undefined,
  limits: Limits,
): Promise<{ sheet: Sheet; rows: Rows }> => {
  const { readRows } = await import('./readRows.ts')
  const { sheets } = workbook
  if (wanted !== undefined) {
    const sheet = sheets.find(({ name }) => name === wanted)
    if (sheet) return { sheet, rows: readRows(workbook, sheet, limits) }
    throw new CleaningError(
      'UNKNOWN_SHEET',
      `The workbook has no sheet "${wanted.slice(0, 100)}".`,
      `It has ${sheets
        .slice(0, 30)
        .map(({ name }) => `"${name}"`)
        .join(', ')}.`,
      { sheet: wanted.slice(0, 200), found: sheets.slice(0, 100).map(({ name }) => name) },
    )
  }
  for (const sheet of sheets.toSorted((a, b) => Number(a.hidden) - Number(b.hidden))) {
    const rows = readRows(workbook, sheet, limits)
    const { value } = await rows.next()
    if (value) return { sheet, rows: again(value, rows) }
  }
  throw noRecords('The workbook has no sheet with data.')
}

async function* again(first: SheetRow[], rest: Rows): Rows {
  yield first
  yield* rest
}

const describeOthers = ({ sheets }: Workbook, chosen: Sheet): Note[] => {
  const others = sheets.filter((sheet) => sheet !== chosen)
  if (others.length === 0) return []
  const names = others.map(({ name, hidden }) => (hidden ? `"${name}" (hidden)` : `"${name}"`)).slice(0, 20)
  return [
    {
      code: 'other-sheets',
      count: others.length,
      text: `Only the sheet "${chosen.name}" is read; there is also ${names.join(', ')}.`,
    },
  ]
}

/** Reads until there are so many rows; what was read beyond is in the list too. */
const take = async (rows: Rows, count: number): Promise<SheetRow[]> => {
  const taken: SheetRow[] = []
  while (taken.length < count) {
    const next = await rows.next()
    if (next.done) break
    taken.push(...next.value)
  }
  return taken
}

// A title stands alone in its row, above a table that has more than one column.
const countTitles = (rows: readonly SheetRow[]): number => {
  const filled = rows.map(({ cells }) => cells.filter((cell) => cell !== undefined && cell !== '').length)
  const first = filled.findIndex((count) => count > 1)
  return first > 0 && first <= 10 ? first : 0
}

const toRecord = (cells: readonly (Cell | undefined)[]) => ({
  fields: Array.from(cells, (cell) => String(cell ?? '')),
  count: cells.length,
  textAfterQuote: false,
})

async function* toBatches(
  first: SheetRow[],
  rest: Rows,
  width: number,
  columns: readonly string[],
  notes: Note[],
): AsyncGenerator<DecodedRow[]> {
  let record = 0
  const errors = new Map<number, number>()
  const unknown = new Map<number, number>()
  for await (const rows of again(first, rest)) {
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      yield rows.slice(from, from + BATCH_ROWS).map((row): DecodedRow => {
        record++
        for (const column of row.errors) errors.set(column, (errors.get(column) ?? 0) + 1)
        for (const column of row.unknown) unknown.set(column, (unknown.get(column) ?? 0) + 1)
        if (row.cells.length > width)
          return { record, reason: 'too-many-fields', values: Array.from(row.cells, (cell) => cell ?? null) }
        // To the full width: a column that no row fills is there all the same.
        return { record, cells: Array.from({ length: width }, (_, i) => row.cells[i] ?? null) }
      })
    }
  }
  for (const [column, count] of errors)
    notes.push({
      code: 'cell-errors',
      column: columns[column] ?? '',
      count,
      text: 'Cells that show an error, such as #DIV/0!, are taken for no value.',
    })
  for (const [column, count] of unknown)
    notes.push({
      code: 'formulas-without-value',
      column: columns[column] ?? '',
      count,
      text: 'Formulas that were never calculated are taken for no value; open the workbook and save it.',
    })
  if (record === 0) throw noRecords(`There is a header and no records.`)
}
