import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Fingerprint } from '../duplicates/near/fingerprint.ts'
import { BANDS } from '../duplicates/near/sketch.ts'
import { CleaningError } from '../errors.ts'

// Between two processes of one machine, so in its own byte order: row, number of shingles, keys of bands, shingles.
const HEAD_WORDS = 2 + BANDS

/** Where one process leaves fingerprints of rows for another. @throws CleaningError `CHILD_OUTPUT_TOO_LARGE` */
export const writeFingerprints = async (path: string, limit: number) => {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await once(file, 'open')
  let bytes = 0
  return {
    async add(row: number, { shingles, bandKeys }: Fingerprint) {
      const words = new Uint32Array(HEAD_WORDS + shingles.length)
      words[0] = row
      words[1] = shingles.length
      words.set(bandKeys, 2)
      words.set(shingles, HEAD_WORDS)
      bytes += words.byteLength
      if (bytes > limit)
        throw new CleaningError(
          'CHILD_OUTPUT_TOO_LARGE',
          `What the rows are recognised by would be larger than ${limit} bytes.`,
          'Split the file into several and lend each.',
          { limit },
        )
      if (!file.write(new Uint8Array(words.buffer))) await once(file, 'drain')
    },
    async end() {
      file.end()
      await finished(file)
    },
  }
}

export type RowFingerprint = Fingerprint & { row: number }

/** The rows of such a file, in order. */
export async function* readFingerprints(path: string): AsyncGenerator<RowFingerprint> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
    let at = 0
    for (;;) {
      if (rest.length - at < HEAD_WORDS * 4) break
      const length = (HEAD_WORDS + wordAt(rest, at + 4)) * 4
      if (rest.length - at < length) break
      // Copied: words begin at multiples of four.
      const words = new Uint32Array(Uint8Array.from(rest.subarray(at, at + length)).buffer)
      yield {
        row: words[0] as number,
        bandKeys: words.slice(2, HEAD_WORDS),
        shingles: words.slice(HEAD_WORDS),
      }
      at += length
    }
    rest = rest.subarray(at)
  }
}

const wordAt = (bytes: Buffer, at: number): number =>
  new Uint32Array(Uint8Array.from(bytes.subarray(at, at + 4)).buffer)[0] as number
