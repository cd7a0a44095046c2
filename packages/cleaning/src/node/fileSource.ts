import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Source } from '../types.ts'

/** A file on disk, opened anew for each pass, so that it is never in memory whole. */
export const fileSource = async (path: string, name = basename(path)): Promise<Source> => {
  const { size } = await stat(path)
  return {
    name,
    size,
    bytes: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
    slice: async (start, end) => {
      const file = await open(path)
      try {
        const part = new Uint8Array(end - start)
        let filled = 0
        while (filled < part.length) {
          const { bytesRead } = await file.read(part, filled, part.length - filled, start + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return part.subarray(0, filled)
      } finally {
        await file.close()
      }
    },
  }
}
