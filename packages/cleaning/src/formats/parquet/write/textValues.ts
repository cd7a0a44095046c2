import { grownBytes, grownWords } from './growing.ts'

/** Beyond these a dictionary saves little, or costs a reader more than it saves. */
const MOST_ENTRIES = 1 << 14
const MOST_BYTES = 1 << 20
/** How many values are seen before a dictionary has to show that values repeat. */
const PROBATION = 2048
/** Values made to collide must not make us slow: after so many steps there is no dictionary. */
const MOST_STEPS = 64
const SLOTS = MOST_ENTRIES * 4

export type EncodedTexts =
  | { plain: Uint8Array }
  | { dictionary: Uint8Array; entries: number; indices: Int32Array; count: number }

/** UTF-8 texts of one column chunk: each distinct one once while they repeat enough, one after another otherwise. */
export const createTextValues = (mayRepeat: boolean) => {
  // Each text behind its length in four bytes, as PLAIN has it: the dictionary's page, or the values themselves.
  let bytes = new Uint8Array(4096)
  let filled = 0
  let entryStarts = new Int32Array(256)
  let entries = 0
  let indices = new Int32Array(4096)
  let count = 0
  const table = new Int32Array(mayRepeat ? SLOTS : 0)
  let isDictionary = mayRepeat

  const write = (from: Uint8Array, start: number, end: number) => {
    const length = end - start
    if (filled + 4 + length > bytes.length) bytes = grownBytes(bytes, filled + 4 + length)
    const into = bytes
    let to = filled
    into[to++] = length & 0xff
    into[to++] = (length >>> 8) & 0xff
    into[to++] = (length >>> 16) & 0xff
    into[to++] = length >>> 24
    if (length > 64) into.set(from.subarray(start, end), to)
    else for (let at = start; at < end; at++) into[to++] = from[at] as number
    filled += 4 + length
  }

  const isEntry = (entry: number, from: Uint8Array, start: number, end: number): boolean => {
    const at = entryStarts[entry] as number
    const length = lengthAt(bytes, at)
    if (length !== end - start) return false
    for (let i = 0; i < length; i++) if (bytes[at + 4 + i] !== from[start + i]) return false
    return true
  }

  /** The entry's number, or -1 where there is to be no dictionary. */
  const find = (from: Uint8Array, start: number, end: number): number => {
    let hash = end - start
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (from[at] as number), 0x01000193)
    hash ^= hash >>> 15
    for (let step = 0; step < MOST_STEPS; step++) {
      const slot = (hash + step) & (SLOTS - 1)
      const entry = (table[slot] as number) - 1
      if (entry < 0) {
        if (entries === MOST_ENTRIES || filled + end - start > MOST_BYTES) return -1
        if (count >= PROBATION && entries * 2 > count) return -1
        table[slot] = entries + 1
        if (entries === entryStarts.length) entryStarts = grownWords(entryStarts, entries + 1)
        entryStarts[entries] = filled
        write(from, start, end)
        return entries++
      }
      if (isEntry(entry, from, start, end)) return entry
    }
    return -1
  }

  const giveUp = () => {
    isDictionary = false
    const dictionary = bytes
    const starts = entryStarts
    bytes = new Uint8Array(Math.max(filled * 4, 4096))
    filled = 0
    for (let i = 0; i < count; i++) {
      const at = (starts[indices[i] as number] as number) + 4
      write(dictionary, at, at + lengthAt(dictionary, at - 4))
    }
  }

  return {
    add(from: Uint8Array, start: number, end: number) {
      if (isDictionary) {
        const entry = find(from, start, end)
        if (entry >= 0) {
          if (count === indices.length) indices = grownWords(indices, count + 1)
          indices[count++] = entry
          return
        }
        giveUp()
      }
      write(from, start, end)
    },

    clear() {
      if (entries > 0) table.fill(0)
      isDictionary = mayRepeat
      entries = 0
      count = 0
      filled = 0
    },

    encode: (): EncodedTexts =>
      isDictionary && entries > 0
        ? { dictionary: bytes.subarray(0, filled), entries, indices, count }
        : { plain: bytes.subarray(0, filled) },
  }
}

const lengthAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24)
