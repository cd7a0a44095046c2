import type { FindingType } from '../types.ts'

const BAND = 5
const DECIMALS = 2

/** Which types have something coarser that still says something. */
export const isGeneralisable = (type: FindingType): boolean => type in GENERALISE

/** The coarser form of a value in a text, or undefined where this one has none, and a marker has to do. */
export const generaliseText = (type: FindingType, value: string): string | undefined =>
  GENERALISE[type]?.(value)

const yearOf = (value: string): string | undefined => /(?<!\d)(?:1[89]|20)\d\d(?!\d)/.exec(value)?.[0]

const toBand = (age: number): number => Math.floor(age / BAND) * BAND

const GENERALISE: Partial<Record<FindingType, (value: string) => string | undefined>> = {
  date: yearOf,
  'birth-date': yearOf,
  age: (value) =>
    value.replace(/\d+/, (years) => `${toBand(Number(years))}–${toBand(Number(years)) + BAND - 1}`),
  // The part that names a region: three digits of five, the outward half of a British one.
  postcode: (value) =>
    /^\d/.test(value)
      ? value.slice(0, Math.max(2, Math.ceil(value.replace(/\D.*$/, '').length / 2))).padEnd(5, 'x')
      : value.split(' ')[0]?.slice(0, 3),
  coordinates: (value) =>
    /[°'′]/.test(value)
      ? value.replace(/(\d+° ?)[^NSEW]*/g, '$1')
      : value.replace(/(\d+\.\d+)/g, (figure) => Number(figure).toFixed(DECIMALS)),
  url: (value) => /^(?:https?:\/\/)?[^/?#]+/i.exec(value)?.[0],
  ip: (value) => (/^\d+\.\d+\.\d+\.\d+$/.test(value) ? `${value.replace(/\.\d+$/, '')}.x` : undefined),
}

/** The same for a typed cell: the year's first day, the lower end of a band, and coordinates to about a kilometre. */
export const generaliseCell = (type: FindingType, value: string | number): string | number | null => {
  if (typeof value === 'number') {
    if (type === 'age') return toBand(value)
    return type === 'coordinates' ? Number(value.toFixed(DECIMALS)) : null
  }
  return type === 'birth-date'
    ? value.replace(/^(\d{4})-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?)?/, (whole, year) =>
        whole.includes('T') ? `${year}-01-01T00:00:00` : `${year}-01-01`,
      )
    : null
}
