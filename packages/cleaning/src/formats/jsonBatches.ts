import type { Limits } from '../limits.ts'
import { BATCH_ROWS, type DecodedRow } from './format.ts'
import { type JsonColumns, jsonRecord, type Members } from './jsonRecord.ts'
import { noRecords, tooManyRows } from './tooMany.ts'

/** Texts of one JSON object each to rows. */
export async function* jsonBatches(
  texts: AsyncIterable<string>,
  columns: JsonColumns,
  limits: Limits,
  membersOf?: (object: Members) => Members | undefined,
): AsyncGenerator<DecodedRow[]> {
  let record = 0
  let batch: DecodedRow[] = []
  for await (const text of texts) {
    if (text.trim() === '') continue
    if (++record > limits.rows) throw tooManyRows(limits)
    batch.push(jsonRecord(text, record, columns, limits, membersOf))
    if (batch.length === BATCH_ROWS) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
  if (record === 0) throw noRecords()
}
