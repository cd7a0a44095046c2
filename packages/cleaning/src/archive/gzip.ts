import { Gunzip } from 'fflate'
import { damaged } from '../formats/damaged.ts'
import type { Limits } from '../limits.ts'
import { crc32 } from './crc32.ts'
import { checkUnpacked } from './unpackLimits.ts'

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8

// A thousand times as much may come out of a piece at once.
const PIECE = 16 * 1024

/** The bytes in a gzip file of one or more members, checked against the last one's own sum. */
export async function* gunzip(
  name: string,
  packed: AsyncIterable<Uint8Array>,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  let out: Uint8Array[] = []
  let read = 0
  let unpacked = 0
  let size = 0
  let sum = 0
  const tail = new Uint8Array(8)
  const stream = new Gunzip((chunk) => {
    if (chunk.length === 0) return
    size += chunk.length
    sum = crc32(chunk, sum)
    out.push(chunk)
  })
  stream.onmember = () => {
    size = 0
    sum = 0
  }
  const push = (piece: Uint8Array, last: boolean) => {
    try {
      stream.push(piece, last)
    } catch (error) {
      throw damaged('gzip', error instanceof Error ? error.message : 'it cannot be unpacked', {
        offset: read,
      })
    }
  }
  const taken = () => {
    const chunks = out
    out = []
    for (const chunk of chunks) unpacked += chunk.length
    checkUnpacked(`"${name}"`, read, unpacked, limits)
    return chunks
  }
  for await (const block of packed) {
    for (let at = 0; at < block.length; at += PIECE) {
      const piece = block.slice(at, at + PIECE)
      read += piece.length
      tail.set(tail.slice(Math.min(8, piece.length)))
      tail.set(piece.subarray(-8), 8 - Math.min(8, piece.length))
      push(piece, false)
      yield* taken()
    }
  }
  push(new Uint8Array(0), true)
  yield* taken()
  const end = new DataView(tail.buffer)
  if (read < 18 || end.getUint32(0, true) !== sum || end.getUint32(4, true) !== size % 2 ** 32)
    throw damaged('gzip', 'its sum does not fit its bytes', { offset: read })
}
