/** Counts what one set of shingles shares with others. */
export const createOverlap = () => {
  let table = new Uint32Array(1024)
  let mask = 1023
  let size = 0

  return {
    /** The set that the next ones are compared with; it has no zero in it. */
    begin(set: Uint32Array) {
      const capacity = Math.max(1024, 2 ** Math.ceil(Math.log2(set.length * 2)))
      if (table.length < capacity) table = new Uint32Array(capacity)
      else table.fill(0, 0, capacity)
      mask = capacity - 1
      size = set.length
      for (let i = 0; i < set.length; i++) {
        const hash = set[i] as number
        let slot = hash & mask
        while (table[slot] !== 0) slot = (slot + 1) & mask
        table[slot] = hash
      }
    },
    /** How many both have, or 0 as soon as they cannot reach the similarity, in thousandths. */
    with(other: Uint32Array, thousandths: number): number {
      // shared / (size + other − shared) ≥ t, solved for shared.
      const needed = Math.max(1, Math.ceil((thousandths * (size + other.length)) / (1000 + thousandths)))
      let spare = other.length - needed
      if (spare < 0 || needed > size) return 0
      for (let i = 0; i < other.length; i++) {
        const hash = other[i] as number
        let slot = hash & mask
        let there = table[slot] as number
        while (there !== 0 && there !== hash) {
          slot = (slot + 1) & mask
          there = table[slot] as number
        }
        if (there === 0 && --spare < 0) return 0
      }
      return needed + spare
    },
  }
}
