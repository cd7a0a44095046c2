import type { Pixels } from './picture.ts'

/** A smaller picture by the mean of what each pixel covers, in whole numbers; transparency becomes white. */
export const resample = (pixels: Pixels, width: number, height: number): Pixels => {
  const { data } = pixels
  const columns = spansOf(pixels.width, width)
  const rows = spansOf(pixels.height, height)
  const small = new Uint8ClampedArray(width * height * 4)
  const sums = new Float64Array(width * 3)
  const line = new Float64Array(width * 3)
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    for (const { at, part } of rows[y] as Span[]) {
      for (let x = 0; x < width; x++) {
        let red = 0
        let green = 0
        let blue = 0
        for (const span of columns[x] as Span[]) {
          const from = 4 * (at * pixels.width + span.at)
          const alpha = data[from + 3] as number
          const white = 255 * (255 - alpha)
          red += span.part * ((data[from] as number) * alpha + white)
          green += span.part * ((data[from + 1] as number) * alpha + white)
          blue += span.part * ((data[from + 2] as number) * alpha + white)
        }
        line[3 * x] = red
        line[3 * x + 1] = green
        line[3 * x + 2] = blue
      }
      for (let i = 0; i < line.length; i++) sums[i] = (sums[i] as number) + part * (line[i] as number)
    }
    const area = pixels.width * pixels.height * 255
    for (let x = 0; x < width; x++) {
      const to = 4 * (y * width + x)
      for (let c = 0; c < 3; c++) small[to + c] = Math.floor((sums[3 * x + c] as number) / area + 0.5)
      small[to + 3] = 255
    }
  }
  return { width, height, data: small }
}

type Span = { at: number; part: number }

/** For each of `count` equal stretches of `length` pixels: the pixels it covers, in `count`ths of a pixel. */
const spansOf = (length: number, count: number): Span[][] =>
  Array.from({ length: count }, (_, i) => {
    const from = i * length
    const to = from + length
    const spans: Span[] = []
    for (let at = Math.floor(from / count); at * count < to; at++) {
      spans.push({ at, part: Math.min(to, (at + 1) * count) - Math.max(from, at * count) })
    }
    return spans
  })
