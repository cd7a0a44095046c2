import { parentPort } from 'node:worker_threads'
import { createFingerprinter } from '../duplicates/near/fingerprint.ts'
import { BANDS } from '../duplicates/near/sketch.ts'
import { createWordList } from '../duplicates/near/wordList.ts'

export type FingerprintBatch = {
  /** Where the shingles of each text end; they begin where those of the one before end. */
  ends: Uint32Array<ArrayBuffer>
  shingles: Uint32Array<ArrayBuffer>
  bandKeys: Uint32Array<ArrayBuffer>
}

const fingerprint = createFingerprinter()

const fingerprintAll = (texts: readonly string[]): FingerprintBatch => {
  const ends = new Uint32Array(texts.length)
  const all = createWordList()
  const bandKeys = new Uint32Array(texts.length * BANDS)
  for (const [i, text] of texts.entries()) {
    const found = fingerprint(text)
    all.append(found.shingles)
    ends[i] = all.length
    bandKeys.set(found.bandKeys, i * BANDS)
  }
  return { ends, shingles: all.slice(0, all.length).slice(), bandKeys }
}

parentPort?.on('message', (texts: readonly string[]) => {
  const { ends, shingles, bandKeys } = fingerprintAll(texts)
  parentPort?.postMessage({ ends, shingles, bandKeys }, [ends.buffer, shingles.buffer, bandKeys.buffer])
})
