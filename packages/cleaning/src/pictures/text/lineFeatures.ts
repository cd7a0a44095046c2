import type { Shades, Stroke } from './findStrokes.ts'

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const deviation = (values: readonly number[], from: number): number =>
  Math.sqrt(mean(values.map((value) => (value - from) * (value - from))))

const variation = (values: readonly number[]): number =>
  deviation(values, mean(values)) / Math.max(1e-6, mean(values))

/** What makes a row of strokes look like text: all alike, on one line, sharp, on even ground. */
export const lineFeatures = (
  row: readonly Stroke[],
  { shades, width, height }: Shades,
  mask: Uint8Array,
): number[] => {
  const heights = row.map(({ top, bottom }) => bottom - top)
  const tall = mean(heights)
  const gaps = row.slice(1).map(({ left }, i) => left - (row[i] as Stroke).right)
  const left = Math.max(1, Math.min(...row.map((stroke) => stroke.left)) - 1)
  const right = Math.min(width - 1, Math.max(...row.map((stroke) => stroke.right)) + 1)
  const top = Math.max(1, Math.min(...row.map((stroke) => stroke.top)) - 1)
  const bottom = Math.min(height - 1, Math.max(...row.map((stroke) => stroke.bottom)) + 1)
  let ink = 0
  let inkSum = 0
  let ground = 0
  let groundSum = 0
  let groundSquares = 0
  let edges = 0
  let steps = 0
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = y * width + x
      const shade = shades[at] as number
      if (mask[at] !== 0) {
        ink++
        inkSum += shade
        // The steepest step to a pixel that is no stroke.
        let step = 0
        for (const beside of [at - 1, at + 1, at - width, at + width]) {
          if (mask[beside] === 0) step = Math.max(step, Math.abs((shades[beside] as number) - shade))
        }
        if (step > 0) {
          edges++
          steps += step
        }
      } else {
        ground++
        groundSum += shade
        groundSquares += shade * shade
      }
    }
  }
  const own = row.reduce((sum, { pixels }) => sum + pixels, 0)
  const groundMean = groundSum / Math.max(1, ground)
  const groundDeviation = Math.sqrt(
    Math.max(0, groundSquares / Math.max(1, ground) - groundMean * groundMean),
  )
  const contrast = Math.abs(groundMean - inkSum / Math.max(1, ink))
  const thicknesses = row.map(({ thickness }) => thickness / 10)
  const feet = row.map(({ bottom: foot }) => foot)
  const middles = row.map((stroke) => (stroke.left + stroke.right) / 2)
  return [
    Math.min(12, row.length),
    variation(heights),
    variation(thicknesses),
    mean(thicknesses) / tall,
    residual(middles, feet) / tall,
    deviation(
      row.map(({ shade }) => shade),
      inkSum / Math.max(1, ink),
    ) / Math.max(1, contrast),
    gaps.length === 0 ? 0 : mean(gaps) / tall,
    gaps.length === 0 ? 0 : deviation(gaps, mean(gaps)) / tall,
    ink / Math.max(1, ink + ground),
    own / Math.max(1, ink),
    contrast / 100,
    groundDeviation / Math.max(1, contrast),
    steps / Math.max(1, edges) / Math.max(1, contrast),
    mean(row.map((stroke) => (stroke.right - stroke.left) / (stroke.bottom - stroke.top))),
    Math.min(60, tall) / 30,
  ]
}

/** How far values lie from their straight line, by the median of it. */
const residual = (xs: readonly number[], ys: readonly number[]): number => {
  const x = mean(xs)
  const y = mean(ys)
  const spread = xs.reduce((sum, value) => sum + (value - x) * (value - x), 0)
  const slope =
    spread === 0 ? 0 : xs.reduce((sum, value, i) => sum + (value - x) * ((ys[i] as number) - y), 0) / spread
  const away = xs
    .map((value, i) => Math.abs((ys[i] as number) - y - slope * (value - x)))
    .sort((a, b) => a - b)
  return away[away.length >> 1] as number
}
