import { damaged } from '../damaged.ts'

/** An LZ4 frame of `length` bytes, as Arrow writes them; its sums are not checked. */
export const unpackLz4Frame = (bytes: Uint8Array, length: number): Uint8Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== 0x184d2204) throw damaged('arrow', 'a packed buffer is no LZ4 frame')
  const flags = view.getUint8(4)
  // After them a byte, the content size, a dictionary id, and the header's own sum.
  let at = 6 + (flags & 8 ? 8 : 0) + (flags & 1 ? 4 : 0) + 1
  const out = new Uint8Array(length)
  let filled = 0
  for (let head = view.getUint32(at, true); head !== 0; head = view.getUint32(at, true)) {
    const size = head & 0x7fffffff
    const block = bytes.subarray(at + 4, at + 4 + size)
    if (block.length < size) throw damaged('arrow', 'a packed buffer is cut')
    if (head >>> 31 === 1) {
      out.set(block, filled)
      filled += size
    } else filled = unpackBlock(block, out, filled)
    at += 4 + size + (flags & 0x10 ? 4 : 0)
  }
  if (filled !== length) throw damaged('arrow', `a packed buffer has ${filled} bytes and not ${length}`)
  return out
}

/** Matches may reach back into blocks before, so all write into one buffer. Gives where the next begins. */
const unpackBlock = (block: Uint8Array, out: Uint8Array, from: number): number => {
  let at = 0
  let filled = from
  const extended = (length: number): number => {
    let sum = length
    if (length === 15) {
      let byte: number | undefined
      do {
        byte = block[at++]
        sum += byte ?? 0
      } while (byte === 255)
    }
    return sum
  }
  while (at < block.length) {
    const token = block[at++] as number
    const literals = extended(token >> 4)
    if (at + literals > block.length || filled + literals > out.length)
      throw damaged('arrow', 'a packed buffer unpacks to more than it says')
    out.set(block.subarray(at, at + literals), filled)
    at += literals
    filled += literals
    if (at >= block.length) break
    const back = (block[at] as number) | ((block[at + 1] ?? 0) << 8)
    at += 2
    const match = extended(token & 15) + 4
    if (back === 0 || back > filled || filled + match > out.length)
      throw damaged('arrow', 'a packed buffer repeats what is not there')
    for (let i = 0; i < match; i++, filled++) out[filled] = out[filled - back] as number
  }
  return filled
}
