import { type Purpose, purposes } from '../domain/purposes.ts'
import type { LicenseTerms } from './terms.ts'

/** How terms are put in words: the same everywhere a reason is given. */

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `1 January 2027`, in UTC, from a date and time as terms write it. */
export const sayDay = (dateTime: string): string => {
  const date = new Date(dateTime)
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** Two moments in the same words unless they need the clock to be told apart. */
export const sayMoments = (one: string, other: string): [string, string] => {
  const [first, second] = [sayDay(one), sayDay(other)]
  if (first !== second) return [first, second]
  const clock = (dateTime: string) => new Date(dateTime).toISOString().slice(11, 19)
  return [`${first}, ${clock(one)} UTC`, `${second}, ${clock(other)} UTC`]
}

export const sayList = (items: readonly string[], joint: 'and' | 'or' = 'and'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${joint} ${items.at(-1)}`

const labels = new Map<string, string>(purposes.map(({ code, label }) => [code, label]))

export const sayPurposes = (list: readonly Purpose[]): string =>
  sayList(list.map((code) => `“${labels.get(code)}” (${code})`))

let names: Intl.DisplayNames | undefined
const nameOf = (region: string): string => {
  names ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })
  return names.of(region) ?? region
}
const withArticle = new Set(['AE', 'BS', 'GB', 'GM', 'MV', 'NL', 'PH', 'SC', 'US'])

export const sayRegion = (region: string): string => {
  if (region === '*') return 'everywhere'
  if (region === 'EU' || region === 'EEA') return `the ${region}`
  return withArticle.has(region) ? `the ${nameOf(region)}` : nameOf(region)
}

/** Names a few places and counts the rest: nobody reads two hundred. */
export const sayRegions = (regions: readonly string[]): string => {
  const shown = regions.slice(0, 6).map(sayRegion)
  const rest = regions.length - shown.length
  return sayList(rest > 0 ? [...shown, `${rest} more`] : shown)
}

export const sayDays = (days: number): string =>
  days === 0 ? 'at once' : `within ${days} ${days === 1 ? 'day' : 'days'}`

export const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`

const parentNames = { grant: 'This permission', offer: 'This offer', agreement: 'This license' } as const
const childNames = { grant: 'the new permission', offer: 'the offer', agreement: 'the license' } as const

/** Who says no: begins a sentence. */
export const sayParent = ({ kind }: LicenseTerms): string => parentNames[kind]
/** What was asked for. */
export const sayChild = ({ kind }: LicenseTerms): string => childNames[kind]
/** `Under this permission`: begins a sentence. */
export const underParent = (terms: LicenseTerms): string => `Under ${sayParent(terms).replace('T', 't')}`
