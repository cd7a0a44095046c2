import { createCsvTokenizer, RFC_4180 } from '../../formats/csvTokenizer.ts'
import { type ColumnValues, createColumnValues } from '../../formats/parquet/write/columnValues.ts'
import { type EncodedChunk, encodeChunk } from '../../formats/parquet/write/encodeChunk.ts'
import type { Limits } from '../../limits.ts'
import type { Profile } from '../../schema/profileCell.ts'
import type { ColumnType } from '../../types.ts'
import type { InvalidRecord } from '../invalidRecord.ts'
import type { MomentTally } from '../moment.ts'
import { type BytesColumn, type ColumnReading, MISFIT, NOT_FINITE, newReading } from './bytesColumn.ts'
import type { FieldBatch } from './fieldBatch.ts'
import { BATCH } from './fieldBatch.ts'
import { readBooleans } from './readBooleans.ts'
import { readDays } from './readDays.ts'
import { readNumbers } from './readNumbers.ts'
import { readTexts } from './readTexts.ts'
import { createRecordSplitter, type OddRecord } from './splitRecords.ts'
import { storeBatch } from './storeBatch.ts'
import { missingWords, trimFields } from './trimFields.ts'

export type BlockPlan = {
  /** One ASCII character. */
  delimiter: string
  /** Fields of a record. */
  width: number
  columns: readonly BytesColumn[]
  missing: readonly string[]
  limits: Limits
}

export type Block = {
  /** Whole records of UTF-8, and a newline behind them at `length`. */
  bytes: Uint8Array<ArrayBuffer>
  length: number
  /** Records at the beginning that are none, such as the names of columns. */
  skipped: number
  /** Whether values are wanted; otherwise only what the columns could be. */
  stored: boolean
}

export type NormalisedBlock = {
  records: number
  rows: number
  controls: number
  profiles: Profile[]
  moments: MomentTally[]
  /** Numbered within the block. */
  invalid: InvalidRecord[]
  /** Undefined where a value does not have its column's type, or values were not wanted. */
  chunks: EncodedChunk[] | undefined
}

const readers: Record<
  ColumnType,
  (batch: FieldBatch, reading: ColumnReading, missing: ReadonlySet<string>) => void
> = {
  integer: readNumbers,
  number: readNumbers,
  boolean: readBooleans,
  date: readDays,
  datetime: readDays,
  string: readTexts,
}

/** Reads blocks of a CSV by their bytes, and encodes each as a row group. @throws Unfit */
export const createBlockNormaliser = ({ delimiter, width, columns, missing, limits }: BlockPlan) => {
  const missingSet = new Set(missing)
  const words = missingWords(missing)
  const splitter = createRecordSplitter({
    delimiter: delimiter.charCodeAt(0),
    width,
    cellBytes: limits.cellBytes,
    edges: words.edges,
  })
  const signs = { ...RFC_4180, delimiter }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const aside = new Uint8Array(BATCH)
  const values = columns.map((column) => createColumnValues(column.stored))

  const fieldsOf = (bytes: Uint8Array, { start, end }: { start: number; end: number }) => {
    const [record] = createCsvTokenizer(signs, limits).push(decoder.decode(bytes.subarray(start, end)), true)
    return record ?? { fields: [], count: 0, textAfterQuote: false }
  }

  return ({ bytes, length, skipped, stored }: Block): NormalisedBlock => {
    const readings = columns.map(newReading)
    for (const column of values) column.clear()
    const invalid: InvalidRecord[] = []
    let fits = stored
    let rows = 0

    const setAsideOdd = (odd: readonly OddRecord[]) => {
      for (const one of odd) {
        const { fields, count, textAfterQuote } = fieldsOf(bytes, one)
        const reason = textAfterQuote
          ? 'text-after-quote'
          : count < width
            ? 'too-few-fields'
            : 'too-many-fields'
        invalid.push({ row: one.record, reason, values: fields })
      }
    }
    const setAsideUnfinite = (batch: FieldBatch) => {
      aside.fill(0)
      for (const { states, column } of readings) {
        if (column.type !== 'integer' && column.type !== 'number') continue
        for (let row = 0; row < batch.rows; row++) {
          if (states[row] !== NOT_FINITE || aside[row] === 1) continue
          aside[row] = 1
          const place = { start: batch.recordStarts[row] as number, end: batch.recordEnds[row] as number }
          invalid.push({
            row: batch.records[row] as number,
            column: column.name,
            reason: 'not-finite',
            values: fieldsOf(bytes, place).fields,
          })
        }
      }
    }

    splitter.begin(bytes, length, skipped)
    const odd: OddRecord[] = []
    for (let batch = splitter.next(odd); batch; batch = splitter.next(odd)) {
      for (const reading of readings) {
        trimFields(batch, reading, words, missingSet)
        readers[reading.column.type](batch, reading, missingSet)
        fits &&= !reading.states.subarray(0, batch.rows).includes(MISFIT)
      }
      if (!fits) continue
      setAsideUnfinite(batch)
      rows += batch.rows - aside.subarray(0, batch.rows).reduce((sum, one) => sum + one, 0)
      for (const [i, reading] of readings.entries())
        storeBatch(batch, reading, aside, values[i] as ColumnValues)
    }
    if (fits) setAsideOdd(odd)
    return {
      ...splitter.counts(),
      rows,
      profiles: readings.map(({ profile }) => profile),
      moments: readings.map(({ moments }) => moments),
      invalid: invalid.sort((a, b) => a.row - b.row),
      chunks: fits ? values.map((column) => encodeChunk(column.take())) : undefined,
    }
  }
}
