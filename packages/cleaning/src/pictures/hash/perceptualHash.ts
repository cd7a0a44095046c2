import type { Pixels } from '../picture.ts'
import { reduceLuminance, SIDE } from './reduceLuminance.ts'

/** Sixty-four bits as sixteen hexadecimal digits. */
export type PerceptualHash = string

// round(2¹⁴ cos(kπ/64)) for k from 0 to 32, written out: engines differ in the last bits of their cosines.
const QUARTER = [
  16384, 16364, 16305, 16207, 16069, 15893, 15679, 15426, 15137, 14811, 14449, 14053, 13623, 13160, 12665,
  12140, 11585, 11003, 10394, 9760, 9102, 8423, 7723, 7005, 6270, 5520, 4756, 3981, 3196, 2404, 1606, 804, 0,
]

const cosine = (k: number): number => {
  const turn = k % 128
  const half = turn > 64 ? 128 - turn : turn
  return half <= 32 ? (QUARTER[half] as number) : -(QUARTER[64 - half] as number)
}

const FREQUENCIES = 11

/** cos((2x+1)uπ/64) for the lowest frequencies u, from zero. */
const BASIS = Array.from({ length: FREQUENCIES }, (_, u) =>
  Int32Array.from({ length: SIDE }, (_, x) => cosine((2 * x + 1) * u)),
)

/** The 64 lowest pairs of frequencies, without the mean: all with a sum of up to ten, but for one. */
const PAIRS: readonly (readonly [u: number, v: number])[] = Array.from({ length: FREQUENCIES - 1 }, (_, i) =>
  Array.from({ length: i + 2 }, (_, v) => [i + 1 - v, v] as const),
)
  .flat()
  .filter(([u, v]) => u !== 5 || v !== 5)

// A wave of a quarter of a shade of grey. Below it the signs tell of rounding and not of the picture.
const FAINTEST = 2 ** 32

/**
 * The signs of a picture's 64 lowest frequencies, so that what scales, recompresses or slightly crops it hardly
 * changes them; null for a picture with nothing in it to tell it from another, such as a blank page. Whole numbers
 * alone, so every runtime gives the same bits.
 */
export const perceptualHash = (upright: Pixels): PerceptualHash | null => {
  const coefficients = transform(reduceLuminance(upright))
  if (coefficients.every((coefficient) => Math.abs(coefficient) < FAINTEST)) return null
  return toHex(coefficients.map((coefficient) => coefficient > 0))
}

/** Of the picture mirrored left to right, without having it: a cosine is even or odd, so signs stay or turn. */
export const mirroredHash = (hash: PerceptualHash): PerceptualHash =>
  toHex(PAIRS.map(([u], i) => ((Number.parseInt(hash[i >> 2] as string, 16) >> (3 - (i % 4))) & 1) !== u % 2))

const toHex = (bits: readonly boolean[]): PerceptualHash => {
  let hash = ''
  for (let i = 0; i < bits.length; i += 4) {
    let digit = 0
    for (let bit = 0; bit < 4; bit++) digit = 2 * digit + (bits[i + bit] ? 1 : 0)
    hash += digit.toString(16)
  }
  return hash
}

const transform = (cells: Float64Array): number[] => {
  const rows = new Float64Array(SIDE * FREQUENCIES)
  for (let y = 0; y < SIDE; y++) {
    for (const [u, basis] of BASIS.entries()) {
      let sum = 0
      for (let x = 0; x < SIDE; x++) sum += (cells[y * SIDE + x] as number) * (basis[x] as number)
      // Towards zero, which treats a picture and its mirror image alike, and within 53 bits below.
      rows[y * FREQUENCIES + u] = Math.trunc(sum / 1024)
    }
  }
  return PAIRS.map(([u, v]) => {
    const basis = BASIS[v] as Int32Array
    let sum = 0
    for (let y = 0; y < SIDE; y++) sum += (rows[y * FREQUENCIES + u] as number) * (basis[y] as number)
    return sum
  })
}
