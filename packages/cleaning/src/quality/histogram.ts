/** How the figures of a column lie, for people to look at: a sample of them counted in bins of one width. */
export type Histogram = {
  column: string
  /** The lowest and the highest figure in the bins. */
  low: number
  high: number
  counts: number[]
  /** What lies far out is left beside the bins, where it does not press all others into one of them. */
  below: number
  above: number
}

const MOST_BINS = 24

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
  // Whole numbers are not spread over bins of which some could hold none.
  const isWhole = within.every(Number.isInteger)
  const width = isWhole ? Math.ceil((high - low + 1) / MOST_BINS) : (high - low) / MOST_BINS
  const counts = new Array<number>(isWhole ? Math.ceil((high - low + 1) / width) : MOST_BINS).fill(0)
  for (const value of within) {
    // The highest belongs to the last bin.
    const bin = Math.min(counts.length - 1, Math.floor((value - low) / width))
    counts[bin] = (counts[bin] as number) + 1
  }
  return { column, low, high, counts, ...beside }
}
