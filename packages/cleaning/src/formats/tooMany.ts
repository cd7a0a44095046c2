import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'

export const tooManyRows = (limits: Limits) =>
  new CleaningError(
    'TOO_MANY_ROWS',
    `The file has more than ${limits.rows} rows.`,
    'Split it into several files and lend each.',
    { limit: limits.rows },
  )

export const tooManyColumns = (columns: number, limits: Limits) =>
  new CleaningError(
    'TOO_MANY_COLUMNS',
    `The file has ${columns} columns; at most ${limits.columns} are taken.`,
    'Lend fewer columns, or turn the table so that its columns become rows.',
    { columns, limit: limits.columns },
  )

export const noRecords = (problem = 'The file has no records.') =>
  new CleaningError('NO_RECORDS', problem, 'Lend a file that has at least one record.')
