import { castTarget } from '../cleanRow.ts'
import type { DecodedRow } from '../formats/format.ts'
import type { Plan, Target } from '../planCleaning.ts'
import type { Settings } from '../settings.ts'
import type { Cell } from '../types.ts'
import type { InvalidRecord } from './invalidRecord.ts'

export type CastBatch = { records: number; rows: Cell[][]; invalid: InvalidRecord[] }

/** The rows of a planned file in their columns' types, with nothing looked for in them. */
export async function* castRows(plan: Plan, settings: Settings): AsyncGenerator<CastBatch> {
  const { batches } = await plan.decode()
  for await (const batch of batches) {
    const cast: CastBatch = { records: batch.length, rows: [], invalid: [] }
    for (const row of batch) {
      const outcome = castRow(row, plan.targets, settings)
      if (Array.isArray(outcome)) cast.rows.push(outcome)
      else cast.invalid.push(outcome)
    }
    yield cast
  }
}

const castRow = (row: DecodedRow, targets: readonly Target[], settings: Settings): Cell[] | InvalidRecord => {
  if ('reason' in row) return { row: row.record, reason: row.reason, values: row.values }
  const values: Cell[] = []
  for (const target of targets) {
    const cast = castTarget(row.cells, target, settings)
    if ('reason' in cast) {
      const raw = row.cells.map((cell) => (cell === undefined ? null : cell))
      return { row: row.record, column: target.column.name, reason: cast.reason, values: raw }
    }
    values.push(target.coarsen ? target.coarsen(cast.value) : cast.value)
  }
  return values
}
