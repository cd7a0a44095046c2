import type { Source } from '../types.ts'

/** A file of a test, from text or from bytes. */
export const textSource = (content: string | Uint8Array, name = 'file.csv'): Source => ({
  name,
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
})

/** The same file as a stream that arrives in pieces of the given lengths, over and over. */
export const inPieces = (source: Source, lengths: readonly number[]): Source => ({
  name: source.name,
  bytes: (async function* () {
    const bytes = source.bytes as Uint8Array
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const length = lengths[i % lengths.length] as number
      yield bytes.subarray(at, at + length)
      at += length
    }
  })(),
})
