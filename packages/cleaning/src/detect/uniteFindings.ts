import type { Found, Span } from './detector.ts'
import { isDirect } from './findingTypes.ts'

/**
 * What the tagger and a model of the member's own say about one text, as one list. Neither is given anything that
 * rules have found or that was taken out before. Where the two overlap, types that tell by themselves who somebody is
 * go before others, the longer before the shorter, the model before the tagger, and left before right; of the loser
 * stays what lies outside of the winner, and where both are of one type they are one.
 */
export const uniteFindings = (
  text: string,
  tagged: readonly Found[],
  byModel: readonly Found[],
  taken: readonly Span[],
): Found[] => {
  const ranked = [
    ...byModel.map((span) => ({ ...span, rank: 0 })),
    ...tagged.map((span) => ({ ...span, rank: 1 })),
  ].sort(
    (a, b) =>
      Number(isDirect(b.type)) - Number(isDirect(a.type)) ||
      b.end - b.start - (a.end - a.start) ||
      a.rank - b.rank ||
      a.start - b.start,
  )
  // Which span each character went to, counted from 1: comparing pairs would be slow where there are many.
  const owners = new Int32Array(text.length)
  for (const { start, end } of taken) owners.fill(-1, start, end)
  ranked.forEach(({ start, end }, i) => {
    for (let at = start; at < end; at++) if (owners[at] === 0) owners[at] = i + 1
  })
  const united: Found[] = []
  for (let at = 0; at < text.length; at++) {
    const type = ranked[(owners[at] as number) - 1]?.type
    const last = united.at(-1)
    if (type === undefined) continue
    if (last?.end === at && last.type === type) last.end++
    else united.push({ start: at, end: at + 1, type })
  }
  return united.flatMap((span) => trimmed(text, span))
}

/** Cutting leaves spaces and signs behind; a piece of nothing else is none. */
const trimmed = (text: string, { start, end, type }: Found): Found[] => {
  const piece = text.slice(start, end)
  const from = piece.search(INSIDE)
  if (from < 0) return []
  const after = piece.length - piece.replace(/[\s,;:([{–—-]+$/u, '').length
  return [{ start: start + from, end: end - after, type }]
}

const INSIDE = /[\p{L}\p{M}\p{N}\p{S}@+#]/u
