import { BANDS } from './sketch.ts'
import { createWordList } from './wordList.ts'

/**
 * Which documents share a band's key: one open-addressed table of the last document of each key, and from every
 * document a link to the one before with the same key. About 300 bytes a document.
 */
export const createBandTable = (candidates: number) => {
  let capacity = 1 << 12
  /** Entry (document · 21 + band) of the last document with a key, plus one; 0 is free. */
  let last = new Uint32Array(capacity)
  let distinct = 0
  const keys = createWordList()
  /** Of each entry the one before with the same key, as in `last`. */
  const before = createWordList()
  /** The document that was last given this one as a candidate, plus one. */
  const givenTo = createWordList()

  const slotOf = (table: Uint32Array, mask: number, key: number): number => {
    let slot = key & mask
    for (let entry = table[slot] as number; entry !== 0; entry = table[slot] as number) {
      if (keys.get(entry - 1) === key) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  const grow = () => {
    const larger = new Uint32Array(capacity * 2)
    for (const entry of last)
      if (entry !== 0) larger[slotOf(larger, capacity * 2 - 1, keys.get(entry - 1))] = entry
    last = larger
    capacity *= 2
  }

  const links = new Uint32Array(BANDS)
  const none = new Uint32Array(BANDS)

  return {
    /** Adds the next document, without keys where it has no words. @returns earlier ones that share a key, each once,
     * and of one key the latest first */
    add(document: number, bandKeys: Uint32Array | undefined): number[] {
      const found: number[] = []
      givenTo.push(0)
      keys.append(bandKeys ?? none)
      for (let band = 0; bandKeys !== undefined && band < BANDS; band++) {
        const slot = slotOf(last, capacity - 1, bandKeys[band] as number)
        const entry = last[slot] as number
        links[band] = entry
        last[slot] = document * BANDS + band + 1
        if (entry === 0 && ++distinct * 3 > capacity * 2) grow()
        let steps = candidates
        for (let next = entry; next !== 0 && steps > 0 && found.length < candidates; steps--) {
          const earlier = Math.floor((next - 1) / BANDS)
          // Two bands of one document can have the same key; its links are not there yet, nor needed.
          if (earlier === document) break
          if (givenTo.get(earlier) !== document + 1) {
            givenTo.set(earlier, document + 1)
            found.push(earlier)
          }
          next = before.get(next - 1)
        }
      }
      before.append(bandKeys === undefined ? none : links)
      return found
    },
  }
}
