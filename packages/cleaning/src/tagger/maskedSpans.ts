import type { Found, Span } from '../detect/detector.ts'

/** A span that is explained already, and how it is known to the tagger. */
export type Masked = { start: number; end: number; type: string }

export const MARKER_TYPE = 'marker'

/** What rules have found, and what was taken out before: in order, without overlaps. */
export const maskedSpans = (byRules: readonly Found[], done: readonly Span[]): Masked[] =>
  [...byRules, ...done.map((span) => ({ ...span, type: MARKER_TYPE }))].sort((a, b) => a.start - b.start)
