import type { FindingType } from '../types.ts'
import { firstCharacters, toPeriod, toStep, yearIn } from './coarsen.ts'

/** Years of an age that are one band. */
const BAND = 5
/** Degrees; about a kilometre. */
const GRID = 0.01

/** Which types have something coarser that still says something. */
export const isGeneralisable = (type: FindingType): boolean => type in GENERALISE

/** The coarser form of a value in a text, or undefined where this one has none, and a marker has to do. */
export const generaliseText = (type: FindingType, value: string): string | undefined =>
  GENERALISE[type]?.(value)

const GENERALISE: Partial<Record<FindingType, (value: string) => string | undefined>> = {
  date: yearIn,
  'birth-date': yearIn,
  age: (value) =>
    value.replace(/\d+/, (years) => {
      const from = toStep(Number(years), BAND)
      return `${from}–${from + BAND - 1}`
    }),
  // The part that names a region: three digits of five, the outward half of a British one.
  postcode: (value) =>
    /^\d/.test(value)
      ? firstCharacters(value, Math.max(2, Math.ceil(value.replace(/\D.*$/, '').length / 2))).padEnd(5, 'x')
      : firstCharacters(value.split(' ')[0] ?? '', 3),
  coordinates: (value) =>
    /[°'′]/.test(value)
      ? value.replace(/(\d+° ?)[^NSEW]*/g, '$1')
      : value.replace(/-?\d+\.\d+/g, (figure) => toStep(Number(figure), GRID).toFixed(2)),
  url: (value) => /^(?:https?:\/\/)?[^/?#]+/i.exec(value)?.[0],
  ip: (value) => (/^\d+\.\d+\.\d+\.\d+$/.test(value) ? `${value.replace(/\.\d+$/, '')}.x` : undefined),
}

/** The same for a typed cell, which stays of its type: the year's first day, the lower end of a band, a corner of the
 * grid. */
export const generaliseCell = (type: FindingType, value: string | number): string | number | null => {
  if (typeof value === 'string') return type === 'birth-date' ? toPeriod(value, 'year') : null
  if (type === 'age') return toStep(value, BAND)
  return type === 'coordinates' ? toStep(value, GRID) : null
}
