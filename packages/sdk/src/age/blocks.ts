export type Source = Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>
export type Block = { bytes: Uint8Array; last: boolean }

const chunksOf = (source: Source): AsyncIterable<Uint8Array> | Iterable<Uint8Array> =>
  source instanceof Uint8Array ? [source] : source

/** Cuts any stream into blocks of exactly `size` bytes; the last may be shorter, and is empty only when the
 * whole stream is. A block is valid until the next one is asked for: its memory may be used again. */
export async function* blocks(source: Source, size: number): AsyncGenerator<Block> {
  const held = new Uint8Array(size)
  let used = 0
  for await (const chunk of chunksOf(source)) {
    let rest = chunk
    while (rest.length > 0) {
      // A full block is held back until another byte shows that it is not the last.
      if (used === size) {
        yield { bytes: held, last: false }
        used = 0
      }
      if (used === 0 && rest.length > size) {
        yield { bytes: rest.subarray(0, size), last: false }
        rest = rest.subarray(size)
        continue
      }
      const taken = rest.subarray(0, size - used)
      held.set(taken, used)
      used += taken.length
      rest = rest.subarray(taken.length)
    }
  }
  yield { bytes: held.subarray(0, used), last: true }
}
