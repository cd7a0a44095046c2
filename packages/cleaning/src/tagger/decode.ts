import {
  ALL_CAPITALS,
  type Attributes,
  attributesOf,
  MIXED_CASE,
  maskedAttributes,
  mix,
  NO_CAPITALS,
} from './attributes.ts'
import type { Gazetteer } from './gazetteer.ts'
import { TAGS } from './tags.ts'
import { NEW_PARAGRAPH, type Tokens } from './tokenise.ts'
import { toMoves, viterbi } from './viterbi.ts'

/** Integers throughout, so that every machine decides alike. */
export type Weights = {
  /** Rows of TAGS weights each, found by a feature's hash. A power of two of them. */
  emissions: Int16Array
  /** From the tag before, or TAGS for the beginning, to the tag. */
  transitions: Int16Array
}

// Which of a word's neighbours a feature speaks of.
export const PLACES = [-2, -1, 0, 1, 2] as const
export const EDGE: Attributes = maskedAttributes('edge')

/** How many features of a token are made of several words. */
export const CONJUNCTIONS = 8

/** Those features, as rows' hashes. */
export const conjunctions = (
  into: Int32Array,
  first: Attributes,
  before: Attributes,
  here: Attributes,
  after: Attributes,
  gapBefore: number,
  gapAfter: number,
): void => {
  const pair = mix(before.kind, here.kind)
  into[0] = mix(pair, 21)
  into[1] = mix(mix(here.kind, after.kind), 22)
  into[2] = mix(mix(before.word, here.kind), 23)
  into[3] = mix(mix(here.kind, after.word), 24)
  into[4] = mix(mix(mix(first.word, before.word), here.shape), 25)
  into[5] = mix(mix(pair, after.kind), 26)
  into[6] = mix(mix(here.kind, gapBefore * 4 + gapAfter), 27)
  into[7] = mix(mix(before.word, after.word), 28)
}

/** The features that a word alone gives to the token `place` words before or after it. */
export const ownFeatures = (attributes: Attributes, place: number): number[] => {
  const distance = Math.abs(place)
  const own = distance === 0 ? attributes.here : distance === 1 ? attributes.near : attributes.far
  return own.map((hash) => mix(hash, 31 + place))
}

/** How capitals are used in a stretch of tokens, whatever stands in those that a rule has explained. */
export const casingOf = (text: string, { starts, ends, masks }: Tokens, from: number, to: number): number => {
  let upper = 0
  let lower = 0
  for (let token = from; token < to; token++) {
    if ((masks[token] as number) >= 0) continue
    for (let at = starts[token] as number; at < (ends[token] as number); at++) {
      const unit = text.charCodeAt(at)
      if (unit >= 0x61 && unit <= 0x7a) lower++
      else if (unit >= 0x41 && unit <= 0x5a) upper++
      else if (unit >= 0xc0) {
        const character = text[at] as string
        if (character.toLowerCase() !== character) upper++
        else if (character.toUpperCase() !== character) lower++
      }
    }
  }
  if (upper === 0) return NO_CAPITALS
  return upper > 3 && lower * 4 < upper ? ALL_CAPITALS : MIXED_CASE
}

// In units of the weights, of which a byte holds 127: far more than what tags' order is worth.
const CERTAIN = 250

type Word = { attributes: Attributes; scores: Int32Array }

const REMEMBERED = 50_000

/** Finds the best tags for texts, a stretch at a time. */
export const createDecoder = (
  { emissions, transitions }: Weights,
  gazetteer: Gazetteer,
  maskTypes: readonly string[],
) => {
  const mask = emissions.length / TAGS - 1
  // Texts repeat their words: what one gives to itself and to its neighbours is summed up once.
  let words = new Map<string, Word>()
  const wordOf = (attributes: Attributes): Word => {
    const scores = new Int32Array(PLACES.length * TAGS)
    for (const place of PLACES) {
      for (const hash of ownFeatures(attributes, place)) {
        const row = (hash & mask) * TAGS
        for (let tag = 0; tag < TAGS; tag++)
          scores[(place + 2) * TAGS + tag] =
            (scores[(place + 2) * TAGS + tag] as number) + (emissions[row + tag] as number)
      }
    }
    return { attributes, scores }
  }
  const edge = wordOf(EDGE)
  const masks = maskTypes.map((type) => wordOf(maskedAttributes(type)))
  const lookUp = (text: string, casing: number): Word => {
    const key = `${casing}${text}`
    let word = words.get(key)
    if (!word) {
      if (words.size >= REMEMBERED) words = new Map()
      word = wordOf(attributesOf(text, casing, gazetteer))
      words.set(key, word)
    }
    return word
  }
  const moves = toMoves(transitions)
  const joint = new Int32Array(CONJUNCTIONS)
  // Most pairs of words were never seen: a small table says so without a look into the large one.
  const used = new Uint8Array(mask + 1)
  for (let at = 0; at < emissions.length; at++) if (emissions[at] !== 0) used[Math.floor(at / TAGS)] = 1

  /** Tags of the tokens from `from` to `to`; `typeOf` names by index in `maskTypes` what a masked token is. */
  return (
    text: string,
    tokens: Tokens,
    from: number,
    to: number,
    typeOf: (mask: number) => number,
  ): Uint8Array => {
    const count = to - from
    const casing = casingOf(text, tokens, from, to)
    const sequence: Word[] = []
    for (let i = from; i < to; i++) {
      const masked = tokens.masks[i] as number
      sequence.push(
        masked >= 0
          ? (masks[typeOf(masked)] as Word)
          : lookUp(
              text.slice(
                tokens.starts[i],
                Math.min(tokens.ends[i] as number, (tokens.starts[i] as number) + 40),
              ),
              casing,
            ),
      )
    }
    return viterbi(count, moves, CERTAIN, (i, into) => {
      const first = sequence[i - 2] ?? edge
      const before = sequence[i - 1] ?? edge
      const here = sequence[i] as Word
      const after = sequence[i + 1] ?? edge
      const last = sequence[i + 2] ?? edge
      // What stands two words before this one gives it what it gives to the second word after itself.
      for (let tag = 0; tag < TAGS; tag++)
        into[tag] =
          (first.scores[4 * TAGS + tag] as number) +
          (before.scores[3 * TAGS + tag] as number) +
          (here.scores[2 * TAGS + tag] as number) +
          (after.scores[TAGS + tag] as number) +
          (last.scores[tag] as number)
      conjunctions(
        joint,
        first.attributes,
        before.attributes,
        here.attributes,
        after.attributes,
        tokens.gaps[from + i] as number,
        tokens.gaps[from + i + 1] ?? NEW_PARAGRAPH,
      )
      for (let feature = 0; feature < CONJUNCTIONS; feature++) {
        const row = (joint[feature] as number) & mask
        if (!used[row]) continue
        for (let tag = 0; tag < TAGS; tag++)
          into[tag] = (into[tag] as number) + (emissions[row * TAGS + tag] as number)
      }
    })
  }
}
