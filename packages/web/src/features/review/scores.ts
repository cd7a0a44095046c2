export type Score = 1 | 2 | 3 | 4 | 5

/** A panel accepts when its middle score is 3 or more. */
export const scores: readonly { score: Score; title: string; says: string }[] = [
  { score: 1, title: 'Unusable', says: 'Wrong, invented, or not what this dataset is about.' },
  { score: 2, title: 'Poor', says: 'Too many errors to rely on.' },
  { score: 3, title: 'Sound', says: 'Usable; small faults.' },
  { score: 4, title: 'Good', says: 'Careful and complete.' },
  { score: 5, title: 'Excellent', says: 'As good as it gets.' },
]

export const scoreTitle = (score: number) => scores.find((one) => one.score === score)?.title ?? String(score)
