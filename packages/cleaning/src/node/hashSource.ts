import { createHash } from 'node:crypto'
import type { Source } from '../types.ts'

/** All bytes of a file, and how many there are. */
export const hashSource = async ({ bytes }: Source): Promise<{ sha256: string; bytes: number }> => {
  const hash = createHash('sha256')
  let size = 0
  const parts = bytes instanceof Uint8Array ? [bytes] : typeof bytes === 'function' ? bytes() : bytes
  for await (const part of parts) {
    hash.update(part)
    size += part.length
  }
  return { sha256: hash.digest('hex'), bytes: size }
}
