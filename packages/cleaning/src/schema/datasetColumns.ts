import type { ColumnType, DatasetColumn } from '../types.ts'

/** A column as a dataset describes it to people and programs. */
export type DescribedColumn = {
  name: string
  type: ColumnType
  nullable: boolean
  unit?: string | undefined
  values?: readonly string[] | undefined
  min?: number | undefined
  max?: number | undefined
}

/** A dataset's columns in the form that rows are cast to. */
export const datasetColumns = (columns: readonly DescribedColumn[]): DatasetColumn[] =>
  columns.map(({ name, type, nullable, unit, values, min, max }) => ({
    name,
    type,
    nullable,
    ...(unit === undefined ? {} : { unit }),
    ...(values === undefined ? {} : { allowed: values }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  }))
