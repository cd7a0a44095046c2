import { grownBytes, grownWords } from './growing.ts'
import type { StoredType } from './storedType.ts'
import { createTextValues, type EncodedTexts } from './textValues.ts'

const TWO_32 = 2 ** 32

export type TakenValues = {
  rows: number
  nulls: number
  /** 1 for each row that has a value. */
  present: Uint8Array
  values: EncodedTexts | { bits: Uint8Array; count: number }
}

/**
 * The values of one column chunk, gathered as the bytes they are stored as. Numbers lie as this machine has them,
 * which is lowest byte first wherever Node runs. What is taken is there until `clear`, which keeps the memory.
 */
export const createColumnValues = (stored: StoredType, mayRepeat = true) => {
  let present = new Uint8Array(4096)
  let rows = 0
  let nulls = 0
  let words = new Int32Array(stored === 'string' || stored === 'boolean' ? 0 : 8192)
  let doubles = new Float64Array(words.buffer)
  let bits = new Uint8Array(stored === 'boolean' ? 4096 : 0)
  let filled = 0
  const texts = stored === 'string' ? createTextValues(mayRepeat) : undefined

  const reserve = (count: number) => {
    if (rows + count > present.length) present = grownBytes(present, rows + count)
    if (filled + 2 * count <= words.length || words.length === 0) return
    words = grownWords(words, filled + 2 * count)
    doubles = new Float64Array(words.buffer)
  }
  const mark = (value: 0 | 1) => {
    reserve(1)
    present[rows++] = value
  }
  const putInteger = (value: number) => {
    words[filled] = value | 0
    words[filled + 1] = Math.floor(value / TWO_32)
    filled += 2
  }
  const putNumber = (value: number) => {
    doubles[filled >> 1] = value
    filled += 2
  }

  return {
    addNull() {
      mark(0)
      nulls++
    },
    /** An integer of at most 53 bits. */
    addInteger(value: number) {
      mark(1)
      putInteger(value)
    },
    /** Numbers, integers or days of several rows: null where `states` has 0, nothing where `aside` has 1. */
    addMany(count: number, states: Uint8Array, aside: Uint8Array, numbers: Float64Array) {
      reserve(count)
      for (let row = 0; row < count; row++) {
        if (aside[row] === 1) continue
        const value = numbers[row] as number
        if (states[row] === 0) {
          present[rows++] = 0
          nulls++
          continue
        }
        present[rows++] = 1
        if (stored === 'date') words[filled++] = value
        else if (stored === 'integer') putInteger(value)
        else putNumber(value)
      }
    },
    /** Any integer of 64 bits. */
    addWide(value: bigint) {
      mark(1)
      words[filled++] = Number(BigInt.asIntN(32, value))
      words[filled++] = Number(BigInt.asIntN(32, value >> 32n))
    },
    addNumber(value: number) {
      mark(1)
      putNumber(value)
    },
    /** Days since 1970. */
    addDay(value: number) {
      mark(1)
      words[filled++] = value
    },
    addBoolean(value: boolean) {
      mark(1)
      if (filled === bits.length) bits = grownBytes(bits, filled + 1)
      bits[filled++] = value ? 1 : 0
    },
    /** UTF-8. */
    addText(from: Uint8Array, start: number, end: number) {
      mark(1)
      texts?.add(from, start, end)
    },

    take: (): TakenValues => ({
      rows,
      nulls,
      present,
      values:
        texts?.encode() ??
        (stored === 'boolean'
          ? { bits, count: filled }
          : { plain: new Uint8Array(words.buffer, 0, filled * 4) }),
    }),

    clear() {
      rows = 0
      nulls = 0
      filled = 0
      texts?.clear()
    },
  }
}

export type ColumnValues = ReturnType<typeof createColumnValues>
