import { mix32 } from './mix32.ts'

/** Bands of rows: two texts are compared when all rows of one band agree. With 21 of 6, a pair that shares s of its
 * shingles is found with probability 1 − (1 − s⁶)²¹: .998 at .8, .75 at .64, .03 at .34. */
export const BANDS = 21
export const ROWS = 6
const BINS = BANDS * ROWS

/** One multiple of the golden ratio for each round, and the bins' own rounds after those. */
const salts = Uint32Array.from({ length: 2 * BINS }, (_, round) => Math.imul(round + 1, 0x9e3779b9))

/**
 * MinHash of 126 values in one to five passes over the shingles instead of 126: the fast similarity sketch of
 * Dahlgaard, Knudsen and Thorup (arXiv 1704.04370). Each pass throws every shingle into one bin, a bin keeps the
 * least value of the first pass that reached it, and it ends when none is empty; for very few shingles the last
 * passes fill the bins one by one. Each value agrees between two sets with the probability of their Jaccard
 * similarity, as in MinHash, and the values of one sketch are spread more evenly than if they were independent.
 */
export const createSketch = () => {
  const least = new Uint32Array(BINS)
  const filledIn = new Uint8Array(BINS)

  const sketch = (shingles: Uint32Array): Uint32Array => {
    filledIn.fill(0)
    let empty = BINS
    for (let round = 0; empty > 0 && round < BINS; round++) {
      const salt = salts[round] as number
      const mark = round + 1
      for (let i = 0; i < shingles.length; i++) {
        // mix32, written out: this is where the time goes.
        let h = (shingles[i] as number) ^ salt
        h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
        h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
        h = (h ^ (h >>> 16)) >>> 0
        const bin = ((h >>> 16) * BINS) >>> 16
        const filled = filledIn[bin] as number
        if (filled === 0) {
          filledIn[bin] = mark
          least[bin] = h
          empty--
        } else if (filled === mark && h < (least[bin] as number)) least[bin] = h
      }
    }
    for (let bin = 0; empty > 0 && bin < BINS; bin++) {
      if (filledIn[bin] !== 0) continue
      let lowest = 0xffffffff
      for (let i = 0; i < shingles.length; i++) {
        const h = mix32((shingles[i] as number) ^ (salts[BINS + bin] as number))
        if (h < lowest) lowest = h
      }
      least[bin] = lowest
      empty--
    }
    return least
  }

  return {
    /** One key for each band, from a set with at least one shingle, into `keys` from `at` on. */
    bandKeys(shingles: Uint32Array, keys: Uint32Array, at = 0) {
      const values = sketch(shingles)
      for (let band = 0; band < BANDS; band++) {
        let key = band + 1
        for (let row = 0; row < ROWS; row++)
          key = (Math.imul(key ^ (key >>> 15), 0x9e3779b1) + (values[band * ROWS + row] as number)) | 0
        keys[at + band] = mix32(key)
      }
    },
  }
}
