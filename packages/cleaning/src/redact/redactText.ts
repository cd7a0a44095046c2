import type { DetectContext, Found } from '../detect/detector.ts'
import { DETECTORS } from '../detect/detectors.ts'
import { findPersonalData } from '../detect/findPersonalData.ts'

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
  let taken: Uint8Array | undefined
  let current = text
  while (true) {
    const spans = findPersonalData(current, context)
    if (spans.length === 0) return { text: current, found }
    taken ??= new Uint8Array(text.length)
    let fresh = false
    for (const span of toOriginal(spans, found)) {
      // What is kept shows again in every round.
      if (taken.subarray(span.start, span.end).includes(1)) continue
      taken.fill(1, span.start, span.end)
      found.push({ ...span, kept: isKept(span) })
      fresh = true
    }
    if (!fresh) return { text: current, found }
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

// Findings never touch a marker, so each lies between two of them and moves as one. Both lists are in order.
const toOriginal = (spans: readonly Found[], found: Redacted['found']): Found[] => {
  let shift = 0
  let next = 0
  return spans.map((span) => {
    for (; next < found.length; next++) {
      const { start, end, type, kept } = found[next] as Redacted['found'][number]
      if (start + shift >= span.start) break
      if (!kept) shift += (MARKER.get(type)?.length ?? 0) - (end - start)
    }
    return { start: span.start - shift, end: span.end - shift, type: span.type }
  })
}
