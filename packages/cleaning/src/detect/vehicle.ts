import { isVin } from './checksums.ts'
import type { Detector } from './detector.ts'
import { saysBefore } from './saysBefore.ts'

const NUMBER = /(?<![\p{L}\p{N}-])[A-HJ-NPR-Z0-9]{17}(?![\p{L}\p{N}-])/giu
const SAID = /\b(?:vin|vehicle|chassis|car|fahrgestell\w*)\b/i

/** Vehicle identification numbers: with their check digit where letters and digits are mixed, or where it is said. */
export const vehicle: Detector = {
  type: 'vehicle',
  worthALook: ({ digits, run }) => digits >= 5 && run >= 17,
  find: (text, { column }) =>
    [...text.matchAll(NUMBER)].flatMap(({ 0: number, index }) => {
      const said = saysBefore(SAID, text, index, column)
      const mixed = (number.match(/[A-Z]/gi)?.length ?? 0) >= 3
      return (said && /\d/.test(number) && /[A-Z]/i.test(number)) || (mixed && isVin(number))
        ? [{ start: index, end: index + number.length }]
        : []
    }),
}
