import type { SchemaElement } from 'hyparquet'
import type { ColumnType } from '../../../types.ts'

/**
 * How a column is stored. Parquet knows moments and local times, not both in one column and in microseconds at
 * most: a column of datetimes that cannot be said so exactly stays the text it is.
 */
export type StoredType = Exclude<ColumnType, 'datetime'> | 'moment' | 'local-time'

export type StoredColumn = { name: string; stored: StoredType }

const timestamp = (isAdjustedToUTC: boolean) =>
  ({ type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MICROS' } }) as const

const ELEMENTS: Record<StoredType, Omit<SchemaElement, 'name'>> = {
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  moment: timestamp(true),
  'local-time': timestamp(false),
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
}

export const schemaElement = ({ name, stored }: StoredColumn): SchemaElement => ({
  ...ELEMENTS[stored],
  name,
  repetition_type: 'OPTIONAL',
})
