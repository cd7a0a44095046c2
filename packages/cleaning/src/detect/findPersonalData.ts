import type { DetectContext, Found, Span } from './detector.ts'
import { DETECTORS } from './detectors.ts'
import { glanceAt } from './glanceAt.ts'

/**
 * Everything in one text, without overlaps: the longest wins, then the detector that is listed first, then the
 * one further left. What has been redacted before is never found again.
 */
export const findPersonalData = (text: string, context: DetectContext): Found[] => {
  const glance = glanceAt(text)
  if (glance.digits === 0 && glance.ats === 0 && glance.colons === 0) return NOTHING
  const found: (Found & { rank: number })[] = []
  DETECTORS.forEach((detector, rank) => {
    if (!detector.worthALook(glance)) return
    for (const span of detector.find(text, context)) found.push({ ...span, type: detector.type, rank })
  })
  if (found.length === 0) return []
  // Longest first, so whatever overlaps an earlier one has its first or last character in it. A map of
  // characters instead of comparing pairs, since a hostile cell can hold a hundred thousand findings.
  const taken = new Uint8Array(text.length)
  for (const { start, end } of spansOfMarkers(text)) taken.fill(1, start, end)
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

const MARKERS = new RegExp(DETECTORS.map(({ marker }) => marker.replace(/[[\]]/g, '\\$&')).join('|'), 'g')

const spansOfMarkers = (text: string): Span[] =>
  text.includes('[')
    ? [...text.matchAll(MARKERS)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
    : []
