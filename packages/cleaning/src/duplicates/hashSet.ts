/**
 * Remembers millions of hashes at about 24 bytes each, where a Set of strings would take ten times that. Keys
 * are the first 128 bits of a SHA-256, open addressing, never more than two thirds full.
 */
export const createHashSet = () => {
  let capacity = 1024
  let size = 0
  let slots = new Uint32Array(capacity * 4)

  const place = (table: Uint32Array, mask: number, a: number, b: number, c: number, d: number): boolean => {
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 4
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d) return false
      if (table[at] === 0 && table[at + 1] === 0 && table[at + 2] === 0 && table[at + 3] === 0) {
        table[at] = a
        table[at + 1] = b
        table[at + 2] = c
        table[at + 3] = d
        return true
      }
    }
  }

  const grow = () => {
    const larger = new Uint32Array(capacity * 8)
    for (let at = 0; at < slots.length; at += 4) {
      const [a, b, c, d] = slots.subarray(at, at + 4) as unknown as [number, number, number, number]
      if (a !== 0 || b !== 0 || c !== 0 || d !== 0) place(larger, capacity * 2 - 1, a, b, c, d)
    }
    slots = larger
    capacity *= 2
  }

  return {
    /** False when it was there already. */
    add(hash: Uint8Array): boolean {
      const word = (i: number) =>
        (((hash[i] as number) << 24) |
          ((hash[i + 1] as number) << 16) |
          ((hash[i + 2] as number) << 8) |
          (hash[i + 3] as number)) >>>
        0
      // All zeros marks an empty slot; no one will ever meet such a hash, and it would only count as new.
      const added = place(slots, capacity - 1, word(0), word(4), word(8), word(12))
      if (added && ++size * 3 > capacity * 2) grow()
      return added
    },
  }
}
