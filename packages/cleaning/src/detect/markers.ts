import type { Span } from './detector.ts'
import { FINDING_TYPES } from './findingTypes.ts'

const kinds = Object.values(FINDING_TYPES)

/** Markers, and what pseudonymising leaves: “Person-4F2A9C01”; see `redact/pseudonyms.ts`. */
const MARKERS = new RegExp(
  `${kinds.map(({ marker }) => marker.replace(/[[\]]/g, '\\$&')).join('|')}|(?<![\\p{L}\\p{N}])(?:${kinds.map(({ label }) => label).join('|')})-[0-9A-F]{8}(?![\\p{L}\\p{N}])`,
  'gu',
)

/** What stands in a text for something that has been taken out of it. */
export const spansOfMarkers = (text: string): Span[] =>
  text.includes('[') || text.includes('-')
    ? [...text.matchAll(MARKERS)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
    : []
