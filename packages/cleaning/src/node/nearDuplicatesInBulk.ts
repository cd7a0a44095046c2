import { Worker } from 'node:worker_threads'
import { createNearIndex, type NearIndexOptions, type NearMatch } from '../duplicates/near/nearIndex.ts'
import { BANDS } from '../duplicates/near/sketch.ts'
import type { FingerprintBatch } from './fingerprintWorker.ts'

const register = JSON.stringify(import.meta.resolve('tsx/esm/api'))
const program = JSON.stringify(new URL('./fingerprintWorker.ts', import.meta.url).href)
/** tsx leaves threads alone when it is given on the command line, so the thread asks for it. */
const start = `import(${register}).then(({ register }) => { register(); return import(${program}) })`

const startWorker = () => {
  const worker = new Worker(start, { eval: true, execArgv: [] })
  const waiting: { resolve: (batch: FingerprintBatch) => void; reject: (error: Error) => void }[] = []
  worker.on('message', (batch: FingerprintBatch) => waiting.shift()?.resolve(batch))
  worker.on('error', (error) => {
    for (const { reject } of waiting.splice(0)) reject(error)
  })
  return {
    fingerprint: (texts: readonly string[]) =>
      new Promise<FingerprintBatch>((resolve, reject) => {
        waiting.push({ resolve, reject })
        worker.postMessage(texts)
      }),
    end: () => worker.terminate(),
  }
}

/** So many batches for each worker wait or are worked on: enough that none is idle, few enough for the memory. */
const AHEAD = 3

/**
 * What `createNearIndex` says of many documents, with fingerprints made in other threads. Documents are added in
 * order of arrival whatever the number of threads, and so is what comes back: for each batch its documents' matches.
 */
export async function* nearDuplicatesInBulk(
  batches: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
  { workers = 2, ...options }: NearIndexOptions & { workers?: number } = {},
): AsyncGenerator<NearMatch[][]> {
  const pool = Array.from({ length: workers }, startWorker)
  try {
    const index = createNearIndex(options)
    const ahead: Promise<FingerprintBatch>[] = []
    let given = 0
    for await (const texts of batches) {
      const made = pool[given++ % workers]?.fingerprint(texts)
      if (made) ahead.push(made)
      // Whoever comes first to its turn reports a failure; the others must not go unhandled meanwhile.
      made?.catch(() => {})
      if (ahead.length < workers * AHEAD) continue
      yield addAll(index, await (ahead.shift() as Promise<FingerprintBatch>))
    }
    for (const made of ahead) yield addAll(index, await made)
  } finally {
    await Promise.all(pool.map(({ end }) => end()))
  }
}

const addAll = (
  index: ReturnType<typeof createNearIndex>,
  { ends, shingles, bandKeys }: FingerprintBatch,
): NearMatch[][] =>
  Array.from(ends, (end, i) =>
    index.addFingerprint({
      shingles: shingles.subarray(i === 0 ? 0 : ends[i - 1], end),
      bandKeys: bandKeys.subarray(i * BANDS, (i + 1) * BANDS),
    }),
  )
