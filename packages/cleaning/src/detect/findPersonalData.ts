import { tagText } from '../tagger/tagText.ts'
import type { DetectContext, Found, Span } from './detector.ts'
import { findByRules } from './findByRules.ts'
import { spansOfMarkers } from './markers.ts'
import { uniteFindings } from './uniteFindings.ts'

/**
 * Everything in one text, in order and without overlaps. What rules find is never given up to the tagger, and what
 * has been replaced in this text before, where it is told, is not looked at again. `byModel` is what a model of the
 * member's own has found in running text.
 */
export const findPersonalData = (
  text: string,
  context: DetectContext,
  replaced: readonly Span[] = [],
  byModel: readonly Found[] = [],
): Found[] => {
  const done = unlessReplaced(spansOfMarkers(text), replaced)
  const byRules = findByRules(text, context, done)
  if (!context.prose) return byRules
  const tagged = tagText(text, byRules, done)
  const named = byModel.length === 0 ? tagged : uniteFindings(text, tagged, byModel, [...byRules, ...done])
  return named.length === 0 ? byRules : [...byRules, ...named].sort((a, b) => a.start - b.start)
}

/** Both lists as one, in order: a marker that was put there in this run stands in both. */
const unlessReplaced = (markers: readonly Span[], replaced: readonly Span[]): readonly Span[] => {
  if (replaced.length === 0 || markers.length === 0) return replaced.length === 0 ? markers : replaced
  const all = [...replaced, ...markers].sort((a, b) => a.start - b.start || b.end - a.end)
  let end = 0
  return all.filter((span) => {
    if (span.start < end) return false
    end = span.end
    return true
  })
}
