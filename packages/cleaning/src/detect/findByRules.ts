import type { DetectContext, Found, Span } from './detector.ts'
import { DETECTORS } from './detectors.ts'
import { foldText } from './foldText.ts'
import { glanceAt } from './glanceAt.ts'

/**
 * Everything that has a grammar or a checksum, without overlaps: the longest wins, then the detector that is listed
 * first, then the one further left. Nothing is found in what is `done`.
 */
export const findByRules = (text: string, context: DetectContext, done: readonly Span[]): Found[] => {
  const folded = foldText(text)
  const glance = glanceAt(folded.text)
  if (glance.digits === 0 && glance.ats === 0 && glance.colons === 0 && glance.dots < 2) return NOTHING
  const found: (Found & { rank: number })[] = []
  DETECTORS.forEach((detector, rank) => {
    if (!detector.worthALook(glance)) return
    for (const span of detector.find(folded.text, context)) found.push({ ...span, type: detector.type, rank })
  })
  if (found.length === 0) return NOTHING
  if (folded.places) {
    for (const span of found) {
      span.start = folded.places[span.start] as number
      span.end = (folded.places[span.end - 1] as number) + 1
    }
  }
  // Longest first, so whatever overlaps an earlier one has its first or last character in it. A map of
  // characters instead of comparing pairs, since a hostile cell can hold a hundred thousand findings.
  const taken = new Uint8Array(text.length)
  for (const { start, end } of done) taken.fill(1, start, end)
  found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.rank - b.rank || a.start - b.start)
  const kept: Found[] = []
  for (const { start, end, type } of found) {
    if (taken[start] || taken[end - 1]) continue
    taken.fill(1, start, end)
    kept.push({ start, end, type })
  }
  return kept.sort((a, b) => a.start - b.start)
}

const NOTHING: Found[] = []
