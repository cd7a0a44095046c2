import type { Cell, InvalidReason } from '../types.ts'

/** A record that is set aside, as it stands in the file of such records. Nothing in it is cut or masked. */
export type InvalidRecord = { row: number; column?: string; reason: InvalidReason; values: readonly Cell[] }

/** One JSON object a line; rows are numbered after so many `before`. */
export const invalidLines = (records: readonly InvalidRecord[], before = 0): Uint8Array =>
  new TextEncoder().encode(
    records.map((record) => `${JSON.stringify({ ...record, row: record.row + before })}\n`).join(''),
  )
