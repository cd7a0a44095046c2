import type { Found, Span } from '../detect/detector.ts'
import { MARKER_TYPE, maskedSpans } from './maskedSpans.ts'
import { loadModel, type Tagger } from './model.ts'
import { spansOf } from './spansOf.ts'
import { stretchesOf } from './stretches.ts'
import { tokenise } from './tokenise.ts'

/** Names, addresses and the like in running text, beside what rules have found in it already and what is `done`. */
export const tagText = (
  text: string,
  byRules: readonly Found[],
  done: readonly Span[],
  { decode, maskIndex }: Tagger = loadModel(),
): Found[] => {
  const masked = maskedSpans(byRules, done)
  const tokens = tokenise(text, masked)
  const found: Found[] = []
  for (const [from, to] of stretchesOf(text, tokens)) {
    const tags = decode(text, tokens, from, to, (mask) => maskIndex(masked[mask]?.type ?? MARKER_TYPE))
    found.push(...spansOf(text, tokens, from, tags))
  }
  return found
}
