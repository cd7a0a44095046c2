import type { Cell, Column } from '../types.ts'

export type LabelDoubts = {
  column: string
  /** Share of rows whose label their neighbours agree with, in 0..1. */
  agreement: number
  /** Records most of whose neighbours have one other label. */
  rows: number[]
  /** Rows that were looked at. */
  of: number
}

const SAMPLE = 1024
const NEIGHBOURS = 10
const FEWEST_ROWS = 50
const MOST_LABELS = 20
const MOST_FEATURES = 32
/** Below it, the numbers do not tell the label, and a neighbour's disagreement means nothing. */
const PREDICTABLE = 0.8
/** Of ten neighbours. Nine would find a third of the mislabelled birds of the sample, seven find eight of nine, with three others. */
const MOST = 7

/**
 * Rows whose label the numbers beside it speak against: k nearest neighbours by standardised distance over a sample of
 * the rows (Wilson 1972, edited nearest neighbours). Only for labels that the numbers do predict.
 */
export const watchLabels = (columns: readonly Column[]) => {
  const features = columns.flatMap(({ type }, i) => (type === 'number' || type === 'integer' ? [i] : []))
  const labels = columns.flatMap(({ type }, i) => (type === 'string' || type === 'boolean' ? [i] : []))
  const asked = features.length >= 2 && features.length <= MOST_FEATURES && labels.length > 0
  let kept: { row: number; values: readonly Cell[] }[] = []
  let stride = 1
  let count = 0

  return {
    add(values: readonly Cell[], row: number) {
      if (!asked) return
      if (count++ % stride !== 0) return
      kept.push({ row, values: values.slice() })
      if (kept.length === SAMPLE) {
        kept = kept.filter((_, i) => i % 2 === 0)
        stride *= 2
      }
    },

    report(): LabelDoubts[] {
      if (kept.length < FEWEST_ROWS) return []
      const eligible = labels.filter((label) => {
        const distinct = new Set(kept.map(({ values }) => values[label]))
        distinct.delete(null)
        return distinct.size >= 2 && distinct.size <= MOST_LABELS
      })
      if (eligible.length === 0) return []
      const neighbours = nearest(
        standardise(kept.map(({ values }) => features.map((i) => values[i] as Cell))),
      )
      return eligible.flatMap((label) => doubtsOf(label, (columns[label] as Column).name))

      function doubtsOf(label: number, column: string): LabelDoubts[] {
        const rows: number[] = []
        let agreeing = 0
        let of = 0
        for (const [i, { row, values }] of kept.entries()) {
          const own = values[label]
          if (own === null) continue
          of++
          const votes = new Map<Cell, number>()
          for (const near of neighbours[i] as number[]) {
            const theirs = kept[near]?.values[label] ?? null
            votes.set(theirs, (votes.get(theirs) ?? 0) + 1)
          }
          const [winner, most] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best))
          if (winner === own) agreeing++
          else if (most >= MOST) rows.push(row)
        }
        const agreement = of === 0 ? 0 : agreeing / of
        return agreement >= PREDICTABLE && rows.length > 0 ? [{ column, agreement, rows, of }] : []
      }
    },
  }
}

/** Zero mean and unit variance for each feature; what is missing stands at the mean. */
const standardise = (rows: readonly (readonly Cell[])[]): Float64Array[] => {
  const width = rows[0]?.length ?? 0
  const out = rows.map(() => new Float64Array(width))
  for (let f = 0; f < width; f++) {
    let n = 0
    let mean = 0
    let squares = 0
    for (const row of rows) {
      const value = row[f]
      if (typeof value !== 'number') continue
      n++
      const delta = value - mean
      mean += delta / n
      squares += delta * (value - mean)
    }
    const deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0
    if (deviation === 0 || !Number.isFinite(deviation)) continue
    for (const [i, row] of rows.entries()) {
      const value = row[f]
      if (typeof value === 'number') (out[i] as Float64Array)[f] = (value - mean) / deviation
    }
  }
  return out
}

/** For each row the indexes of its nearest others, the nearest first; of equals the one that came first. */
const nearest = (points: readonly Float64Array[]): number[][] =>
  points.map((point, i) => {
    const distances: number[] = []
    const found: number[] = []
    for (const [j, other] of points.entries()) {
      if (i === j) continue
      let distance = 0
      for (let f = 0; f < point.length; f++) {
        const difference = (point[f] as number) - (other[f] as number)
        distance += difference * difference
      }
      if (found.length === NEIGHBOURS && distance >= (distances[NEIGHBOURS - 1] as number)) continue
      let at = found.length
      while (at > 0 && distance < (distances[at - 1] as number)) at--
      distances.splice(at, 0, distance)
      found.splice(at, 0, j)
      if (found.length > NEIGHBOURS) {
        distances.pop()
        found.pop()
      }
    }
    return found
  })
