import type { Period } from './coarsen.ts'

/**
 * What all values of a column are brought down to. A number is the width of steps in a column of figures, and how many
 * characters are left in a column of texts. `nothing` empties the column.
 */
export type Coarseness = number | Period | 'nothing'

/** A column of what is lent, and how coarse it is made. */
export type CoarseColumn = { column: string; to: Coarseness }
