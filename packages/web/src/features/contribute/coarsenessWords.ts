import type { CoarseColumn } from '@usufruct/cleaning/generalise/coarseness'
import type { ColumnReport } from '@usufruct/cleaning/types'
import { formatCount, plural } from '../../ui/words.ts'

/** “age in steps of 5”, “the first 3 characters of zip”, “the year of born”, “nothing of job”. */
export const coarsenessInWords = (
  { column, to }: CoarseColumn,
  schema: readonly Pick<ColumnReport, 'name' | 'type'>[],
): string => {
  if (typeof to === 'string') return to === 'nothing' ? `nothing of ${column}` : `the ${to} of ${column}`
  const type = schema.find(({ name }) => name === column)?.type
  if (type !== 'string') return `${column} in steps of ${formatCount(to)}`
  return to === 1 ? `the first character of ${column}` : `the first ${plural(to, 'character')} of ${column}`
}
