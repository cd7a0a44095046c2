export type Outcome = 'accepted' | 'rejected' | 'returned'

/** Scores below this send a contribution back for good; between this and acceptance it may be mended. */
const mendable = 2

/** A panel's outcome by the lower median of what was revealed, or null when most of it did not reveal. */
export const outcomeOf = (
  scores: readonly number[],
  { panel, acceptAtMedian }: { panel: number; acceptAtMedian: number },
): Outcome | null => {
  if (scores.length * 2 <= panel) return null
  const sorted = [...scores].sort((a, b) => a - b)
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  if (median >= acceptAtMedian) return 'accepted'
  return median >= mendable ? 'returned' : 'rejected'
}
