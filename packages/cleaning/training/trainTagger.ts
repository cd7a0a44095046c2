import { findByRules } from '../src/detect/findByRules.ts'
import { FINDING_TYPES } from '../src/detect/findingTypes.ts'
import { type Attributes, attributesOf, maskedAttributes } from '../src/tagger/attributes.ts'
import {
  CONJUNCTIONS,
  casingOf,
  conjunctions,
  EDGE,
  ownFeatures,
  PLACES,
  type Weights,
} from '../src/tagger/decode.ts'
import { createGazetteer, type Gazetteer } from '../src/tagger/gazetteer.ts'
import { MARKER_TYPE, type Masked, maskedSpans } from '../src/tagger/maskedSpans.ts'
import type { Unpacked } from '../src/tagger/packModel.ts'
import { stretchesOf } from '../src/tagger/stretches.ts'
import { beginTag, TAGS } from '../src/tagger/tags.ts'
import { NEW_PARAGRAPH, type Tokens, tokenise } from '../src/tagger/tokenise.ts'
import { toMoves, viterbi } from '../src/tagger/viterbi.ts'
import type { Marked } from './corpus.ts'
import type { Random } from './random.ts'

export type TrainingOptions = {
  epochs: number
  /** log2 of how many rows of weights there are. */
  rows: number
  /** How much a wrong tag must lose by, and by how much more where an entity is overlooked. */
  margin: number
  overlooked: number
  /** Share of words whose identity is hidden, so that the words around them are learnt from. */
  hidden: number
  /** Weights are divided by what makes this share of them fit a byte. */
  fitting: number
  /** Weights smaller than this, once divided, are left out. */
  least: number
  /** Added to outside: negative finds more. */
  outside: number
}

export const DEFAULT_TRAINING: TrainingOptions = {
  epochs: 8,
  rows: 18,
  margin: 2,
  overlooked: 20,
  hidden: 0.15,
  fitting: 0.9995,
  least: 1,
  outside: -105,
}

export const MASK_TYPES: readonly string[] = [...Object.keys(FINDING_TYPES), MARKER_TYPE]

const context = { column: '', regions: ['US'], phoneColumn: false, prose: true }

type Stretch = { gold: Uint8Array; plain: Int32Array[]; hidden: Int32Array[] }

/** Tags of the tokens as the text's marks have them: the same for two entities that only a sign parts. */
export const goldTags = (
  { spans }: Marked,
  { starts, ends, masks }: Tokens,
  from: number,
  to: number,
): Uint8Array => {
  const tags = new Uint8Array(to - from)
  let next = 0
  for (let i = from; i < to; i++) {
    const start = starts[i] as number
    const end = ends[i] as number
    while (next < spans.length && (spans[next] as { end: number }).end <= start) next++
    const span = spans[next]
    if (!span || span.start >= end || (masks[i] as number) >= 0) continue
    const begin = beginTag(span.entity)
    const before = i > from ? (tags[i - from - 1] as number) : 0
    tags[i - from] = before === begin || before === begin + 1 ? begin + 1 : begin
  }
  return tags
}

const featuresOf = (
  sequence: readonly Attributes[],
  { gaps }: Tokens,
  from: number,
  mask: number,
): Int32Array[] =>
  sequence.map((here, i) => {
    const around = PLACES.map((place) => sequence[i + place] ?? EDGE)
    const [first, before, , after] = around as [Attributes, Attributes, Attributes, Attributes]
    const joint = new Int32Array(CONJUNCTIONS)
    conjunctions(
      joint,
      first,
      before,
      here,
      after,
      gaps[from + i] as number,
      gaps[from + i + 1] ?? NEW_PARAGRAPH,
    )
    const hashes = [
      // What a word two before gives to this one is what it gives to the second word after itself.
      ...PLACES.flatMap((place, at) => ownFeatures(around[at] as Attributes, -place)),
      ...joint,
    ]
    return Int32Array.from(hashes, (hash) => (hash & mask) * TAGS)
  })

/** Masks some of the marked entities, as they stand in a text that has been cleaned before. */
const maskSome = (marked: Marked, masked: Masked[], share: number, random: Random): Masked[] => {
  const more = marked.spans
    .filter(
      ({ start, end }) => random() < share && !masked.some((other) => other.start < end && start < other.end),
    )
    .map(({ start, end }) => ({ start, end, type: MARKER_TYPE }))
  return [...masked, ...more].sort((a, b) => a.start - b.start)
}

