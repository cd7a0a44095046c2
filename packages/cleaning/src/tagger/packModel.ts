import type { Weights } from './decode.ts'
import { createGazetteer, type Gazetteer } from './gazetteer.ts'
import { TAGS } from './tags.ts'

export type Model = { weights: Weights; gazetteer: Gazetteer; maskTypes: string[] }

/** Rows of weights that are not all zero, as the tags they speak of and a byte for each. */
export type Unpacked = {
  weights: Weights
  entries: ReadonlyMap<number, number>
  maskTypes: readonly string[]
}

const VERSION = 1

/**
 * The packed form, in base 64: version, number of tags, log2 of the rows; types of masked tokens; transitions as 16-bit
 * integers; rows in order, each as its distance from the one before (LEB128), a 16-bit set of tags and a signed byte
 * for each; fingerprints in order, each as its distance and its flags.
 */
export const packModel = ({ weights, entries, maskTypes }: Unpacked): string => {
  const bytes: number[] = [VERSION, TAGS, Math.log2(weights.emissions.length / TAGS)]
  const number = (value: number) => {
    let rest = value
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
    bytes.push(rest)
  }
  const names = new TextEncoder().encode(maskTypes.join(' '))
  number(names.length)
  bytes.push(...names)
  for (const value of weights.transitions) bytes.push(value & 0xff, (value >> 8) & 0xff)
  const rows: number[] = []
  for (let row = 0; row < weights.emissions.length / TAGS; row++) {
    if (weights.emissions.subarray(row * TAGS, (row + 1) * TAGS).some((value) => value !== 0)) rows.push(row)
  }
  number(rows.length)
  let last = 0
  for (const row of rows) {
    number(row - last)
    last = row
    let set = 0
    const values: number[] = []
    for (let tag = 0; tag < TAGS; tag++) {
      const value = weights.emissions[row * TAGS + tag] as number
      if (value === 0) continue
      set |= 1 << tag
      values.push(value & 0xff)
    }
    bytes.push(set & 0xff, set >> 8, ...values)
  }
  const sorted = [...entries].sort(([a], [b]) => a - b)
  number(sorted.length)
  last = 0
  for (const [key, flags] of sorted) {
    number(key - last)
    last = key
    bytes.push(flags)
  }
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

export const unpackModel = (packed: string): Model => {
  const binary = atob(packed)
  let at = 0
  const byte = () => binary.charCodeAt(at++)
  const number = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const next = byte()
      value += (next & 0x7f) * scale
      if (next < 128) return value
    }
  }
  const signed = (value: number, bits: number) => (value >= 2 ** (bits - 1) ? value - 2 ** bits : value)
  if (byte() !== VERSION || byte() !== TAGS)
    throw new Error('The model was packed for another version of this code.')
  const emissions = new Int16Array(2 ** byte() * TAGS)
  const length = number()
  const maskTypes = binary.slice(at, at + length).split(' ')
  at += length
  const transitions = Int16Array.from({ length: (TAGS + 1) * TAGS }, () => signed(byte() + 256 * byte(), 16))
  for (let left = number(), row = 0; left > 0; left--) {
    row += number()
    const set = byte() + 256 * byte()
    for (let tag = 0; tag < TAGS; tag++) if (set & (1 << tag)) emissions[row * TAGS + tag] = signed(byte(), 8)
  }
  const entries = new Map<number, number>()
  for (let left = number(), key = 0; left > 0; left--) {
    key += number()
    entries.set(key, byte())
  }
  return { weights: { emissions, transitions }, gazetteer: createGazetteer(entries), maskTypes }
}
