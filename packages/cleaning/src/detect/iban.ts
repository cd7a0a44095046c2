import { countrySpecs, isValidIBAN } from 'ibantools'
import type { Detector, Span } from './detector.ts'

const BEGINNING = /(?<![\p{L}\p{N}])[A-Za-z]{2}[ \u00a0-]?\d{2}/gu

/** Country code, that country's length, mod 97; written in one or in groups. */
export const iban: Detector = {
  type: 'iban',
  worthALook: ({ digits }) => digits >= 8,
  find(text) {
    const spans: Span[] = []
    BEGINNING.lastIndex = 0
    for (let match = BEGINNING.exec(text); match; match = BEGINNING.exec(text)) {
      const end = endOfIban(text, match.index)
      if (end > 0) {
        spans.push({ start: match.index, end })
        BEGINNING.lastIndex = end
      }
    }
    return spans
  },
}

const endOfIban = (text: string, start: number): number => {
  const country = text.slice(start, start + 2).toUpperCase()
  const length = Object.hasOwn(countrySpecs, country) ? countrySpecs[country]?.chars : undefined
  if (!length) return 0
  let compact = ''
  let separated = false
  let at = start
  for (; at < text.length && compact.length < length; at++) {
    const character = text[at] as string
    if (/[A-Za-z0-9]/.test(character)) {
      compact += character
      separated = false
    } else if (!separated && compact.length > 0 && /[ \u00a0-]/.test(character)) separated = true
    else return 0
  }
  if (compact.length < length || /^[\p{L}\p{N}]/u.test(text.slice(at, at + 2))) return 0
  return isValidIBAN(compact.toUpperCase()) ? at : 0
}
