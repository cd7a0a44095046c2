/** How the figures of a column lie, for people to look at: a sample of them counted in bins of one width. */
export type Histogram = {
  column: string
  /** Where the first bin begins and the last ends. */
  low: number
  high: number
  counts: number[]
  /** What lies far out is left beside the bins, where it does not press all others into one of them. */
  below: number
  above: number
}

const BINS = 24

/** Undefined where all are the same. */
export const histogramOf = (
  column: string,
  sorted: Float64Array,
  [least, most]: readonly [number, number],
  beside: { below: number; above: number },
): Histogram | undefined => {
  const within = sorted.filter((value) => value >= least && value <= most)
  const low = within.at(0)
  const high = within.at(-1)
  if (low === undefined || high === undefined || low === high) return undefined
  const counts = new Array<number>(BINS).fill(0)
  for (const value of within) {
    // The highest belongs to the last bin.
    const bin = Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS))
    counts[bin] = (counts[bin] as number) + 1
  }
  return { column, low, high, counts, ...beside }
}
