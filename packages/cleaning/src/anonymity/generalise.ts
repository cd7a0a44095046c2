import type { Cell, ColumnType } from '../types.ts'

/** How coarse a column is made: 0 leaves it, the last level of its type empties it. */
export type Level = number

/** A column's type stays what it was, so that data of several members still fits together. */
export type Generaliser = { levels: number; apply(value: Cell, level: Level): Cell }

const DATE_LEVELS = ['month', 'year', 'decade'] as const

/** Numbers fall to the lower end of steps, dates to the first of a month, a year, a decade. */
export const generaliserOf = (
  type: ColumnType,
  range: { min: number; max: number } | undefined,
): Generaliser => {
  if ((type === 'integer' || type === 'number') && range) return ofNumbers(range)
  if (type === 'date' || type === 'datetime') return ofDates(type)
  if (type === 'string') return ofStrings
  return { levels: 1, apply: (value, level) => (level === 0 ? value : null) }
}

/** Steps of 5, 10, 20 and 50 where the range is in tens, and so on by powers of ten. */
const ofNumbers = ({ min, max }: { min: number; max: number }): Generaliser => {
  let unit = 1
  while (unit * 200 < max - min) unit *= 10
  while (unit * 20 > max - min && max > min && unit > 1e-9) unit /= 10
  const widths = [5, 10, 20, 50].map((factor) => factor * unit)
  return {
    levels: widths.length + 1,
    apply(value, level) {
      if (level === 0 || typeof value !== 'number') return value
      const width = widths[level - 1]
      return width === undefined ? null : Math.floor(value / width) * width
    },
  }
}

const ofDates = (type: 'date' | 'datetime'): Generaliser => ({
  levels: DATE_LEVELS.length + 1,
  apply(value, level) {
    if (level === 0 || typeof value !== 'string') return value
    const to = DATE_LEVELS[level - 1]
    if (to === undefined) return null
    const [year, month] = [value.slice(0, 4), value.slice(5, 7)]
    const day =
      to === 'month' ? `${year}-${month}-01` : `${to === 'year' ? year : `${year.slice(0, 3)}0`}-01-01`
    return type === 'date' ? day : `${day}T00:00:00Z`
  },
})

/** Postal codes and the like lose their ends: half, then all but the first character, then everything. */
const ofStrings: Generaliser = {
  levels: 3,
  apply(value, level) {
    if (level === 0 || typeof value !== 'string') return value
    const characters = [...value]
    if (level === 1) return characters.slice(0, Math.ceil(characters.length / 2)).join('')
    return level === 2 ? (characters[0] ?? '') : null
  },
}
