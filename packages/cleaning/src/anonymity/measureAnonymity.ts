import { type Generaliser, generaliserOf } from '../generalise/byColumn.ts'
import type { CoarseColumn, Coarseness } from '../generalise/coarseness.ts'
import type { Cell, DatasetColumn } from '../types.ts'
import { countClasses, type EquivalenceClass } from './equivalenceClasses.ts'
import { planGeneralisation } from './planGeneralisation.ts'

/** How well people have to hide among one another. */
export type AnonymityOptions = {
  /** Each row has to be like at least k − 1 others; five when not said. */
  k?: number | undefined
  /** Columns that together may single somebody out; found by their names when not said. */
  columns?: readonly string[] | undefined
}

/** Measured on the rows that are lent, after everything that was chosen. */
export type Anonymity = {
  columns: string[]
  /** What was asked for. */
  wanted: number
  /** Size of the smallest group of rows that are alike. */
  k: number
  /** Rows in groups smaller than what was asked for. */
  below: number
  /** What would reach it: columns made coarser, and how many rows would still have to stay at home. */
  proposal?: { columns: CoarseColumn[]; suppressed: number }
}

/** Rows that are alike in what may single somebody out, where a dataset says nothing else. */
export const WANTED_K = 5

/** Rows that may stay at home rather than make all others coarser, as a share. */
const MOST_SUPPRESSED = 0.05

export type AnonymityWatch = ReturnType<typeof watchAnonymity>

/** Walks along with the rows that are lent, and at the end says how well people hide among one another. */
export const watchAnonymity = (
  columns: readonly DatasetColumn[],
  indexes: readonly number[],
  wanted: number,
) => {
  const classes = countClasses(indexes)
  const ranges = indexes.map(() => ({ min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }))

  return {
    add(values: readonly Cell[], row: number) {
      classes.add(values, row)
      for (const [i, index] of indexes.entries()) {
        const value = values[index]
        const range = ranges[i] as (typeof ranges)[number]
        if (typeof value !== 'number') continue
        if (value < range.min) range.min = value
        if (value > range.max) range.max = value
      }
    },

    report(): Anonymity | undefined {
      const all = classes.classes()
      if (indexes.length === 0 || all.length === 0) return undefined
      const named = indexes.map((index) => columns[index] as DatasetColumn)
      const alone = classes.uncounted()
      const smallest = all.reduce((least, { count }) => Math.min(least, count), Number.POSITIVE_INFINITY)
      const k = alone > 0 ? 1 : smallest
      const below = all.reduce((sum, { count }) => (count < wanted ? sum + count : sum), alone)
      const reached = { columns: named.map(({ name }) => name), wanted, k, below }
      return below === 0 ? reached : { ...reached, proposal: propose(all, named) }
    },
  }

  function propose(all: readonly EquivalenceClass[], named: readonly DatasetColumn[]) {
    const generalisers: Generaliser[] = named.map((column, i) => {
      const range = ranges[i] as (typeof ranges)[number]
      return generaliserOf(column, range.min <= range.max ? range : undefined)
    })
    const { levels, suppressed } = planGeneralisation(all, generalisers, wanted, MOST_SUPPRESSED)
    return {
      columns: levels.flatMap((level, i): CoarseColumn[] =>
        level === 0
          ? []
          : [
              {
                column: (named[i] as DatasetColumn).name,
                to: generalisers[i]?.ladder[level - 1] as Coarseness,
              },
            ],
      ),
      suppressed,
    }
  }
}
