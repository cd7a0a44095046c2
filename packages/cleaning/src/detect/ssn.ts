import type { Detector } from './detector.ts'
import { saysBefore } from './saysBefore.ts'

// Area, group and serial number as the Social Security Administration gives them out: never 000, 666 or 900–999.
const NUMBER =
  /(?<![\p{L}\p{N}]|[\p{N}][-.,])(?!000|666|9)\d{3}([- .]?)(?!00)\d{2}\1(?!0000)\d{4}(?![\p{L}\p{N}]|[-.,]\d)/gu
const SAID = /\b(?:ssn|social|security|soc|sec|taxpayer|tin|itin)\b/i

/** US Social Security numbers. There is no checksum: three, two and four digits are believed with hyphens, and otherwise
 * only where the text or the column speaks of them. */
export const ssn: Detector = {
  type: 'ssn',
  worthALook: ({ digits }) => digits >= 9,
  find(text, { column }) {
    return [...text.matchAll(NUMBER)].flatMap(({ 0: number, 1: separator, index }) =>
      separator === '-' || saysBefore(SAID, text, index, column)
        ? [{ start: index, end: index + number.length }]
        : [],
    )
  },
}
