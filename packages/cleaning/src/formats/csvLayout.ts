import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Note } from '../types.ts'
import type { CsvRecord, CsvSigns } from './csvTokenizer.ts'
import type { Dialect } from './sniffDialect.ts'

/** The signs to read a file with: one column has no separator to be found. */
export const signsOf = (dialect: Dialect): CsvSigns =>
  dialect.width < 2 && !dialect.separatorLine ? { ...dialect, delimiter: ',' } : dialect

/** Names of columns as written, or numbers where the first record is data. */
export const nameFields = (
  [first]: CsvRecord[],
  header: boolean,
  dialect: Dialect,
  notes: Note[],
  limits: Limits,
): string[] => {
  const { fields, count } = first as CsvRecord
  if (count > limits.columns) {
    throw new CleaningError(
      'TOO_MANY_COLUMNS',
      `The first record has ${count} fields; at most ${limits.columns} columns are taken.`,
      'Lend fewer columns, or turn the table so that its columns become rows.',
      { columns: count, limit: limits.columns },
    )
  }
  if (!header) {
    notes.push({ code: 'no-header', text: 'The first record is data, so the columns are numbered.' })
    return fields.map((_, i) => `column_${i + 1}`)
  }
  // R's write.table leaves the column of row names out of the header.
  if (
    dialect.sample.length > 1 &&
    dialect.width === count + 1 &&
    dialect.consistency > 0.5 &&
    fields.every((f) => f !== '')
  ) {
    notes.push({
      code: 'column-added-row-names',
      column: 'row_name',
      text: 'Records have one field more than the header: the first is taken for row names.',
    })
    return ['row_name', ...fields]
  }
  return [...fields]
}
