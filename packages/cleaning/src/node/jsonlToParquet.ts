import { type ColumnValues, createColumnValues } from '../formats/parquet/write/columnValues.ts'
import { encodeChunk } from '../formats/parquet/write/encodeChunk.ts'
import { createParquetFile, PARQUET_MAGIC } from '../formats/parquet/write/parquetFile.ts'
import type { StoredColumn } from '../formats/parquet/write/storedType.ts'
import {
  countMoment,
  daysFrom1970,
  microsOf,
  newMomentTally,
  readMoment,
  storedDatetime,
} from '../normalise/moment.ts'
import type { Cell, Column } from '../types.ts'
import { createOutputFile, type WrittenFile } from './outputFile.ts'
import { readLines } from './readLines.ts'

const MOST_ROWS = 65_536
const MOST_CHARACTERS = 16 * 1024 * 1024

type Row = Record<string, Cell>

/** A quarter of a megabyte each. */
const MOST_DICTIONARIES = 200

/** Rows that cleaning wrote as lines of JSON, as Parquet. One group of rows is in memory at a time. */
export const jsonlToParquet = async (
  from: string,
  to: string,
  columns: readonly Column[],
  signal?: AbortSignal,
): Promise<WrittenFile> => {
  const stored = await storedColumns(from, columns)
  const parquet = createParquetFile(stored)
  const values = stored.map((column) => createColumnValues(column.stored, stored.length <= MOST_DICTIONARIES))
  const file = await createOutputFile(to)
  let rows = 0
  let characters = 0
  const flush = async () => {
    if (rows === 0) return
    const chunks = values.map((column) => encodeChunk(column.take()))
    parquet.add(chunks)
    for (const { bytes } of chunks) await file.write(bytes)
    for (const column of values) column.clear()
    rows = 0
    characters = 0
  }
  try {
    await file.write(PARQUET_MAGIC)
    for await (const line of readLines(from)) {
      const row = JSON.parse(line) as Row
      for (const [i, column] of stored.entries())
        addCell(values[i] as ColumnValues, column, row[column.name] as Cell)
      characters += line.length
      if (++rows < MOST_ROWS && characters < MOST_CHARACTERS) continue
      signal?.throwIfAborted()
      await flush()
    }
    await flush()
    await file.write(parquet.end())
    return await file.end()
  } finally {
    await file.close()
  }
}

/** How datetimes are stored depends on all of them. */
const storedColumns = async (path: string, columns: readonly Column[]): Promise<StoredColumn[]> => {
  const timed = columns.filter(({ type }) => type === 'datetime').map(({ name }) => name)
  const tallies = new Map(timed.map((name) => [name, newMomentTally()]))
  if (timed.length > 0)
    for await (const line of readLines(path)) {
      const row = JSON.parse(line) as Row
      for (const [name, tally] of tallies)
        if (typeof row[name] === 'string') countMoment(tally, readMoment(row[name]))
    }
  return columns.map(({ name, type }) => ({
    name,
    stored: type === 'datetime' ? storedDatetime(tallies.get(name) ?? newMomentTally()) : type,
  }))
}

const encoder = new TextEncoder()

const addCell = (values: ColumnValues, { stored }: StoredColumn, cell: Cell) => {
  if (cell === null) values.addNull()
  else if (stored === 'integer') values.addInteger(cell as number)
  else if (stored === 'number') values.addNumber(cell as number)
  else if (stored === 'boolean') values.addBoolean(cell as boolean)
  else if (stored === 'date') {
    const [year, month, day] = (cell as string).split('-').map(Number)
    values.addDay(daysFrom1970(year as number, month as number, day as number))
  } else if (stored === 'string') {
    const text = encoder.encode(cell as string)
    values.addText(text, 0, text.length)
  } else {
    const { seconds, micros } = readMoment(cell as string) ?? { seconds: 0, micros: 0 }
    const value = microsOf(seconds, micros)
    if (typeof value === 'number') values.addInteger(value)
    else values.addWide(value)
  }
}
