/** So many rows are read at a time that they stay in the processor's cache from field to value. */
export const BATCH = 1024

/** A quote doubled inside quotes. */
export const DOUBLED = 1
/** A byte beyond ASCII. */
export const HIGH = 2
export const RETURN = 4
/** Nothing, or a blank or the beginning of a word for a missing value at one of its ends. */
export const EDGE = 8

/** Where the fields of some records lie: row by row, `width` in each. */
export type FieldBatch = {
  bytes: Uint8Array
  width: number
  rows: number
  starts: Int32Array
  ends: Int32Array
  /** Of each field, what keeps it from being read byte by byte as it stands. */
  flags: Uint8Array
  /** Of each row: its number in the block, from 1, and where it stands. */
  records: Int32Array
  recordStarts: Int32Array
  recordEnds: Int32Array
}

export const newFieldBatch = (width: number): FieldBatch => ({
  bytes: new Uint8Array(),
  width,
  rows: 0,
  starts: new Int32Array(BATCH * width),
  ends: new Int32Array(BATCH * width),
  flags: new Uint8Array(BATCH * width),
  records: new Int32Array(BATCH),
  recordStarts: new Int32Array(BATCH),
  recordEnds: new Int32Array(BATCH),
})
