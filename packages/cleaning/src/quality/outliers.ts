import { type Histogram, histogramOf } from './histogram.ts'

export type Outliers = {
  column: string
  /** Values outside are far out: three times the distance between the quartiles away from them (Tukey 1977). */
  fences: [low: number, high: number]
  count: number
  /** There are more, which were not counted one by one. */
  more: boolean
  /** The records they are in, the farthest first. */
  rows: number[]
}

/** Values from which quartiles are taken. */
const SAMPLE = 8192
/** Candidates kept at each end. */
const KEPT = 64
/** Fewer values have no quartiles worth the name. */
const FEWEST = 20
const LISTED = 20

type Extreme = { value: number; row: number }

/**
 * One numeric column's far-out values, in one walk and constant memory. The sample takes every value, then every second,
 * then every fourth as it fills, so the same rows in the same order give the same answer everywhere.
 */
export const watchOutliers = (column: string) => {
  let sample: number[] = []
  let stride = 1
  let count = 0
  const lowest: Extreme[] = []
  const highest: Extreme[] = []

  return {
    add(value: number, row: number) {
      if (count % stride === 0) {
        sample.push(value)
        if (sample.length === SAMPLE) {
          sample = sample.filter((_, i) => i % 2 === 0)
          stride *= 2
        }
      }
      count++
      keep(lowest, { value, row }, (one, other) => one < other)
      keep(highest, { value, row }, (one, other) => one > other)
    },

    report(): Outliers | undefined {
      const { q1, q3, fences, below, above } = spread()
      if (fences === undefined || below.length + above.length === 0) return undefined
      const distance = ({ value }: Extreme) => (value < q1 ? q1 - value : value - q3)
      const rows = [...below, ...above]
        .sort((a, b) => distance(b) - distance(a) || a.row - b.row)
        .slice(0, LISTED)
        .map(({ row }) => row)
      const more = below.length === KEPT || above.length === KEPT
      return { column, fences, count: below.length + above.length, more, rows }
    },

    histogram(): Histogram | undefined {
      if (count < FEWEST) return undefined
      const { sorted, fences = EVERYWHERE, below, above } = spread()
      return histogramOf(column, sorted, fences, { below: below.length, above: above.length })
    },
  }

  function spread() {
    const sorted = Float64Array.from(sample).sort()
    const q1 = quantile(sorted, 0.25)
    const q3 = quantile(sorted, 0.75)
    const reach = 3 * (q3 - q1)
    // Half of the values are one and the same: nothing can be said of distance.
    const told = count >= FEWEST && reach !== 0 && Number.isFinite(reach)
    const fences: [number, number] | undefined = told ? [q1 - reach, q3 + reach] : undefined
    const below = fences ? lowest.filter(({ value }) => value < fences[0]) : []
    const above = fences ? highest.filter(({ value }) => value > fences[1]) : []
    return { sorted, q1, q3, fences, below, above }
  }
}

const EVERYWHERE: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

/** Sorted, the most extreme first; of equal values the first met stays. */
const keep = (kept: Extreme[], one: Extreme, isFarther: (value: number, than: number) => boolean) => {
  const last = kept.at(-1)
  if (kept.length === KEPT && last && !isFarther(one.value, last.value)) return
  let at = kept.length
  while (at > 0 && isFarther(one.value, (kept[at - 1] as Extreme).value)) at--
  kept.splice(at, 0, one)
  if (kept.length > KEPT) kept.pop()
}

/** Between the two nearest values, as R's default (type 7) has it. */
const quantile = (sorted: Float64Array, share: number): number => {
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  const below = sorted[low] as number
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number
  return below + (above - below) * (at - low)
}
