import { CleaningError } from '../errors.ts'
import type { Cell, DatasetColumn } from '../types.ts'
import { firstCharacters, toPeriod, toStep } from './coarsen.ts'
import type { Coarseness } from './coarseness.ts'

export type Range = { min: number; max: number }

/** Characters that are left of postal codes and the like: three is what HIPAA's safe harbour leaves of a ZIP code. */
const CHARACTERS = [3, 1]
const PERIODS = ['month', 'year', 'decade'] as const
const STEPS = [5, 10, 20, 50]

/**
 * Ever coarser forms of a column, none of which breaks it: a column keeps its type, so that data of several members
 * fits together; the steps of figures are those of the dataset's range where it says one, so that they are the same
 * for everybody; a column of listed values, or one that needs a value, is only made what it may be.
 */
export const ladderOf = (column: DatasetColumn, seen: Range | undefined): Coarseness[] => {
  const last: Coarseness[] = column.nullable ? ['nothing'] : []
  if (column.allowed !== undefined) return last
  const { type, min, max } = column
  if (type === 'date' || type === 'datetime') return [...PERIODS, ...last]
  if (type === 'string') return [...CHARACTERS, ...last]
  if (type === 'boolean') return last
  const range = min !== undefined && max !== undefined ? { min, max } : seen
  return [...(range ? stepsWithin(range, type === 'integer') : []), ...last]
}

/** Steps of 5, 10, 20 and 50 where the range is in tens, and so on by powers of ten. */
const stepsWithin = ({ min, max }: Range, whole: boolean): number[] => {
  let unit = 1
  while (unit * 200 < max - min) unit *= 10
  while (unit * 20 > max - min && max > min && unit > 1e-9) unit /= 10
  return STEPS.map((factor) => Number((factor * unit).toPrecision(1))).filter(
    (width) => !whole || (width > 1 && Number.isInteger(width)),
  )
}

export type Coarsen = (value: Cell) => Cell

/**
 * What makes a column's values coarser; what is missing stays missing.
 * @throws CleaningError `ACTION_UNSUITABLE` where the column cannot be made that
 */
export const coarsenTo = (column: DatasetColumn, to: Coarseness): Coarsen => {
  const { type, min, nullable, allowed } = column
  if (to === 'nothing') {
    if (!nullable) throw unsuitable(column, to, 'The dataset needs a value there.')
    return () => null
  }
  if (allowed !== undefined) throw unsuitable(column, to, 'The dataset lists the values that it may hold.')
  if (typeof to === 'string') {
    if (type !== 'date' && type !== 'datetime') throw unsuitable(column, to, 'It holds no days.')
    return (value) => (typeof value === 'string' ? toPeriod(value, to) : value)
  }
  const isWhole = Number.isSafeInteger(to)
  if (!(to > 0 && Number.isFinite(to))) throw unsuitable(column, to, 'It has to be more than nothing.')
  if (type === 'string') {
    if (!isWhole) throw unsuitable(column, to, 'It holds texts: say how many characters to leave.')
    return (value) => (typeof value === 'string' ? firstCharacters(value, to) : value)
  }
  if (type !== 'number' && type !== 'integer') throw unsuitable(column, to, 'It holds no figures.')
  if (type === 'integer' && !isWhole) throw unsuitable(column, to, 'It holds whole numbers.')
  // The lowest step may begin below what is possible.
  const least =
    type === 'integer' ? Math.ceil(min ?? Number.NEGATIVE_INFINITY) : (min ?? Number.NEGATIVE_INFINITY)
  return (value) => (typeof value === 'number' ? Math.max(least, toStep(value, to)) : value)
}

const unsuitable = ({ name, type }: DatasetColumn, to: Coarseness, why: string) =>
  new CleaningError(
    'ACTION_UNSUITABLE',
    `The column "${name}" (${type}) cannot be made coarser to ${to}. ${why}`,
    'Figures take the width of a step, such as 10; days take month, year or decade; texts take a number of characters; what may be missing takes nothing.',
    { column: name, type, to },
  )

/** A column's ladder as the search for the levels climbs it: 0 leaves the column as it is. */
export type Generaliser = { ladder: readonly Coarseness[]; apply(value: Cell, level: number): Cell }

export const generaliserOf = (column: DatasetColumn, seen: Range | undefined): Generaliser => {
  const ladder = ladderOf(column, seen)
  const rungs = ladder.map((to) => coarsenTo(column, to))
  return { ladder, apply: (value, level) => (level === 0 ? value : (rungs[level - 1] as Coarsen)(value)) }
}
