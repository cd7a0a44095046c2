import type { StoredType } from '../../formats/parquet/write/storedType.ts'
import { newProfile, type Profile } from '../../schema/profileCell.ts'
import type { ColumnType } from '../../types.ts'
import { type MomentTally, newMomentTally } from '../moment.ts'
import { BATCH } from './fieldBatch.ts'

/** A column that is lent, as far as a beginning of the file tells. */
export type BytesColumn = {
  name: string
  /** Which field of a record. */
  from: number
  type: ColumnType
  stored: StoredType
  decimalComma: boolean
  /** It has values already that make it text whatever else comes. */
  settled: boolean
}

export const ABSENT = 0
export const UNREAD = 1
/** A value in `numbers`; of text, the bytes from start to end. */
export const VALUE = 2
/** A value in `texts`. */
export const TEXT = 3
export const NOT_FINITE = 4
/** Not of the type that the column was taken for. */
export const MISFIT = 5

/** What the fields of a batch are in one column. */
export type ColumnReading = {
  column: BytesColumn
  profile: Profile
  moments: MomentTally
  states: Uint8Array
  /** Numbers, days, 1 for true, or the seconds of a moment. */
  numbers: Float64Array
  micros: Int32Array
  utc: Uint8Array
  texts: Map<number, string>
}

export const newReading = (column: BytesColumn): ColumnReading => ({
  column,
  profile: { ...newProfile(), ...(column.settled ? { could: 0 } : {}) },
  moments: newMomentTally(),
  states: new Uint8Array(BATCH),
  numbers: new Float64Array(BATCH),
  micros: new Int32Array(column.type === 'datetime' ? BATCH : 0),
  utc: new Uint8Array(column.type === 'datetime' ? BATCH : 0),
  texts: new Map(),
})
