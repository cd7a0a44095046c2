const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0))
const VALUES = new Uint8Array(256).fill(64)
for (const [value, code] of CODES.entries()) VALUES[code] = value
const PAD = 0x3d

/** RFC 4648 with padding, as ASCII bytes: a picture's text would be a string of forty megabytes. */
export const encodeBase64 = (bytes: Uint8Array): Uint8Array => {
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(PAD)
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const left = bytes.length - from
    const word = ((bytes[from] as number) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
    text[to] = CODES[word >> 18] as number
    text[to + 1] = CODES[(word >> 12) & 63] as number
    if (left > 1) text[to + 2] = CODES[(word >> 6) & 63] as number
    if (left > 2) text[to + 3] = CODES[word & 63] as number
  }
  return text
}

/** What `encodeBase64` gives, back; undefined for anything that it would not give. */
export const decodeBase64 = (text: string): Uint8Array | undefined => {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let wrong = 0
  for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
    const last = from + 4 === text.length ? padding : 0
    let word = 0
    for (let i = 0; i < 4; i++) {
      const code = text.charCodeAt(from + i)
      const value = i >= 4 - last ? 0 : code < 256 ? (VALUES[code] as number) : 64
      wrong |= value & 64
      word = (word << 6) | (value & 63)
    }
    bytes[to] = word >> 16
    bytes[to + 1] = word >> 8
    bytes[to + 2] = word
    // Bits beyond the last byte are zero, so that one picture has one text.
    if (last > 0 && (word & (last === 1 ? 0xff : 0xffff)) !== 0) wrong = 64
  }
  return wrong === 0 ? bytes : undefined
}
