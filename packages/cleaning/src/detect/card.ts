import { passesLuhn } from './checksums.ts'
import type { Detector, Span } from './detector.ts'

// Runs of digits alone, or in the groups that are printed on cards, parted by one kind of separator.
const CANDIDATE =
  /(?<![\p{L}\p{N}]|[\d][.,])(?:\d{13,19}|\d{4}([ \u00a0.-])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ \u00a0.-])\d{6}\2\d{4,5})(?![\p{L}\p{N}]|[.,]\d)/gu

/** Luhn's sum, the issuer's range, and the length that issuer uses. */
export const card: Detector = {
  type: 'card',
  worthALook: ({ digits }) => digits >= 13,
  find: (text) => findCards(text),
}

export const findCards = (text: string): Span[] => {
  const spans: Span[] = []
  CANDIDATE.lastIndex = 0
  for (let match = CANDIDATE.exec(text); match; match = CANDIDATE.exec(text)) {
    const digits = match[0].replace(/\D/g, '')
    if (isIssued(digits) && passesLuhn(digits)) {
      spans.push({ start: match.index, end: match.index + match[0].length })
      continue
    }
    // A group too many at the end, or a number that starts one group later.
    const shorter = shorterCard(match[0])
    if (shorter > 0) {
      spans.push({ start: match.index, end: match.index + shorter })
      CANDIDATE.lastIndex = match.index + shorter
    } else if (/\D/.test(match[0])) CANDIDATE.lastIndex = match.index + 5
  }
  return spans
}

const shorterCard = (candidate: string): number => {
  const cut = candidate.search(/\D\d+$/)
  const digits = cut < 0 ? '' : candidate.slice(0, cut).replace(/\D/g, '')
  return digits.length >= 13 && isIssued(digits) && passesLuhn(digits) ? cut : 0
}

type Range = { from: number; to: number; digits: number; lengths: readonly number[] }

const range = (digits: number, from: number, to: number, ...lengths: number[]): Range => ({
  from,
  to,
  digits,
  lengths,
})

const ISSUERS: readonly Range[] = [
  range(1, 4, 4, 13, 16, 19), // Visa
  range(2, 51, 55, 16), // Mastercard
  range(4, 2221, 2720, 16),
  range(2, 34, 34, 15), // American Express
  range(2, 37, 37, 15),
  range(3, 300, 305, 14, 16, 19), // Diners Club
  range(3, 309, 309, 14, 16, 19),
  range(2, 36, 36, 14, 16, 19),
  range(2, 38, 39, 14, 16, 19),
  range(4, 6011, 6011, 16, 19), // Discover
  range(3, 644, 649, 16, 19),
  range(2, 65, 65, 16, 19),
  range(4, 3528, 3589, 16, 17, 18, 19), // JCB
  range(4, 1800, 1800, 15),
  range(4, 2131, 2131, 15),
  range(2, 62, 62, 16, 17, 18, 19), // UnionPay
  range(2, 81, 81, 16, 17, 18, 19),
  range(4, 5018, 5018, 13, 14, 15, 16, 17, 18, 19), // Maestro
  range(4, 5020, 5020, 13, 14, 15, 16, 17, 18, 19),
  range(4, 5038, 5038, 13, 14, 15, 16, 17, 18, 19),
  range(4, 5893, 5893, 13, 14, 15, 16, 17, 18, 19),
  range(4, 6304, 6304, 13, 14, 15, 16, 17, 18, 19),
  range(4, 6759, 6763, 13, 14, 15, 16, 17, 18, 19),
  range(4, 2200, 2204, 16, 17, 18, 19), // Mir
  range(2, 60, 60, 16), // RuPay
  range(3, 508, 508, 16),
]

const isIssued = (digits: string): boolean =>
  ISSUERS.some((issuer) => {
    const prefix = Number(digits.slice(0, issuer.digits))
    return prefix >= issuer.from && prefix <= issuer.to && issuer.lengths.includes(digits.length)
  })
