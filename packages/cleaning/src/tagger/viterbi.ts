import { isInside, mayFollow, TAGS } from './tags.ts'

// Far below any score, and far above an overflow.
const IMPOSSIBLE = -1_000_000

export type Moves = {
  /** From the tag before, or TAGS for the beginning, to each tag, with what BIO forbids out of reach. */
  scores: Int32Array
  /** How far apart two moves to a tag can be that may follow any other. */
  spread: number
}

export const toMoves = (transitions: ArrayLike<number>): Moves => {
  const scores = Int32Array.from({ length: (TAGS + 1) * TAGS }, (_, i) => {
    const from = Math.floor(i / TAGS)
    return mayFollow(from === TAGS ? 0 : from, i % TAGS) ? (transitions[i] as number) : IMPOSSIBLE
  })
  const free = scores.filter((_, i) => !isInside(i % TAGS))
  return { scores, spread: Math.max(...free) - Math.min(...free) }
}

/**
 * The best sequence of tags for `count` tokens, of which `scores` has TAGS numbers each; equal sums go to the lower tag.
 * Where outside is better than all else by `certain` nothing else is tried, which is so for most words of most texts.
 */
export const viterbi = (
  count: number,
  scores: Int32Array,
  { scores: moves, spread }: Moves,
  certain: number,
): Uint8Array => {
  const back = new Uint8Array(count * TAGS)
  let sums = new Int32Array(TAGS)
  let next = new Int32Array(TAGS)
  // Tags of the token before that the way to a tag that may follow any other can come from.
  const live = new Uint8Array(TAGS)
  let lives = 0
  for (let at = 0; at < count; at++) {
    const here = at * TAGS
    let rival = IMPOSSIBLE
    for (let tag = 1; tag < TAGS; tag++) rival = Math.max(rival, scores[here + tag] as number)
    const tried = (scores[here] as number) - rival >= certain ? 1 : TAGS
    let top = IMPOSSIBLE
    for (let tag = 0; tag < tried; tag++) {
      let best = at === 0 ? (moves[TAGS * TAGS + tag] as number) : IMPOSSIBLE
      let which = 0
      // What goes on follows its own beginning or itself; all else follows anything.
      const inside = isInside(tag)
      const choices = at === 0 ? 0 : inside ? 2 : lives
      for (let i = 0; i < choices; i++) {
        const before = inside ? tag - 1 + i : (live[i] as number)
        const sum = (sums[before] as number) + (moves[before * TAGS + tag] as number)
        if (sum > best) {
          best = sum
          which = before
        }
      }
      next[tag] = best + (scores[here + tag] as number)
      back[here + tag] = which
      top = Math.max(top, next[tag] as number)
    }
    next.fill(IMPOSSIBLE, tried)
    lives = 0
    for (let tag = 0; tag < tried; tag++) if ((next[tag] as number) >= top - spread) live[lives++] = tag
    const spare = sums
    sums = next
    next = spare
  }
  const tags = new Uint8Array(count)
  let tag = 0
  for (let other = 1; other < TAGS; other++) if ((sums[other] as number) > (sums[tag] as number)) tag = other
  for (let at = count - 1; at >= 0; at--) {
    tags[at] = tag
    tag = back[at * TAGS + tag] as number
  }
  return tags
}
