import { damaged } from '../damaged.ts'

/** Fields by their number. Binary fields are given by their length alone: nothing here needs their bytes. */
export type ThriftStruct = Map<number, ThriftValue>
export type ThriftValue = number | boolean | ThriftStruct | ThriftValue[]

const DEPTH = 64

/**
 * Reads one struct of Thrift's compact protocol, strictly. The reader of the Parquet library believes the lengths
 * it is told; whatever passes here costs it no more than the bytes there are.
 */
export const readThrift = (bytes: Uint8Array, start: number): { struct: ThriftStruct; end: number } => {
  let at = start

  const byte = (): number => {
    const value = bytes[at++]
    if (value === undefined) throw damaged('parquet', 'its description ends early', { offset: at })
    return value
  }
  const varint = (): number => {
    let value = 0
    let scale = 1
    for (let length = 1; ; length++) {
      const part = byte()
      value += (part & 0x7f) * scale
      if (part < 0x80) return value
      if (length === 10) throw damaged('parquet', 'it has a number of more than ten bytes', { offset: at })
      scale *= 128
    }
  }
  const zigzag = (): number => {
    const value = varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  const skip = (length: number): number => {
    if (length > bytes.length - at) throw damaged('parquet', 'a text in it is cut', { offset: at })
    at += length
    return length
  }
  const element = (type: number, depth: number): ThriftValue => {
    if (depth > DEPTH) throw damaged('parquet', 'its description is nested too deep', { offset: at })
    if (type === 1 || type === 2) return type === 1
    if (type === 3) return byte()
    if (type === 4 || type === 5 || type === 6) return zigzag()
    if (type === 7) return skip(8)
    if (type === 8) return skip(varint())
    if (type === 9) {
      const head = byte()
      const size = head >> 4 === 15 ? varint() : head >> 4
      // Every element takes a byte at least.
      if (size > bytes.length - at) throw damaged('parquet', 'a list in it is cut', { offset: at })
      const kind = head & 15
      return Array.from({ length: size }, () => element(Math.max(kind, 3), depth + 1))
    }
    if (type === 12) return struct(depth + 1)
    throw damaged('parquet', `it has a field of unknown type ${type}`, { offset: at })
  }
  const struct = (depth: number): ThriftStruct => {
    const fields: ThriftStruct = new Map()
    let id = 0
    for (let head = byte(); (head & 15) !== 0; head = byte()) {
      id = head >> 4 === 0 ? zigzag() : id + (head >> 4)
      fields.set(id, element(head & 15, depth))
    }
    return fields
  }
  return { struct: struct(1), end: at }
}
