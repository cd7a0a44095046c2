import { concatBytes, viewOf } from './bytes.ts'

/** A zlib stream inflated up to a limit; undefined for one that is broken or says more than that. */
export const inflateAtMost = async (stream: Uint8Array, limit: number): Promise<Uint8Array | undefined> => {
  const parts: Uint8Array[] = []
  let total = 0
  const { readable, writable } = new DecompressionStream('deflate')
  const writer = writable.getWriter()
  // Both promises reject when the stream is broken; the reader tells.
  writer.write(stream.slice()).catch(() => {})
  writer.close().catch(() => {})
  const reader = readable.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      total += part.value.length
      if (total > limit) return undefined
      parts.push(part.value)
    }
  } catch {
    return undefined
  } finally {
    reader.cancel().catch(() => {})
  }
  return concatBytes(parts)
}

const MOST_STORED = 65_535

/** A zlib stream of stored blocks: the same bytes in every runtime, which no compressor promises. */
export const storeZlib = (data: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)]
  for (let at = 0; at < data.length || at === 0; at += MOST_STORED) {
    const block = data.subarray(at, at + MOST_STORED)
    const head = new Uint8Array(5)
    head[0] = at + MOST_STORED >= data.length ? 1 : 0
    viewOf(head).setUint16(1, block.length, true)
    viewOf(head).setUint16(3, block.length ^ 0xffff, true)
    parts.push(head, block)
  }
  let low = 1
  let high = 0
  for (const byte of data) {
    low = (low + byte) % 65_521
    high = (high + low) % 65_521
  }
  const check = new Uint8Array(4)
  viewOf(check).setUint32(0, high * 65_536 + low)
  return concatBytes([...parts, check])
}
