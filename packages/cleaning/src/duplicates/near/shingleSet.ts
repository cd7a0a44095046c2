import { mix32 } from './mix32.ts'

/** How many words in a row are one shingle. */
export const SHINGLE_WORDS = 5

// Odd, and one less is four times an odd number: the same words in another order differ in all but two bits.
const BASE = 0x9e3779b5

/**
 * The set of all runs of five words in some texts, as 32-bit hashes without zero. A text of fewer words is one
 * shingle, and a text without words none. Two different runs share a hash once in four thousand million times.
 */
export const createShingleSet = () => {
  let values = new Uint32Array(512)
  let table = new Uint32Array(1024)
  let mask = 1023
  /** Where each value lies in the table, so that emptying costs what the text costs and not the largest before it. */
  let slots = new Uint32Array(512)
  let size = 0

  const place = (hash: number) => {
    let slot = hash & mask
    for (let there = table[slot]; there !== 0; there = table[slot]) {
      if (there === hash) return
      slot = (slot + 1) & mask
    }
    table[slot] = hash
    slots[size] = slot
    values[size++] = hash
  }

  const reserve = (wanted: number) => {
    if (wanted <= values.length) return
    const capacity = 2 ** Math.ceil(Math.log2(wanted))
    const before = values.subarray(0, size)
    values = new Uint32Array(capacity)
    slots = new Uint32Array(capacity)
    table = new Uint32Array(capacity * 2)
    mask = capacity * 2 - 1
    size = 0
    for (const value of before) place(value)
  }

  const add = (sum: number) => place(mix32(sum) || 1)

  return {
    clear() {
      for (let i = 0; i < size; i++) table[slots[i] as number] = 0
      size = 0
    },
    /** Adds the shingles of one text, given as the hashes of its words. */
    add(words: Uint32Array) {
      const { length } = words
      if (length === 0) return
      reserve(size + Math.max(1, length - SHINGLE_WORDS + 1))
      if (length < SHINGLE_WORDS) {
        let sum = length
        for (let i = 0; i < length; i++) sum = (Math.imul(sum, BASE) + (words[i] as number)) | 0
        add(sum)
        return
      }
      for (let i = SHINGLE_WORDS - 1; i < length; i++) {
        let sum = words[i - 4] as number
        sum = (Math.imul(sum, BASE) + (words[i - 3] as number)) | 0
        sum = (Math.imul(sum, BASE) + (words[i - 2] as number)) | 0
        sum = (Math.imul(sum, BASE) + (words[i - 1] as number)) | 0
        sum = (Math.imul(sum, BASE) + (words[i] as number)) | 0
        add(sum)
      }
    },
    /** In memory that the next text uses again. */
    values: (): Uint32Array => values.subarray(0, size),
  }
}
