import {
  isBsn,
  isCodiceFiscale,
  isCpf,
  isHetu,
  isNhsNumber,
  isNif,
  isNir,
  isPersonnummer,
  isPesel,
  isSteuerId,
  passesVerhoeff,
} from './checksums.ts'
import type { Detector, Span } from './detector.ts'
import { saysBefore, spaced } from './saysBefore.ts'

type Scheme = {
  pattern: RegExp
  isValid(compact: string): boolean
  /** Words without which a number of this form is no more than a number. None are asked of forms that speak for
   * themselves. */
  said?: RegExp
}

const bounded = (body: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}[-.,])(?:${body})(?![\\p{L}\\p{N}]|[-.,]\\d)`, 'giu')

const SCHEMES: readonly Scheme[] = [
  {
    pattern: bounded(`[A-Z]{6}[ ]?[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[ ]?[A-Z][0-9LMNP-V]{3}[A-Z]`),
    isValid: isCodiceFiscale,
  },
  { pattern: bounded(String.raw`[12] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d`), isValid: isNir },
  { pattern: bounded(String.raw`\d{3}\.\d{3}\.\d{3}-\d\d`), isValid: isCpf },
  { pattern: bounded(String.raw`\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]`), isValid: isHetu },
  {
    pattern: bounded(String.raw`(?:19|20)?\d{6}[-+]\d{4}`),
    isValid: (compact) => isPersonnummer(compact.replace(/\D/g, '').slice(-10)),
  },
  {
    pattern: bounded(String.raw`(?:\d{2}\.?\d{3}\.?\d{3}|[XYZ][- ]?\d{7})[- ]?[A-Z]`),
    isValid: isNif,
    said: /\b(?:nif|nie|dni|identidad|tax|fiscal|spanish|id)\b/i,
  },
  { pattern: bounded(String.raw`\d{11}`), isValid: isCpf, said: /\b(?:cpf|contribuinte)\b/i },
  {
    pattern: bounded(String.raw`\d{2} ?\d{3} ?\d{3} ?\d{3}`),
    isValid: isSteuerId,
    said: /steuer|\b(?:idnr|tax|tin)\b/i,
  },
  { pattern: bounded(String.raw`\d{11}`), isValid: isPesel, said: /\bpesel\b/i },
  {
    pattern: bounded(String.raw`\d{3}[ .-]?\d{3}[ .-]?\d{3}|\d{4}\.?\d{2}\.?\d{3}`),
    isValid: isBsn,
    said: /\b(?:bsn|burgerservice(?:nummer)?|sofi)\b/i,
  },
  { pattern: bounded(String.raw`\d{3}[ -]?\d{3}[ -]?\d{4}`), isValid: isNhsNumber, said: /\bnhs\b/i },
  {
    pattern: bounded(String.raw`[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}`),
    isValid: passesVerhoeff,
    said: /\b(?:aadhaar|aadhar|uidai|uid)\b/i,
  },
  {
    pattern: bounded(String.raw`(?:19|20)?\d{10}`),
    isValid: (compact) => isPersonnummer(compact.slice(-10)),
    said: /personnummer|samordningsnummer/i,
  },
]

/** Numbers that states give to people, by their checksums; those that look like any number only where it is said. */
export const nationalId: Detector = {
  type: 'national-id',
  worthALook: ({ digits }) => digits >= 7,
  find(text, { column }) {
    const spans: Span[] = []
    for (const { pattern, isValid, said } of SCHEMES) {
      // Most texts speak of none of them, which is seen faster than numbers are.
      if (said && !said.test(text) && !said.test(spaced(column))) continue
      for (const { 0: number, index } of text.matchAll(pattern)) {
        const compact = number.replace(/[ .]/g, '')
        const bare = said && !saysBefore(said, text, index, column)
        if (bare || !(isValid(compact) || isValid(compact.replaceAll('-', '')))) continue
        spans.push({ start: index, end: index + number.length })
      }
    }
    return spans
  },
}
