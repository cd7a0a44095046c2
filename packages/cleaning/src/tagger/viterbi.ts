import { isInside, mayFollow, TAGS } from './tags.ts'

// Far below any score, and far above an overflow.
const IMPOSSIBLE = -1_000_000

/** Scores from the tag before, or TAGS for the beginning, to each tag, with what BIO forbids out of reach. */
export const toMoves = (transitions: ArrayLike<number>): Int32Array =>
  Int32Array.from({ length: (TAGS + 1) * TAGS }, (_, i) => {
    const from = Math.floor(i / TAGS)
    return mayFollow(from === TAGS ? 0 : from, i % TAGS) ? (transitions[i] as number) : IMPOSSIBLE
  })

/**
 * The best sequence of tags. `emit` writes one position's scores; equal scores go to the lower tag. Where outside is
 * better than all else by `certain` nothing else is tried, which is so for most words of most texts.
 */
export const viterbi = (
  count: number,
  moves: Int32Array,
  certain: number,
  emit: (at: number, into: Int32Array) => void,
): Uint8Array => {
  const back = new Uint8Array(count * TAGS)
  const emission = new Int32Array(TAGS)
  let scores = new Int32Array(TAGS)
  let next = new Int32Array(TAGS)
  let onlyOutside = false
  for (let at = 0; at < count; at++) {
    emit(at, emission)
    let rival = IMPOSSIBLE
    for (let tag = 1; tag < TAGS; tag++) rival = Math.max(rival, emission[tag] as number)
    const isCertain = (emission[0] as number) - rival >= certain
    if (isCertain) next.fill(IMPOSSIBLE)
    for (let tag = 0; tag < (isCertain ? 1 : TAGS); tag++) {
      let best = IMPOSSIBLE
      let which = 0
      if (at === 0) best = moves[TAGS * TAGS + tag] as number
      else {
        // What goes on follows its own beginning or itself; all else may follow anything.
        const least = isInside(tag) ? tag - 1 : 0
        const most = onlyOutside ? 0 : isInside(tag) ? tag : TAGS - 1
        for (let before = least; before <= most; before++) {
          const score = (scores[before] as number) + (moves[before * TAGS + tag] as number)
          if (score > best) {
            best = score
            which = before
          }
        }
      }
      next[tag] = best + (emission[tag] as number)
      back[at * TAGS + tag] = which
    }
    onlyOutside = isCertain
    const spare = scores
    scores = next
    next = spare
  }
  const tags = new Uint8Array(count)
  let tag = 0
  for (let other = 1; other < TAGS; other++)
    if ((scores[other] as number) > (scores[tag] as number)) tag = other
  for (let at = count - 1; at >= 0; at--) {
    tags[at] = tag
    tag = back[at * TAGS + tag] as number
  }
  return tags
}
