import type { ColumnValues } from '../../formats/parquet/write/columnValues.ts'
import type { StoredType } from '../../formats/parquet/write/storedType.ts'
import { countMoment, microsOf, readMoment } from '../moment.ts'
import { ABSENT, type ColumnReading, TEXT, VALUE } from './bytesColumn.ts'
import type { FieldBatch } from './fieldBatch.ts'

const encoder = new TextEncoder()

/** Puts what a batch has in one column behind what is there, without the rows that are set aside. */
export const storeBatch = (
  batch: FieldBatch,
  reading: ColumnReading,
  aside: Uint8Array,
  values: ColumnValues,
): void => {
  const { column, states, numbers, texts } = reading
  const { stored } = column
  if (stored === 'integer' || stored === 'number' || stored === 'date') {
    values.addMany(batch.rows, states, aside, numbers)
    return
  }
  const add = ADDERS[stored](batch, reading, values)
  for (let row = 0; row < batch.rows; row++) {
    if (aside[row] === 1) continue
    const state = states[row]
    if (state === ABSENT) values.addNull()
    else if (state === VALUE) add(row, numbers[row] as number)
    else if (state === TEXT) {
      const text = texts.get(row) as string
      if (column.type === 'datetime') countMoment(reading.moments, readMoment(text))
      const bytes = encoder.encode(text)
      // A moment that is finer than its column shows that the column is to be text, and this is not what is kept.
      if (column.stored === 'string') values.addText(bytes, 0, bytes.length)
      else values.addNull()
    }
  }
}

type Adder = (
  batch: FieldBatch,
  reading: ColumnReading,
  values: ColumnValues,
) => (row: number, value: number) => void

const addMoment: Adder =
  (_, { micros, utc, moments }, values) =>
  (row, seconds) => {
    if (utc[row] === 1) moments.utc++
    else moments.local++
    const value = microsOf(seconds, micros[row] as number)
    if (typeof value === 'number') values.addInteger(value)
    else values.addWide(value)
  }

const ADDERS: Record<Exclude<StoredType, 'integer' | 'number' | 'date'>, Adder> = {
  boolean: (_, __, values) => (_row, value) => values.addBoolean(value === 1),
  moment: addMoment,
  'local-time': addMoment,
  string:
    ({ bytes, width, starts, ends }, { column }, values) =>
    (row) => {
      const field = row * width + column.from
      values.addText(bytes, starts[field] as number, ends[field] as number)
    },
}
