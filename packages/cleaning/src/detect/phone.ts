import { type CountryCode, findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/max'
import type { DetectContext, Detector, Span } from './detector.ts'

const SAID_BEFORE =
  /(?<!\[)\b(?:phone|tel|telephone|telefon|mobile|mobil|cell|handy|fax|call|ring|text|dial|sms|whatsapp|signal)\b(?!\])[^\d+]{0,16}$/i
// Written like nothing but a telephone number, whether or not the area code exists today.
const NORTH_AMERICAN =
  /(?<![\p{L}\p{N}.,+-])(?:(?:\+|00)?1[-. ])?(?:\(\d{3}\) ?\d{3}[-. ]\d{4}|\d{3}([-.])\d{3}\1\d{4})(?:x\d{1,5})?(?![\p{L}\p{N}]|[.,-]\d)/gu
const DIALLED = /(?<![\p{L}\p{N}.,+-])[+(]?\d[\d ()./\u00a0-]{5,22}\d(?![\p{L}\p{N}])/gu

/**
 * Numbers that the numbering plans allow, minus what measurement tables are full of, plus any number of the
 * right length that the text itself calls a telephone number.
 */
export const phone: Detector = {
  type: 'phone',
  worthALook: ({ digits }) => digits >= 7,
  find(whole, context) {
    const spans: Span[] = []
    const runs = [...whole.matchAll(RUN)].filter(([run]) => !isNoNumber(run))
    if (runs.length === 0) return spans
    const text = cutAtLooseBrackets(whole)
    const alone = onlyAround(text, runs)
    // Numbers with +country are found whichever the region is; so one look is needed even without regions.
    const regions = context.regions.length > 0 ? context.regions : [undefined]
    for (const region of context.phoneColumn || runs.some(([run]) => !BARE_AND_SHORT.test(run))
      ? regions
      : []) {
      if (region !== undefined && !isSupportedCountry(region)) continue
      const options = region === undefined ? {} : { defaultCountry: region as CountryCode }
      for (const { startsAt, endsAt } of findPhoneNumbersInText(alone, options)) {
        const span = tighten(text, startsAt, endsAt)
        if (isPlausible(text, span, context)) spans.push(span)
      }
    }
    for (const match of text.matchAll(NORTH_AMERICAN)) {
      spans.push({ start: match.index, end: match.index + match[0].length })
    }
    for (const match of text.matchAll(DIALLED)) {
      const digits = match[0].replace(/\D/g, '').length
      if (digits < 7 || digits > 15 || isDateLike(match[0])) continue
      const wholeCell = match[0].length === text.trim().length
      if (
        (context.phoneColumn && wholeCell) ||
        SAID_BEFORE.test(text.slice(Math.max(0, match.index - 32), match.index))
      ) {
        spans.push({ start: match.index, end: match.index + match[0].length })
      }
    }
    return spans
  },
}

// The library is thorough and takes its time; most cells with seven digits hold dates, times and decimals.
const RUN = /(?<![\p{L}\p{N}])[+＋(（]?\p{N}(?:[^\p{L}\p{N}\n]{0,4}\p{N}){6,}/gu

/** The same text with line breaks for all that is neither a run nor its extension: every “14” would be tried. */
const onlyAround = (text: string, runs: readonly RegExpExecArray[]): string => {
  let result = ''
  for (const { 0: run, index } of runs) {
    const end = index + run.length
    const extension = EXTENSION.exec(text.slice(end, end + 24))?.[0].length ?? 2
    // Signs right before it tell the library whether a number begins here.
    result = result.padEnd(index - 2, '\n')
    result += text.slice(result.length, end + extension)
  }
  return result.padEnd(text.length, '\n')
}

const EXTENSION =
  /^[)）]?[ ,;.\u00a0]{0,3}(?:(?:ext(?:n|ension|\.)?|x|#|доб\.?|int\.?)[ :.\u00a0]{0,3})\p{N}{1,8}/iu

// Believed only where the column or the text says that it is a telephone number.
const BARE_AND_SHORT = /^\d{7,9}$/
const isNoNumber = (run: string): boolean => DATE_AND_TIME.test(run) || DAY.test(run) || CARD_GROUPS.test(run)
const DAY = /^\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d$/
const CARD_GROUPS = /^\d{4}([ -])\d{4}\1\d{4}\1\d{4}$/
const DATE_AND_TIME = /^\d{4}-\d{2}-\d{2}(?:[T ,]+\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/

// "ring 206 555 0142) 206 555 0143 (home" is two numbers; the library takes it for one that is too long. The
// length stays, and so do the offsets.
const cutAtLooseBrackets = (text: string): string =>
  text.includes('(') || text.includes(')')
    ? text.replace(/\([+\d ]{0,6}\)|[()]/g, (bracket) => (bracket.length > 1 ? bracket : '\n'))
    : text

// The library takes opening brackets along; a marker of ours may stand right before a number.
const tighten = (text: string, start: number, end: number): Span => {
  let from = start
  while (from < end && !/[\p{N}+＋(]/u.test(text[from] as string)) from++
  return { start: from, end }
}

const isPlausible = (text: string, { start, end }: Span, context: DetectContext): boolean => {
  const number = text.slice(start, end)
  const before = text.slice(Math.max(0, start - 2), start)
  const after = text.slice(end, end + 2)
  if (/[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after)) return false
  // Part of a decimal, or of a time of day.
  if (/\d[.,:]$/.test(before) || /^[.,:]\d/.test(after)) return false
  if (/^[+-]?\d+\.\d+$/.test(number)) return false
  if (/^[+＋]/.test(number)) return true
  if (isDateLike(number) || isDecimals(number)) return false
  // Bare digits filling a cell are an id or a figure unless the column's name says otherwise.
  // Between words, and not between codes, the ten digits of a whole number are believed.
  if (/^\p{N}+$/u.test(number)) return context.phoneColumn || (number.length >= 10 && WORD.test(text))
  return true
}

const WORD = /(?<![\p{L}\p{N}])\p{L}{3,}(?![\p{L}\p{N}])/u

const isDateLike = (text: string): boolean =>
  /^\(?(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?![-/. ]?\d{3}|[-/.]?\d)/.test(
    text,
  ) || /^(?:1[5-9]|20)\d\d ?[-–/] ?(?:1[5-9]|20)\d\d$/.test(text)

// Figures in a row: parted by commas, tabs or wide gaps, or with a date, a decimal or a sign among them.
const isDecimals = (text: string): boolean => {
  if (/[,;\t]| {2}|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)/.test(text)) return true
  const groups = text.split(/[\s/]+/)
  return groups.length > 1 && groups.some((group) => /^[+-]?\d+\.\d+$/.test(group) || /^-\d/.test(group))
}
