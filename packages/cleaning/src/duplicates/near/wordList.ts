const CHUNK_BITS = 18
const CHUNK = 1 << CHUNK_BITS
const MASK = CHUNK - 1

/** 32-bit words that grow in number without ever being copied: doubling one array would need half as much again. */
export const createWordList = () => {
  const chunks: Uint32Array[] = []
  let length = 0
  return {
    get length() {
      return length
    },
    get: (at: number): number => (chunks[at >>> CHUNK_BITS] as Uint32Array)[at & MASK] as number,
    set(at: number, word: number) {
      ;(chunks[at >>> CHUNK_BITS] as Uint32Array)[at & MASK] = word
    },
    push(word: number) {
      if (length >>> CHUNK_BITS === chunks.length) chunks.push(new Uint32Array(CHUNK))
      ;(chunks[length >>> CHUNK_BITS] as Uint32Array)[length & MASK] = word
      length++
    },
    /** Appends words; gives the place of the first. */
    append(words: Uint32Array): number {
      const from = length
      for (let done = 0; done < words.length; ) {
        if (length >>> CHUNK_BITS === chunks.length) chunks.push(new Uint32Array(CHUNK))
        const take = Math.min(words.length - done, CHUNK - (length & MASK))
        chunks[length >>> CHUNK_BITS]?.set(words.subarray(done, done + take), length & MASK)
        done += take
        length += take
      }
      return from
    },
    /** The words from one place to another: a view where they lie together, a copy where they do not. */
    slice(from: number, end: number): Uint32Array {
      const first = chunks[from >>> CHUNK_BITS]
      if (first === undefined || from === end) return new Uint32Array(0)
      const start = from & MASK
      if (start + (end - from) <= CHUNK) return first.subarray(start, start + (end - from))
      const copy = new Uint32Array(end - from)
      for (let done = 0; done < copy.length; ) {
        const at = from + done
        const take = Math.min(copy.length - done, CHUNK - (at & MASK))
        const chunk = chunks[at >>> CHUNK_BITS] as Uint32Array
        copy.set(chunk.subarray(at & MASK, (at & MASK) + take), done)
        done += take
      }
      return copy
    },
  }
}

export type WordList = ReturnType<typeof createWordList>
