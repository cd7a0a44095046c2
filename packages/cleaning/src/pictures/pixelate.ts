import type { Box, Pixels } from './picture.ts'

/** Tiles to a side: enough to see that someone is there, too few to see who. */
const TILES = 5
/** Beyond the box, since hair and ears are outside of what a detector calls a face. */
const MARGIN = 0.15

/** The picture with each box covered by a few tiles of its mean colours. What was there cannot be computed back. */
export const pixelate = ({ width, height, data }: Pixels, boxes: readonly Box[]): Pixels => {
  const covered = data.slice()
  for (const [left, top, across, down] of boxes) {
    const x0 = Math.max(0, left - Math.ceil(across * MARGIN))
    const y0 = Math.max(0, top - Math.ceil(down * MARGIN))
    const x1 = Math.min(width, left + across + Math.ceil(across * MARGIN))
    const y1 = Math.min(height, top + down + Math.ceil(down * MARGIN))
    const tile = Math.max(1, Math.ceil(Math.max(x1 - x0, y1 - y0) / TILES))
    for (let y = y0; y < y1; y += tile) {
      for (let x = x0; x < x1; x += tile) {
        fill(covered, width, [x, y, Math.min(tile, x1 - x), Math.min(tile, y1 - y)])
      }
    }
  }
  return { width, height, data: covered }
}

const fill = (data: Uint8ClampedArray, width: number, [left, top, across, down]: Box) => {
  const sums = [0, 0, 0, 0]
  const each = (visit: (at: number) => void) => {
    for (let y = top; y < top + down; y++) {
      for (let x = left; x < left + across; x++) visit(4 * (y * width + x))
    }
  }
  each((at) => {
    for (let c = 0; c < 4; c++) sums[c] = (sums[c] as number) + (data[at + c] as number)
  })
  const means = sums.map((sum) => Math.floor(sum / (across * down)))
  each((at) => {
    data.set(means, at)
  })
}
