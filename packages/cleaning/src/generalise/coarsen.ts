/** The only rules by which anything is made coarser, whether it is a finding in a text or a whole column. */

export type Period = 'month' | 'year' | 'decade'

/** The lower end of the step that a figure lies in. */
export const toStep = (value: number, width: number): number => {
  if (Number.isInteger(width)) return Math.floor(value / width) * width
  // Three tenths are a hair less than three times a tenth.
  return Number((Math.floor(value / width + 1e-9) * width).toPrecision(12))
}

/** The first day of the month, year or decade of an ISO day or moment; a moment keeps its zone. */
export const toPeriod = (value: string, period: Period): string => {
  const year = period === 'decade' ? `${value.slice(0, 3)}0` : value.slice(0, 4)
  const day = `${year}-${period === 'month' ? value.slice(5, 7) : '01'}-01`
  if (!value.includes('T')) return day
  return `${day}T00:00:00${value.endsWith('Z') ? 'Z' : ''}`
}

/** The year that is named in a text. */
export const yearIn = (text: string): string | undefined => /(?<!\d)(?:1[89]|20)\d\d(?!\d)/.exec(text)?.[0]

/** What a text begins with, in whole characters and without a blank at its end. */
export const firstCharacters = (text: string, count: number): string =>
  [...text].slice(0, count).join('').trim()
