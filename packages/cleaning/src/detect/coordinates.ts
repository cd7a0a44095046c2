import type { Detector } from './detector.ts'
import { spaced } from './saysBefore.ts'

const LATITUDE = String.raw`[-+]?(?:[0-8]?\d(?:\.\d{3,})|90\.0{3,})`
const LONGITUDE = String.raw`[-+]?(?:1[0-7]\d|\d{1,2})(?:\.\d{3,})`
const PAIR = new RegExp(
  `(?<![\\p{L}\\p{N}.,])${LATITUDE}(?: ?°)?( ?[NS])?[,;]? ?${LONGITUDE}(?: ?°)?( ?[EW])?(?![\\p{L}\\p{N}]|[.,]\\d)`,
  'giu',
)
const SEXAGESIMAL =
  /(?<![\p{L}\p{N}.,])\d{1,2}° ?\d{1,2}['’′] ?(?:\d{1,2}(?:\.\d+)?["”″] ?)?[NS][,; ]{0,2}\d{1,3}° ?\d{1,2}['’′] ?(?:\d{1,2}(?:\.\d+)?["”″] ?)?[EW](?!\p{L})/giu
const SAID = /\b(?:coordinates?|coords?|gps|lat(?:itude)?|location|position|geo)\b/i
const COLUMN = /\b(?:coordinates?|coords?|gps|lat ?(?:lon|lng)|geo(?:location|point)?)\b/i

/** A place on the map, where signs or words say that two figures are one. Tables are full of pairs that are none. */
export const coordinates: Detector = {
  type: 'coordinates',
  worthALook: ({ digits, dots }) => digits >= 6 && dots >= 1,
  find(text, { column }) {
    const pairs = [...text.matchAll(PAIR)].filter(
      ({ 1: north, 2: east, index }) =>
        (north !== undefined && east !== undefined) ||
        SAID.test(text.slice(Math.max(0, index - 30), index)) ||
        COLUMN.test(spaced(column)),
    )
    return [...pairs, ...text.matchAll(SEXAGESIMAL)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    }))
  },
}
