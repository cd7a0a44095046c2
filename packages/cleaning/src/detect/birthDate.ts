import { DATE_PATTERN } from './dateText.ts'
import type { Detector } from './detector.ts'

const SAID =
  /(?:\b(?:born|birth ?day|birth|dob|d\.o\.b\.?|b\.)(?=[^\p{L}\p{N}])|\bgeboren|geburtsdatum|\bnée?|nacid[oa]|nat[oa])[^\p{N}\n]{0,24}?/u
    .source
const BIRTH = new RegExp(`(${SAID})(${DATE_PATTERN})(?![\\p{L}\\p{N}])`, 'giu')

/** A day of birth, where the text says that it is one. */
export const birthDate: Detector = {
  type: 'birth-date',
  worthALook: ({ digits }) => digits >= 3,
  find: (text) =>
    [...text.matchAll(BIRTH)].map(({ 0: whole, 1: said = '', index }) => ({
      start: index + said.length,
      end: index + whole.length,
    })),
}
