import type { Pixels } from '../picture.ts'

export const SIDE = 32

/**
 * A picture as 32 × 32 shades of grey in 256ths. Each cell is the exact mean of what it covers, parts of
 * pixels by their part, in whole numbers: 64 million pixels of 255 times 32 × 32 stay far below 2⁵³.
 */
export const reduceLuminance = ({ width, height, data }: Pixels): Float64Array => {
  const sums = new Float64Array(SIDE * SIDE)
  const row = new Float64Array(SIDE)
  const line = new Uint8Array(width)
  for (let y = 0; y < height; y++) {
    readLine(data, y * width * 4, line)
    cover(width, line, row)
    // The cells that this line lies in, and how much of it.
    const last = Math.ceil(((y + 1) * SIDE) / height) - 1
    for (let cell = Math.floor((y * SIDE) / height); cell <= last; cell++) {
      const part = Math.min((cell + 1) * height, (y + 1) * SIDE) - Math.max(cell * height, y * SIDE)
      for (let x = 0; x < SIDE; x++) {
        sums[cell * SIDE + x] = (sums[cell * SIDE + x] as number) + part * (row[x] as number)
      }
    }
  }
  const area = width * height
  return sums.map((sum) => Math.floor((sum * 256) / area))
}

/** Rec. 601 luminance on white. */
const readLine = (data: Uint8ClampedArray, from: number, line: Uint8Array) => {
  for (let x = 0, at = from; x < line.length; x++, at += 4) {
    const grey =
      (77 * (data[at] as number) + 150 * (data[at + 1] as number) + 29 * (data[at + 2] as number)) >> 8
    const alpha = data[at + 3] as number
    line[x] = alpha === 255 ? grey : ((grey * alpha + 255 * (255 - alpha)) / 255) | 0
  }
}

const cover = (width: number, line: Uint8Array, row: Float64Array) => {
  for (let cell = 0; cell < SIDE; cell++) {
    const from = cell * width
    const to = from + width
    const first = Math.floor(from / SIDE)
    const last = Math.ceil(to / SIDE) - 1
    let sum = 0
    for (let x = first; x <= last; x++) {
      sum += (line[x] as number) * (Math.min(to, (x + 1) * SIDE) - Math.max(from, x * SIDE))
    }
    row[cell] = sum
  }
}
