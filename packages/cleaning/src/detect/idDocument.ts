import type { Detector } from './detector.ts'
import { matchesFrom } from './matchesFrom.ts'

// The number counts only close behind the words: there is no form that these numbers share, and no checksum.
const SAID =
  /\b(?:driv(?:er['’`]?s?|ing) licen[cs]e|licen[cs]e (?:number|no|nr)|dl(?: number| no| #)|passport|reisepass|passeport|pasaporte|identity card|id card|personalausweis)\b(?:(?:(?:number|no|nr|numéro|número|num|is|was|id|the|my|with|of)\b|[\s:#.=(-])){0,8}/iuy
const HINT = /\b(?:dri|lic|dl|pa|rei|id|per)/gi
const NUMBER = /^(?=[A-Z0-9-]*\d[A-Z0-9-]*\d[A-Z0-9-]*\d)[A-Z]{0,3}[- ]?\d[A-Z0-9-]{4,17}(?![\p{L}\p{N}])/iu

/** Driving licenses, passports and identity cards, where the text names them. */
export const idDocument: Detector = {
  type: 'id-document',
  worthALook: ({ digits }) => digits >= 4,
  find: (text) =>
    matchesFrom(text, HINT, SAID).flatMap(({ 0: said, index }) => {
      const start = index + said.length
      const number = NUMBER.exec(text.slice(start, start + 24))?.[0]
      return number ? [{ start, end: start + number.length }] : []
    }),
}
