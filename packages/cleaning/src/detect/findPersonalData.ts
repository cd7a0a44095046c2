import type { DetectContext, Found, Span } from './detector.ts'
import { DETECTORS } from './detectors.ts'
import { glanceAt } from './glanceAt.ts'

/**
 * Everything in one text, without overlaps: the longest wins, then the detector that is listed first, then the
 * one further left. What has been redacted before is never found again.
 */
export const findPersonalData = (text: string, context: DetectContext): Found[] => {
  const glance = glanceAt(text)
  const found: (Found & { rank: number })[] = []
  DETECTORS.forEach((detector, rank) => {
    if (!detector.worthALook(glance)) return
    for (const span of detector.find(text, context)) found.push({ ...span, type: detector.type, rank })
  })
  if (found.length === 0) return []
  const markers = spansOfMarkers(text)
  const order = found.sort(
    (a, b) => b.end - b.start - (a.end - a.start) || a.rank - b.rank || a.start - b.start,
  )
  const taken: Found[] = []
  for (const { start, end, type } of order) {
    const span = { start, end, type }
    if (!taken.some((other) => overlap(other, span)) && !markers.some((other) => overlap(other, span)))
      taken.push(span)
  }
  return taken.sort((a, b) => a.start - b.start)
}

export const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

const MARKERS = new RegExp(DETECTORS.map(({ marker }) => marker.replace(/[[\]]/g, '\\$&')).join('|'), 'g')

const spansOfMarkers = (text: string): Span[] =>
  text.includes('[')
    ? [...text.matchAll(MARKERS)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
    : []
