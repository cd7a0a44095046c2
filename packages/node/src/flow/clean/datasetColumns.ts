import type { DatasetColumn } from '@usufruct/cleaning/types'
import type { Context } from '../../context.ts'

/** A dataset's columns in the form that cleaning checks rows against. */
export const datasetColumns = (ctx: Context, slug: string): DatasetColumn[] =>
  (ctx.charter.datasets.find((dataset) => dataset.slug === slug)?.columns ?? []).map(
    ({ name, type, nullable, unit, values, min, max }) => ({
      name,
      type,
      nullable,
      ...(unit === undefined ? {} : { unit }),
      ...(values === undefined ? {} : { allowed: values }),
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    }),
  )
