import type { Cell } from '../types.ts'
import { countClasses } from './equivalenceClasses.ts'

/** Whether a row is like fewer than k rows, itself included. */
export type StandsOut = (values: readonly Cell[]) => boolean

/** Counted over all rows first: only then it is known which of them stand out. */
export const countStandingOut = async (
  rows: AsyncIterable<readonly Cell[]>,
  indexes: readonly number[],
  k: number,
): Promise<StandsOut> => {
  const classes = countClasses(indexes)
  let row = 0
  for await (const values of rows) classes.add(values, ++row)
  return (values) => classes.sizeOf(values) < k
}
