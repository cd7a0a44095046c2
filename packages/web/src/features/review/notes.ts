import type { ReviewTask } from '@usufruct/sdk/http/routes/review'

type Place = Pick<ReviewTask, 'round' | 'contribution'>

const slotOf = (reviewer: string, { round, contribution }: Place) =>
  `usufruct.review-note.${reviewer}.${round}.${contribution}`

/** Written when scoring, sent when showing: until then it stays on this device, as the score does. */
export const keepNote = (reviewer: string, place: Place, note: string) =>
  localStorage.setItem(slotOf(reviewer, place), note)

export const readNote = (reviewer: string, place: Place): string =>
  localStorage.getItem(slotOf(reviewer, place)) ?? ''

export const forgetNote = (reviewer: string, place: Place) => localStorage.removeItem(slotOf(reviewer, place))
