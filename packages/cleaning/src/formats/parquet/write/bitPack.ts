import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'

/** Values of `width` bits, the lowest bit first, as one run of Parquet's hybrid of runs and packed bits. */
export const bitPackedRun = (values: ArrayLike<number>, count: number, width: number): Uint8Array => {
  const groups = Math.ceil(count / 8)
  const header = runHeader(groups * 2 + 1)
  const packed = new Uint8Array(header.length + groups * width)
  packed.set(header)
  let at = header.length
  let bits = 0
  let held = 0
  for (let i = 0; i < count; i++) {
    bits |= (values[i] as number) << held
    held += width
    while (held >= 8) {
      packed[at++] = bits & 0xff
      bits >>>= 8
      held -= 8
    }
  }
  if (held > 0) packed[at] = bits & 0xff
  return packed
}

/** The same value of one byte, `count` times. */
export const repeatedRun = (value: number, count: number): Uint8Array =>
  Uint8Array.of(...runHeader(count * 2), value)

const runHeader = (value: number): Uint8Array => {
  const writer = new ByteWriter(16)
  writer.appendVarInt(value)
  return writer.getBytes()
}
