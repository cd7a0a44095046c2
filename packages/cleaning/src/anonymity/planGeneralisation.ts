import type { Generaliser } from '../generalise/byColumn.ts'
import type { Cell } from '../types.ts'
import type { EquivalenceClass } from './equivalenceClasses.ts'

export type GeneralisationPlan = {
  /** Of each column, in order; 0 leaves it as it is. */
  levels: number[]
  /** Rows in classes that are still smaller than k: they stay at home. */
  suppressed: number
  /** Of what is left; 0 when nothing is. */
  k: number
}

/**
 * The levels at which nearly all rows are alike with at least k − 1 others, found greedily: the column with the most
 * different values goes one level up until no more than a share of the rows has to stay at home (Datafly, Sweeney 1997).
 * Minimal generalisation is NP-hard; this one is found in at most Σ levels rounds.
 */
export const planGeneralisation = (
  classes: readonly EquivalenceClass[],
  generalisers: readonly Generaliser[],
  k: number,
  mostSuppressed: number,
): GeneralisationPlan => {
  const rows = classes.reduce((sum, { count }) => sum + count, 0)
  const levels = generalisers.map(() => 0)
  for (;;) {
    const merged = merge(classes, generalisers, levels)
    const counts = [...merged.values()]
    const suppressed = counts.reduce((sum, count) => (count < k ? sum + count : sum), 0)
    const next = suppressed <= mostSuppressed * rows ? undefined : mostVaried(classes, generalisers, levels)
    if (next !== undefined) {
      levels[next] = (levels[next] as number) + 1
      continue
    }
    const kept = counts.filter((count) => count >= k)
    return { levels, suppressed, k: kept.length === 0 ? 0 : kept.reduce((a, b) => Math.min(a, b)) }
  }
}

const merge = (
  classes: readonly EquivalenceClass[],
  generalisers: readonly Generaliser[],
  levels: readonly number[],
): Map<string, number> => {
  const merged = new Map<string, number>()
  for (const { values, count } of classes) {
    const key = JSON.stringify(
      values.map((value, i) => (generalisers[i] as Generaliser).apply(value, levels[i] as number)),
    )
    merged.set(key, (merged.get(key) ?? 0) + count)
  }
  return merged
}

/** Of the columns that can still go up, the one with the most different values; the first of equals. */
const mostVaried = (
  classes: readonly EquivalenceClass[],
  generalisers: readonly Generaliser[],
  levels: readonly number[],
): number | undefined => {
  let best: number | undefined
  let most = 0
  for (const [i, generaliser] of generalisers.entries()) {
    const level = levels[i] as number
    if (level >= generaliser.ladder.length) continue
    const distinct = new Set<Cell>()
    for (const { values } of classes) distinct.add(generaliser.apply(values[i] as Cell, level))
    if (distinct.size > most) [best, most] = [i, distinct.size]
  }
  return best
}
