import type { FindingType } from '../types.ts'

/** Where in a text something was found, in UTF-16 code units, end exclusive. */
export type Span = { start: number; end: number }
export type Found = Span & { type: FindingType }

export type DetectContext = {
  column: string
  regions: readonly string[]
  /** The column's name says that telephone numbers are in it. */
  phoneColumn: boolean
  /** Running text, in which names and addresses are looked for word by word. */
  prose: boolean
}

/** What one glance over a text counts, so that most detectors need not look at most cells. */
export type Glance = {
  digits: number
  ats: number
  dots: number
  colons: number
  /** The longest run of letters and digits; whatever is not ASCII counts as one. */
  run: number
}

/** To add a kind of personal data, write one file like those beside this one and list it in `detectors.ts` and its
 * type in `findingTypes.ts`. */
export type Detector = {
  type: FindingType
  worthALook(glance: Glance): boolean
  find(text: string, context: DetectContext): Span[]
}
