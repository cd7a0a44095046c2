import type { NormalisedOutput } from '../normalise/manifest.ts'
import type { Column, ColumnReport } from '../types.ts'
import type { WrittenFile } from './outputFile.ts'

const JSONL = 'application/jsonl'

/** What the files are called; a suffix tells those of several sources apart. */
export const namesWith = (suffix = '') => ({
  parquet: `data${suffix}.parquet`,
  jsonl: `data${suffix}.jsonl`,
  invalid: `invalid${suffix}.jsonl`,
})

type Counts = { records: number; rows: number }

export const parquetOutput = (name: string, file: WrittenFile, { rows }: Counts): NormalisedOutput => ({
  name,
  holds: 'rows',
  mediaType: 'application/vnd.apache.parquet',
  ...file,
  rows,
})

export const jsonlOutput = (name: string, file: WrittenFile, { rows }: Counts): NormalisedOutput => ({
  name,
  holds: 'rows',
  mediaType: JSONL,
  ...file,
  rows,
})

export const invalidOutput = (
  name: string,
  file: WrittenFile,
  { records, rows }: Counts,
): NormalisedOutput => ({ name, holds: 'invalid', mediaType: JSONL, ...file, rows: records - rows })

/** A column without the figures of a report. */
export const schemaColumn = ({ name, type, nullable, unit }: Column | ColumnReport): Column => ({
  name,
  type,
  nullable,
  ...(unit === undefined ? {} : { unit }),
})
