import type { Found } from '../detect/detector.ts'
import { CleaningError } from '../errors.ts'
import type { FindingType } from '../types.ts'
import { spansOfWords } from './spansOfWords.ts'
import { windowsOf } from './windows.ts'

/** A token classifier that is asked about running text beside rules and the tagger. */
export type NameModel = {
  /** Over all files that its answers depend on; stands in every report it had a part in. */
  sha256: string
  /** What it tells apart and is not looked at here. */
  unused: readonly string[]
  /** @throws CleaningError `MODEL_TOO_SLOW`; whatever the signal was aborted with */
  find(text: string, signal?: AbortSignal): Promise<Found[]>
}

export type NameModelParts = {
  sha256: string
  /** By the index of the label. */
  types: readonly (FindingType | undefined)[]
  unused: readonly string[]
  /** A word's pieces, without those that begin and end a sequence. */
  encode(word: string): number[]
  /** What begins and ends each sequence. */
  before: readonly number[]
  after: readonly number[]
  /** The longest sequence, with what begins and ends it. */
  longest: number
  /** The best label of each piece, by index. */
  classify(pieces: readonly number[]): Promise<Int32Array>
  /** Of the clock, for all texts together. */
  milliseconds: number
}

// As BERT's tokenizers part words, which is how most models were taught: letters and digits together, signs alone.
const WORD = /[\p{L}\p{M}\p{N}\p{Cf}]+|\S/gu

/** Words are given to the model one by one, and a word is what its first piece is: so offsets are exact. */
export const createNameModel = ({
  sha256,
  types,
  unused,
  encode,
  before,
  after,
  longest,
  classify,
  milliseconds,
}: NameModelParts): NameModel => {
  const room = longest - before.length - after.length
  let spent = 0

  const classifyWords = async (words: readonly number[][], signal?: AbortSignal) => {
    const found: (FindingType | undefined)[] = new Array(words.length)
    const sizes = words.map(({ length }) => Math.min(length, room))
    for (const { from, to, first, last } of windowsOf(sizes, room)) {
      signal?.throwIfAborted()
      const pieces = [...before]
      const places: number[] = []
      for (const word of words.slice(from, to)) {
        places.push(pieces.length)
        pieces.push(...word.slice(0, room))
      }
      pieces.push(...after)
      const start = performance.now()
      const labels = await classify(pieces)
      spent += performance.now() - start
      if (spent > milliseconds) throw tooSlow(milliseconds)
      for (let i = first; i < last; i++) found[i] = types[labels[places[i - from] as number] as number]
    }
    return found
  }

  return {
    sha256,
    unused,
    async find(text, signal) {
      const starts: number[] = []
      const ends: number[] = []
      const words: number[][] = []
      for (const { 0: word, index } of text.matchAll(WORD)) {
        // Byte-level vocabularies have a word after a space under another number than one that is glued on.
        const spaced = index === 0 || /\s/.test(text[index - 1] as string)
        const pieces = encode(spaced ? ` ${word}` : word)
        if (pieces.length === 0) continue
        starts.push(index)
        ends.push(index + word.length)
        words.push(pieces)
      }
      return spansOfWords(text, starts, ends, await classifyWords(words, signal))
    },
  }
}

const tooSlow = (limit: number) =>
  new CleaningError(
    'MODEL_TOO_SLOW',
    `The model took longer than ${Math.round(limit / 1000)} s over this text.`,
    'Use a smaller or a quantised model, or split the file.',
    { limit },
  )
