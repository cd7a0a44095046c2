import { damaged } from '../damaged.ts'

const uint32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true)

const short = (offset: number) => damaged('parquet', 'a page ends early', { offset })

const varint = (bytes: Uint8Array, at: number): { value: number; end: number } => {
  let value = 0
  for (let i = 0; i < 10; i++) {
    const part = bytes[at + i]
    if (part === undefined) throw short(at)
    value += (part & 0x7f) * 128 ** i
    if (part < 0x80) return { value, end: at + i + 1 }
  }
  throw damaged('parquet', 'a page has a number of more than ten bytes', { offset: at })
}

/**
 * Walks the run lengths of a page without writing what they stand for: a run of eight bytes may stand for more
 * values than there is memory. `atMost`: nulls are left out, so there may be fewer values than `values`.
 */
export const checkRuns = (
  bytes: Uint8Array,
  start: number,
  end: number,
  width: number,
  values: number,
  atMost = false,
) => {
  if (end > bytes.length) throw short(start)
  let at = start
  for (let seen = 0; seen < values; ) {
    if (at >= end) {
      if (atMost) return
      throw short(at)
    }
    const { value: head, end: next } = varint(bytes, at)
    const packed = head % 2 === 1
    const count = packed ? ((head - 1) / 2) * 8 : head / 2
    // Bit-packed groups are filled up to eight.
    if (count > values + 7)
      throw damaged('parquet', `a run of ${count} values is longer than its page of ${values}`, {
        offset: next,
      })
    at = next + Math.ceil(((packed ? count : 1) * width) / 8)
    seen += count
  }
}

/** Levels or booleans that say their own length first; gives the offset after them. */
export const checkSizedRuns = (
  bytes: Uint8Array,
  at: number,
  width: number,
  values: number,
  atMost = false,
): number => {
  if (at + 4 > bytes.length) throw short(at)
  const end = at + 4 + uint32(bytes, at)
  checkRuns(bytes, at + 4, end, width, values, atMost)
  return end
}

/** Sum of a page's prefix lengths: each is copied from the value before, so few bytes may stand for very many. */
export const sumOfPrefixes = (bytes: Uint8Array, start: number, values: number): number => {
  let at = start
  const next = (): number => {
    const { value, end } = varint(bytes, at)
    at = end
    return value
  }
  const signed = (): number => {
    const value = next()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  const block = next()
  const miniblocks = next()
  next()
  let value = signed()
  let sum = value
  const perMiniblock = block / miniblocks
  if (!Number.isInteger(perMiniblock) || perMiniblock < 1 || miniblocks > 65_536)
    throw damaged('parquet', 'a page has blocks of no size', { offset: start })
  for (let seen = 1; seen < values; ) {
    const minimum = signed()
    const widths = at
    at += miniblocks
    if (at > bytes.length) throw short(at)
    for (let i = 0; i < miniblocks && seen < values; i++) {
      const width = bytes[widths + i] as number
      if (width > 32)
        throw damaged('parquet', 'a page has lengths of more than 32 bits', { offset: widths + i })
      for (let j = 0; j < perMiniblock && seen < values; j++, seen++) {
        let delta = 0
        for (let bit = 0; bit < width; bit++) {
          const position = j * width + bit
          const from = bytes[at + (position >> 3)]
          if (from === undefined) throw short(at)
          if ((from >> (position & 7)) & 1) delta += 2 ** bit
        }
        value += minimum + delta
        sum += Math.max(0, value)
      }
      at += Math.ceil((perMiniblock * width) / 8)
    }
  }
  return sum
}
