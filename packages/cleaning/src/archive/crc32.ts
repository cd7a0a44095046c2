const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The checksum of gzip and zip; give the last result to go on. */
export const crc32 = (bytes: Uint8Array, before = 0): number => {
  let value = ~before
  for (let i = 0; i < bytes.length; i++)
    value = (TABLE[(value ^ (bytes[i] as number)) & 255] as number) ^ (value >>> 8)
  return ~value >>> 0
}
