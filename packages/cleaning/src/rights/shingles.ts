/** Words in a shingle: long enough that ordinary sentences share none with a license text by chance. */
const SHINGLE = 5

const WORD = /[a-z0-9]+/g

/**
 * The hashes of all runs of five words of a text that arrives in pieces, 32 bits each. Case, punctuation and line
 * breaks do not matter, so that a license text is the same however it was set.
 */
export const createShingler = () => {
  const last = new Int32Array(SHINGLE)
  let words = 0
  return {
    add(text: string, meet: (shingle: number) => void) {
      for (const [word] of text.toLowerCase().matchAll(WORD)) {
        last[words % SHINGLE] = hashWord(word)
        words++
        if (words >= SHINGLE) meet(join(last, words))
      }
    },
  }
}

/** FNV-1a over the characters' codes. */
const hashWord = (word: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return hash
}

/** In reading order, from the oldest of the ring; finished as MurmurHash3 does, so that all bits depend on all words. */
const join = (ring: Int32Array, from: number): number => {
  let hash = 0
  for (let i = 0; i < SHINGLE; i++) {
    hash = Math.imul(hash, 31) + (ring[(from + i) % SHINGLE] as number)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
