import { createBandTable } from './bandTable.ts'
import { createFingerprinter, type Fingerprint } from './fingerprint.ts'
import { createOverlap } from './overlap.ts'
import { createWordList } from './wordList.ts'

/** How alike two documents are: `shared` of the `union` of their shingles. */
export type NearMatch = {
  /** The earlier document, counted from 0 in order of arrival. */
  document: number
  shared: number
  union: number
}

export type NearIndexOptions = {
  /** The least Jaccard similarity of a match, in steps of a thousandth. */
  threshold?: number
  /** At most so many earlier documents are compared with each new one, which bounds the work where thousands share
   * a form letter. */
  candidates?: number
}

export const NEAR_THRESHOLD = 0.8

/**
 * Finds, for each document as it arrives, the earlier ones that it nearly repeats. Candidates come from bands of
 * sketches, then every one is compared shingle by shingle, so there are no false matches. Takes about 1.1 kB for a
 * document of 200 words.
 */
export const createNearIndex = ({
  threshold = NEAR_THRESHOLD,
  candidates = 1_000,
}: NearIndexOptions = {}) => {
  const thousandths = Math.round(threshold * 1000)
  const fingerprint = createFingerprinter()
  const bands = createBandTable(candidates)
  const shingles = createWordList()
  /** Where each document's shingles begin; the next one's beginning is their end. */
  const starts = createWordList()
  const overlap = createOverlap()
  starts.push(0)

  const addFingerprint = (found: Fingerprint): NearMatch[] => {
    const document = starts.length - 1
    const size = found.shingles.length
    const matches: NearMatch[] = []
    if (size > 0) {
      const alike = bands.add(document, found.bandKeys)
      if (alike.length > 0) overlap.begin(found.shingles)
      for (const earlier of alike) {
        const start = starts.get(earlier)
        const end = starts.get(earlier + 1)
        const shared = overlap.with(shingles.slice(start, end), thousandths)
        if (shared > 0) matches.push({ document: earlier, shared, union: size + (end - start) - shared })
      }
    } else bands.add(document, undefined)
    shingles.append(found.shingles)
    starts.push(shingles.length)
    return matches.sort((a, b) => a.document - b.document)
  }

  return {
    /** Adds a document of one or several texts. @returns the earlier documents at or above the threshold, in order */
    add: (...texts: readonly string[]): NearMatch[] => addFingerprint(fingerprint(...texts)),
    /** The same for a document that was fingerprinted elsewhere, in another thread or for the database too. */
    addFingerprint,
  }
}
