import { CleaningError } from './errors.ts'
import type { LegacyEncoding } from './recognise/legacyEncoding.ts'
import type { TextEncoding } from './types.ts'

/** Bytes to text, strictly: what cannot be decoded is an error with its place, never a replacement character. */
export const decodeText = (
  blocks: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
): AsyncGenerator<string> => {
  if (encoding === 'windows-1252') return decode1252(blocks)
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return decodeUtf32(blocks, encoding)
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return decodeUtf16(blocks, encoding)
  return decodeByTable(blocks, encoding)
}

async function* decodeByTable(
  blocks: AsyncIterable<Uint8Array>,
  encoding: 'utf-8' | LegacyEncoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let offset = 0
  const decode = (block?: Uint8Array): string => {
    try {
      return block ? decoder.decode(block, { stream: true }) : decoder.decode()
    } catch (cause) {
      throw invalid(encoding, offset, cause)
    }
  }
  for await (const block of blocks) {
    const text = decode(block)
    offset += block.length
    if (text) yield text
  }
  const rest = decode()
  if (rest) yield rest
}

async function* decodeUtf32(
  blocks: AsyncIterable<Uint8Array>,
  encoding: 'utf-32le' | 'utf-32be',
): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array(0)
  let offset = 0
  for await (const block of blocks) {
    const bytes = new Uint8Array(rest.length + block.length)
    bytes.set(rest)
    bytes.set(block, rest.length)
    const view = new DataView(bytes.buffer)
    const whole = bytes.length - (bytes.length % 4)
    let text = ''
    for (let at = 0; at < whole; at += 4) {
      const point = view.getUint32(at, encoding === 'utf-32le')
      if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000) || point === 0)
        throw invalid(encoding, offset + at)
      if (offset + at > 0 || point !== 0xfeff) text += String.fromCodePoint(point)
    }
    rest = bytes.subarray(whole)
    offset += whole
    if (text) yield text
  }
  if (rest.length > 0) throw invalid(encoding, offset)
}

async function* decodeUtf16(
  blocks: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<string> {
  const [first, second] = encoding === 'utf-16le' ? [0, 1] : [1, 0]
  let odd: number | undefined
  let half = ''
  let offset = 0
  for await (const block of blocks) {
    let bytes = block
    if (odd !== undefined) {
      bytes = new Uint8Array(block.length + 1)
      bytes[0] = odd
      bytes.set(block, 1)
    }
    odd = bytes.length % 2 === 1 ? bytes[bytes.length - 1] : undefined
    const units = new Uint16Array(bytes.length >> 1)
    for (let i = 0; i < units.length; i++) {
      units[i] = (bytes[2 * i + first] as number) | ((bytes[2 * i + second] as number) << 8)
    }
    let text = half
    for (let i = 0; i < units.length; i += 8192) text += String.fromCharCode(...units.subarray(i, i + 8192))
    const start = offset
    // Half a pair at the end of a block waits for the other half.
    half = /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : ''
    text = half ? text.slice(0, -1) : text
    offset = start + 2 * text.length
    const lone = text.search(/\p{Surrogate}/u)
    if (lone >= 0) throw invalid(encoding, start + 2 * lone)
    const nul = text.indexOf('\u0000')
    if (nul >= 0) {
      throw new CleaningError(
        'BINARY_CONTENT',
        `There is a zero character at offset ${start + 2 * nul}.`,
        'Export the data as CSV, JSONL or plain text.',
        { offset: start + 2 * nul },
      )
    }
    if (start === 0 && text.startsWith('\ufeff')) text = text.slice(1)
    if (text) yield text
  }
  if (half || odd !== undefined) throw invalid(encoding, offset)
}

async function* decode1252(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const block of blocks) {
    let text = ''
    const units = new Uint16Array(block.length)
    for (let i = 0; i < block.length; i++) {
      const byte = block[i] as number
      units[i] = byte >= 0x80 && byte < 0xa0 ? HIGH_CONTROLS.charCodeAt(byte - 0x80) : byte
    }
    for (let i = 0; i < units.length; i += 8192) text += String.fromCharCode(...units.subarray(i, i + 8192))
    yield text
  }
}

// Our own table: runtimes differ in what their decoder makes of these 32 bytes.
const HIGH_CONTROLS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

const invalid = (encoding: TextEncoding, offset: number, cause?: unknown) =>
  new CleaningError(
    'INVALID_ENCODING',
    `The bytes from offset ${offset} on are not valid ${encoding}.`,
    'Save the file as UTF-8.',
    { encoding, offset },
    cause,
  )
