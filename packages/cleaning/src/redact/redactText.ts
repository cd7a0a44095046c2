import type { DetectContext, Found } from '../detect/detector.ts'
import { DETECTORS } from '../detect/detectors.ts'
import { findPersonalData, overlap } from '../detect/findPersonalData.ts'

export type Redacted = { text: string; found: (Found & { kept: boolean })[] }

const MARKER = new Map(DETECTORS.map(({ type, marker }) => [type, marker]))

/**
 * Finds and replaces until nothing more is found: of two overlapping findings the shorter may show again once
 * the longer is gone, and cleaned text must come out of a second cleaning unchanged. Every round takes digits
 * or an @ away, so this ends. Offsets are those of the text as it came.
 */
export const redactText = (
  text: string,
  context: DetectContext,
  isKept: (found: Found) => boolean,
): Redacted => {
  const found: Redacted['found'] = []
  let current = text
  while (true) {
    const redacted = found.filter(({ kept }) => !kept)
    const fresh = findPersonalData(current, context)
      .map((span) => toOriginal(span, redacted))
      .filter((span) => !found.some((other) => overlap(other, span)))
    if (fresh.length === 0) return { text: current, found }
    for (const span of fresh) found.push({ ...span, kept: isKept(span) })
    found.sort((a, b) => a.start - b.start)
    current = replace(text, found)
  }
}

const replace = (text: string, found: Redacted['found']): string => {
  let result = ''
  let from = 0
  for (const { start, end, type, kept } of found) {
    if (kept) continue
    result += text.slice(from, start) + MARKER.get(type)
    from = end
  }
  return result + text.slice(from)
}

// Findings never touch a marker, so each lies between two of them and moves as one.
const toOriginal = (span: Found, redacted: readonly Found[]): Found => {
  let shift = 0
  for (const { start, end, type } of redacted) {
    if (start + shift > span.start) break
    shift += (MARKER.get(type)?.length ?? 0) - (end - start)
  }
  return { start: span.start - shift, end: span.end - shift, type: span.type }
}
