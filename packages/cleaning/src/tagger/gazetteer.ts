import { hashText } from './attributes.ts'

/** What lists of names and words say of one. */
export const LISTS = ['first', 'last', 'city', 'country', 'street', 'company', 'familiar', 'english'] as const
export type List = (typeof LISTS)[number]

export const flagOf = (list: List): number => 1 << LISTS.indexOf(list)

/** Words by 30 bits of their hash: enough to tell some fifty thousand apart, and no list of names to read. */
export type Gazetteer = { flagsOf(lower: string): number }

export const fingerprint = (lower: string): number => hashText(8, lower) >>> 2

export const createGazetteer = (entries: ReadonlyMap<number, number>): Gazetteer => ({
  flagsOf: (lower) => entries.get(fingerprint(lower)) ?? 0,
})
