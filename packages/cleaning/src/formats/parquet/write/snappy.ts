const FRAGMENT = 1 << 16
const TABLE_BITS = 14
const MULTIPLIER = 0x1e35a7bd

const table = new Uint16Array(1 << TABLE_BITS)
let output = new Uint8Array(0)

/**
 * Snappy's block format, as google/snappy's format_description.txt has it. Within each 64 KiB matches are looked for
 * in a table of where four bytes stood last, with longer and longer steps through what does not repeat. The next call
 * writes over what this one gave.
 */
export const compressSnappy = (input: Uint8Array): Uint8Array<ArrayBuffer> => {
  // What does not repeat costs a few bytes more for each stretch.
  const most = 32 + input.length + Math.ceil(input.length / 6)
  if (output.length < most) output = new Uint8Array(most)
  let to = 0
  for (let rest = input.length; ; rest = Math.floor(rest / 128)) {
    output[to++] = rest < 128 ? rest : (rest % 128) + 128
    if (rest < 128) break
  }
  const words = new DataView(input.buffer, input.byteOffset, input.length)
  for (let begin = 0; begin < input.length; begin += FRAGMENT)
    to = compressFragment(input, words, begin, Math.min(begin + FRAGMENT, input.length), output, to)
  return output.subarray(0, to)
}

const compressFragment = (
  input: Uint8Array,
  words: DataView,
  begin: number,
  end: number,
  output: Uint8Array,
  start: number,
): number => {
  let to = start
  let at = begin + 1
  let literal = begin
  const last = end - 4
  table.fill(0)
  for (let skip = 32; at <= last; ) {
    const word = words.getInt32(at, true)
    const slot = Math.imul(word, MULTIPLIER) >>> (32 - TABLE_BITS)
    let earlier = begin + (table[slot] as number)
    table[slot] = at - begin
    if (words.getInt32(earlier, true) !== word) {
      at += skip++ >>> 5
      continue
    }
    if (at > literal) to = putLiteral(input, literal, at, output, to)
    const offset = at - earlier
    const matched = at
    at += 4
    earlier += 4
    while (at < end && input[at] === input[earlier]) {
      at++
      earlier++
    }
    to = putCopy(offset, at - matched, output, to)
    literal = at
    skip = 32
  }
  return literal < end ? putLiteral(input, literal, end, output, to) : to
}

const putLiteral = (
  input: Uint8Array,
  from: number,
  end: number,
  output: Uint8Array,
  start: number,
): number => {
  let to = start
  const length = end - from - 1
  if (length < 60) output[to++] = length << 2
  else if (length < 256) {
    output[to++] = 60 << 2
    output[to++] = length
  } else {
    output[to++] = 61 << 2
    output[to++] = length & 0xff
    output[to++] = length >>> 8
  }
  if (length > 48) {
    output.set(input.subarray(from, end), to)
    return to + length + 1
  }
  for (let at = from; at < end; at++) output[to++] = input[at] as number
  return to
}

/** A copy is of 64 bytes at most, and a short one of at least 4. */
const putCopy = (offset: number, length: number, output: Uint8Array, start: number): number => {
  let to = start
  let left = length
  while (left > 0) {
    const part = left <= 64 ? left : left < 68 ? 60 : 64
    if (part >= 4 && part < 12 && offset < 2048) {
      output[to++] = 1 | ((part - 4) << 2) | ((offset >>> 8) << 5)
      output[to++] = offset & 0xff
    } else {
      output[to++] = 2 | ((part - 1) << 2)
      output[to++] = offset & 0xff
      output[to++] = offset >>> 8
    }
    left -= part
  }
  return to
}
