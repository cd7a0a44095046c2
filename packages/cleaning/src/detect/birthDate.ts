import { DATE_PATTERN } from './dateText.ts'
import type { Detector } from './detector.ts'
import { matchesFrom } from './matchesFrom.ts'

const SAID =
  /(?:\b(?:born|birth ?day|birth|dob|d\.o\.b\.?|b\.)(?=[^\p{L}\p{N}])|\bgeboren|geburtsdatum|\bnée?|nacid[oa]|nat[oa])[^\p{N}\n]{0,24}?/u
    .source
const BIRTH = new RegExp(`(${SAID})(${DATE_PATTERN})(?![\\p{L}\\p{N}])`, 'iuy')
const HINT = /bor|bir|dob|d\.o|b\.|geb|né|naci|nat[oa]/gi

/** A day of birth, where the text says that it is one. */
export const birthDate: Detector = {
  type: 'birth-date',
  worthALook: ({ digits }) => digits >= 3,
  find: (text) =>
    matchesFrom(text, HINT, BIRTH).map(({ 0: whole, 1: said = '', index }) => ({
      start: index + said.length,
      end: index + whole.length,
    })),
}
