import { findCards } from '../detect/card.ts'
import type { Cell } from '../types.ts'
import { ANYTHING, BOOLEAN, COMMA_NUMBER, classify, INTEGER, NOT_FINITE, NUMBER } from './classify.ts'

/** What has been seen of a column so far. */
export type Profile = {
  present: number
  missing: number
  /** Intersection of what the values could be. */
  could: number
  /** Values that could be a number, for a hint when only a few could not. */
  numeric: number
  notFinite: number
  /** At least one value came as a JSON string, which keeps digits text. */
  jsonText: boolean
  cards: number
  largeIntegers: number
  slashDates: number
  /** Numbers with a comma that cannot be a thousands separator. */
  clearCommas: number
  commas: number
  /** Values with letters in them, and how many words they have together. */
  worded: number
  words: number
  /** The first distinct short values with letters in them. */
  sample: Set<string>
}

const SAMPLED = 200
const SAMPLED_LENGTH = 80

export const newProfile = (): Profile => ({
  present: 0,
  missing: 0,
  could: ANYTHING,
  numeric: 0,
  notFinite: 0,
  jsonText: false,
  cards: 0,
  largeIntegers: 0,
  slashDates: 0,
  clearCommas: 0,
  commas: 0,
  worded: 0,
  words: 0,
  sample: new Set(),
})

/** Takes one value that is there into account. From a text format, digits may be a number. */
export const profileCell = (value: Cell, seen: Profile, fromText: boolean): void => {
  if (typeof value === 'string') {
    if (!fromText) seen.jsonText = true
    const text = value.trim()
    let could = classify(text)
    if (could === 0 && LETTER.test(text)) {
      seen.worded++
      seen.words += wordsIn(text)
      if (text.length <= SAMPLED_LENGTH && seen.sample.size < SAMPLED) seen.sample.add(text)
    }
    if (could === NOT_FINITE) {
      // "nan" as a JSON string is a word; as a CSV cell it is a failed measurement.
      if (!fromText) seen.could = 0
      seen.notFinite++
      return
    }
    // Digits in quotes are text in JSON.
    if (!fromText && could & (INTEGER | NUMBER | COMMA_NUMBER | BOOLEAN)) could = 0
    if (could & (NUMBER | COMMA_NUMBER)) seen.numeric++
    if (could === COMMA_NUMBER) {
      seen.commas++
      if (!/^[+-]?\d{1,3},\d{3}$/.test(text)) seen.clearCommas++
    }
    if (could === 0) {
      if (/^[+-]?\d{16,}$/.test(text)) seen.largeIntegers++
      else if (/^\d{1,2}\/\d{1,2}\/\d{2,4}$/.test(text)) seen.slashDates++
    }
    if (could & INTEGER && text.length >= 13 && findCards(text).length > 0) seen.cards++
    seen.could &= could
    return
  }
  if (typeof value === 'boolean') seen.could &= BOOLEAN
  else if (!Number.isFinite(value)) {
    seen.notFinite++
  } else {
    const integer = Number.isSafeInteger(value)
    seen.numeric++
    seen.could &= integer ? INTEGER | NUMBER : NUMBER
    if (integer && Math.abs(value as number) >= 1e12 && findCards(String(value)).length > 0) seen.cards++
  }
}

const LETTER = /\p{L}/u

/** As many as there are spaces between them; a long text's beginning will do. */
const wordsIn = (text: string): number => text.slice(0, 2_000).split(/\s+/).length

export const isMissing = (text: string, missing: ReadonlySet<string>): boolean =>
  text.length < 64 && missing.has(text.trim())

/** Profiles of the same column in two parts of a file. */
export const addProfile = (to: Profile, part: Profile): void => {
  to.could &= part.could
  to.jsonText ||= part.jsonText
  for (const count of COUNTS) to[count] += part[count]
  for (const text of part.sample) if (to.sample.size < SAMPLED) to.sample.add(text)
}

const COUNTS = [
  'present',
  'missing',
  'numeric',
  'notFinite',
  'cards',
  'largeIntegers',
  'slashDates',
  'clearCommas',
  'commas',
  'worded',
  'words',
] as const
