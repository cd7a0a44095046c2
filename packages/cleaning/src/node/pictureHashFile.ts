import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { PerceptualHash } from '../pictures/hash/perceptualHash.ts'

// Row, then the hash: twelve bytes, so even the most rows that cleaning takes stay far below its output.
const RECORD = 12

/** Where one process leaves perceptual hashes of rows for another. */
export const writePictureHashes = async (path: string) => {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  await once(file, 'open')
  return {
    async add(row: number, hash: PerceptualHash) {
      const record = Buffer.alloc(RECORD)
      record.writeUInt32LE(row)
      record.write(hash, 4, 'hex')
      if (!file.write(record)) await once(file, 'drain')
    },
    async end() {
      file.end()
      await finished(file)
    },
  }
}

export type PictureHash = { row: number; hash: PerceptualHash }

/** The pictures of such a file, in order. */
export async function* readPictureHashes(path: string): AsyncGenerator<PictureHash> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path)) {
    rest = Buffer.concat([rest, chunk as Buffer])
    const whole = rest.length - (rest.length % RECORD)
    for (let at = 0; at < whole; at += RECORD)
      yield { row: rest.readUInt32LE(at), hash: rest.toString('hex', at + 4, at + RECORD) }
    rest = rest.subarray(whole)
  }
}