const toStretches = (
  marked: Marked,
  gazetteer: Gazetteer,
  mask: number,
  maskedShare: number,
  random: Random,
): Stretch[] => {
  const { text } = marked
  const masked = maskSome(marked, maskedSpans(findByRules(text, context, []), []), maskedShare, random)
  const tokens = tokenise(text, masked)
  return stretchesOf(text, tokens).map(([from, to]) => {
    const casing = casingOf(text, tokens, from, to)
    const sequence = (hide: boolean) =>
      Array.from({ length: to - from }, (_, i) => {
        const at = from + i
        const span = tokens.masks[at] as number
        return span >= 0
          ? maskedAttributes(masked[span]?.type ?? MARKER_TYPE)
          : attributesOf(text.slice(tokens.starts[at], tokens.ends[at]), casing, gazetteer, hide)
      })
    return {
      gold: goldTags(marked, tokens, from, to),
      plain: featuresOf(sequence(false), tokens, from, mask),
      hidden: featuresOf(sequence(true), tokens, from, mask),
    }
  })
}

/**
 * A structured perceptron (Collins 2002) with a margin, averaged over all its steps: integers throughout, so that the
 * same text and seed give the same bytes on every machine.
 */
export const trainTagger = (
  corpus: readonly Marked[],
  entries: ReadonlyMap<number, number>,
  options: TrainingOptions,
  random: Random,
): Unpacked => {
  const mask = 2 ** options.rows - 1
  const gazetteer = createGazetteer(entries)
  const stretches = corpus.flatMap((marked) => [
    ...toStretches(marked, gazetteer, mask, 0, random),
    ...(random() < 0.25 ? toStretches(marked, gazetteer, mask, 0.5, random) : []),
  ])
  const weights = new Int32Array((mask + 1) * TAGS)
  const sums = new Float64Array(weights.length)
  const moves = new Int32Array((TAGS + 1) * TAGS)
  const moveSums = new Float64Array(moves.length)
  let step = 1

  const update = (features: Int32Array, tag: number, by: number) => {
    for (const row of features) {
      weights[row + tag] = (weights[row + tag] as number) + by
      sums[row + tag] = (sums[row + tag] as number) + by * step
    }
  }
  const move = (before: number, tag: number, by: number) => {
    const at = before * TAGS + tag
    moves[at] = (moves[at] as number) + by
    moveSums[at] = (moveSums[at] as number) + by * step
  }

  const order = stretches.map((_, i) => i)
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random)
    for (const index of order) {
      const { gold, plain, hidden } = stretches[index] as Stretch
      const features = plain.map((own, i) => (random() < options.hidden ? (hidden[i] as Int32Array) : own))
      const scores = new Int32Array(gold.length * TAGS)
      gold.forEach((right, at) => {
        const own = at * TAGS
        for (const row of features[at] as Int32Array)
          for (let tag = 0; tag < TAGS; tag++)
            scores[own + tag] = (scores[own + tag] as number) + (weights[row + tag] as number)
        for (let tag = 0; tag < TAGS; tag++) {
          if (tag === right) continue
          scores[own + tag] =
            (scores[own + tag] as number) + options.margin + (tag === 0 ? options.overlooked : 0)
        }
      })
      const guess = viterbi(gold.length, scores, toMoves(moves), Number.POSITIVE_INFINITY)
      let before = TAGS
      let beforeGuess = TAGS
      for (let at = 0; at < gold.length; at++) {
        const right = gold[at] as number
        const wrong = guess[at] as number
        if (right !== wrong) {
          update(features[at] as Int32Array, right, 1)
          update(features[at] as Int32Array, wrong, -1)
        }
        if (right !== wrong || before !== beforeGuess) {
          move(before, right, 1)
          move(beforeGuess, wrong, -1)
        }
        before = right
        beforeGuess = wrong
      }
      step++
    }
  }
  return quantise(weights, sums, moves, moveSums, step, entries, options)
}

/** The average of all steps, as bytes. */
const quantise = (
  weights: Int32Array,
  sums: Float64Array,
  moves: Int32Array,
  moveSums: Float64Array,
  steps: number,
  entries: ReadonlyMap<number, number>,
  { fitting, least, outside }: TrainingOptions,
): Unpacked => {
  // Sums of integers below 2^53 are exact, and so is everything until the one division.
  const average = (weight: number, sum: number) => weight * steps - sum
  const sizes = Array.from(weights, (weight, i) => Math.abs(average(weight, sums[i] as number)))
    .filter((size) => size > 0)
    .sort((a, b) => a - b)
  const unit = Math.max(1, (sizes[Math.floor((sizes.length - 1) * fitting)] as number) / 127)
  const emissions = Int16Array.from(weights, (weight, i) => {
    const value = Math.round(average(weight, sums[i] as number) / unit)
    return Math.abs(value) < least ? 0 : Math.max(-127, Math.min(127, value))
  })
  const transitions = Int16Array.from(moves, (weight, i) => {
    const value = Math.round(average(weight, moveSums[i] as number) / unit)
    return Math.max(-30_000, Math.min(30_000, value + (i % TAGS === 0 ? outside : 0)))
  })
  return { weights: { emissions, transitions } satisfies Weights, entries, maskTypes: MASK_TYPES }
}

const shuffle = (order: number[], random: Random) => {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const spare = order[i] as number
    order[i] = order[j] as number
    order[j] = spare
  }
}
