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

type Word = { attributes: Attributes; given: Int16Array }

const REMEMBERED = 50_000
const CASINGS = [MIXED_CASE, NO_CAPITALS, ALL_CAPITALS]
/** How many places a word reaches on either side. */
const REACH = 2
/** A name's end is told by its beginning, and a cell may be one word. */
const LONGEST = 40

/** Finds the best tags for texts, a stretch at a time. */
export const createDecoder = (
  { emissions, transitions }: Weights,
  gazetteer: Gazetteer,
  maskTypes: readonly string[],
) => {
  const mask = emissions.length / TAGS - 1
  /** What a word gives to each tag of the tokens from REACH before it to REACH after it. */
  const wordOf = (attributes: Attributes): Word => {
    const given = new Int16Array(PLACES.length * TAGS)
    for (const place of PLACES) {
      for (const hash of ownFeatures(attributes, place)) {
        const row = (hash & mask) * TAGS
        const into = (place + REACH) * TAGS
        for (let tag = 0; tag < TAGS; tag++)
          given[into + tag] = (given[into + tag] as number) + (emissions[row + tag] as number)
      }
    }
    return { attributes, given }
  }
  const edge = wordOf(EDGE)
  const masks = maskTypes.map((type) => wordOf(maskedAttributes(type)))
  // Texts repeat their words: what one gives to itself and to its neighbours is summed up once.
  let words = CASINGS.map(() => new Map<string, Word>())
  let remembered = 0
  const lookUp = (text: string, casing: number): Word => {
    const known = words[casing]?.get(text)
    if (known) return known
    if (remembered++ >= REMEMBERED) {
      words = CASINGS.map(() => new Map())
      remembered = 0
    }
    const word = wordOf(attributesOf(text, casing, gazetteer))
    words[casing]?.set(text, word)
    return word
  }
  const moves = toMoves(transitions)
  const joint = new Int32Array(CONJUNCTIONS)
  const used = bitsOfRows(emissions)
  const rows = alignRows(emissions)
  let room = new Int32Array(0)

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
    const size = (count + 4 * REACH) * TAGS
    if (room.length < size) room = new Int32Array(size)
    const sums = room.fill(0, 0, size)
    const sequence: Attributes[] = []
    const put = ({ attributes, given }: Word) => {
      const into = sequence.push(attributes) * TAGS - TAGS
      for (let i = 0; i < given.length; i++)
        sums[into + i] = (sums[into + i] as number) + (given[i] as number)
    }
    for (let i = 0; i < REACH; i++) put(edge)
    for (let i = from; i < to; i++) {
      const masked = tokens.masks[i] as number
      const start = tokens.starts[i] as number
      const end = Math.min(tokens.ends[i] as number, start + LONGEST)
      put(masked >= 0 ? (masks[typeOf(masked)] as Word) : lookUp(text.slice(start, end), casing))
    }
    for (let i = 0; i < REACH; i++) put(edge)

    const scores = sums.subarray(2 * REACH * TAGS, size)
    for (let i = 0; i < count; i++) {
      conjunctions(
        joint,
        sequence[i] as Attributes,
        sequence[i + 1] as Attributes,
        sequence[i + 2] as Attributes,
        sequence[i + 3] as Attributes,
        tokens.gaps[from + i] as number,
        tokens.gaps[from + i + 1] ?? NEW_PARAGRAPH,
      )
      for (let feature = 0; feature < CONJUNCTIONS; feature++) {
        const row = (joint[feature] as number) & mask
        if (((used[row >> 3] as number) & (1 << (row & 7))) === 0) continue
        for (let tag = 0; tag < TAGS; tag++)
          scores[i * TAGS + tag] = (scores[i * TAGS + tag] as number) + (rows[row * ALIGNED + tag] as number)
      }
    }
    return viterbi(count, scores, moves, CERTAIN)
  }
}

/** Most pairs of words were never seen: a table that fits the fastest memory says so without a look into the large one. */
const bitsOfRows = (emissions: Int16Array): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(emissions.length / TAGS / 8))
  emissions.forEach((weight, i) => {
    const row = Math.floor(i / TAGS)
    if (weight !== 0) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7))
  })
  return bits
}

const ALIGNED = 16

/** Weights are bytes; a row of them that begins at a multiple of its length never lies across two lines of a cache. */
const alignRows = (emissions: Int16Array): Int8Array => {
  const rows = new Int8Array((emissions.length / TAGS) * ALIGNED)
  emissions.forEach((weight, i) => {
    rows[Math.floor(i / TAGS) * ALIGNED + (i % TAGS)] = weight
  })
  return rows
}
