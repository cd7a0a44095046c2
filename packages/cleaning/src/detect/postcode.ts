import type { Detector } from './detector.ts'
import { matchesFrom } from './matchesFrom.ts'

const SAID =
  /\b(?:zip(?: ?code)?|post(?:al)? ?code|plz|postleitzahl|code postal)\b[\s:#=]*(?:is |was )?[\s:#=]*/iuy
const HINT = /\b(?:zip|po|pl|code p)/gi
const CODE =
  /^(?:\d{5}(?:-\d{4})?|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{3} \d{2}|\d{4}|\d{6})(?![\p{L}\p{N}])/iu

/** A postal code, where the text calls it one. In an address it is part of the address. */
export const postcode: Detector = {
  type: 'postcode',
  worthALook: ({ digits }) => digits >= 2,
  find: (text) =>
    matchesFrom(text, HINT, SAID).flatMap(({ 0: said, index }) => {
      const start = index + said.length
      const code = CODE.exec(text.slice(start, start + 12))?.[0]
      return code ? [{ start, end: start + code.length }] : []
    }),
}
