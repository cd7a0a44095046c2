import { createWordReader } from './readWords.ts'
import { createShingleSet } from './shingleSet.ts'
import { BANDS, createSketch } from './sketch.ts'

/** What a text is recognised by. Without a word in it there are no shingles, and it resembles nothing. */
export type Fingerprint = {
  /** Hashes of its runs of five words, each once, in order of first appearance. */
  shingles: Uint32Array
  /** One for each of the 21 bands: texts that share one are compared. */
  bandKeys: Uint32Array
}

/** Fingerprints one document after the other, each of one or several texts; no run of words crosses two of them. The
 * answer lies in memory that the next call uses again. Texts of fewer than `leastWords` are passed over. */
export const createFingerprinter = (leastWords = 0) => {
  const words = createWordReader()
  const set = createShingleSet()
  const sketch = createSketch()
  const bandKeys = new Uint32Array(BANDS)
  return (...texts: readonly string[]): Fingerprint => {
    set.clear()
    for (const text of texts) {
      const read = words.read(text)
      if (read.length >= leastWords) set.add(read)
    }
    const shingles = set.values()
    if (shingles.length > 0) sketch.bandKeys(shingles, bandKeys)
    return { shingles, bandKeys }
  }
}
