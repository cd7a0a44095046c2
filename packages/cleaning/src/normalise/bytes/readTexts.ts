import { type ColumnReading, UNREAD, VALUE } from './bytesColumn.ts'
import type { FieldBatch } from './fieldBatch.ts'
import { readSlowly } from './readSlowly.ts'

/** Texts, whose bytes stay where they are. A column that may still turn out to be something else goes the ordinary way. */
export const readTexts = (batch: FieldBatch, reading: ColumnReading, missing: ReadonlySet<string>): void => {
  const { profile, states, column } = reading
  for (let row = 0; row < batch.rows; row++) {
    if (states[row] !== UNREAD) continue
    if (!column.settled) {
      readSlowly(batch, row, reading, missing)
      continue
    }
    profile.present++
    states[row] = VALUE
  }
}
