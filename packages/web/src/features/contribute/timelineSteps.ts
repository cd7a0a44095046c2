import type { Contribution } from '@usufruct/sdk/http/routes/contribute'

/** The stages of data's way, each with what it will say. */
const steps: readonly { reached: (one: Contribution) => boolean; next: string }[] = [
  { reached: ({ timeline }) => timeline.some(({ text }) => text.startsWith('Uploaded')), next: 'Uploaded' },
  { reached: ({ newRows }) => newRows !== null, next: 'Checked by machine' },
  { reached: ({ state }) => state === 'accepted', next: 'Scored by a panel' },
  { reached: has('value'), next: 'Weighed' },
  { reached: has('release'), next: 'In a version that can be licensed' },
  { reached: has('license'), next: 'Licensed' },
  { reached: has('payout'), next: 'Paid to you' },
]

function has(stage: string) {
  return ({ timeline }: Contribution): boolean => timeline.some((entry) => entry.stage === stage)
}

const over: readonly Contribution['state'][] = ['rejected', 'returned', 'withdrawn', 'failed']

/** What is still to come, in order; nothing where the way has ended before the money. */
export const ahead = (contribution: Contribution): string[] => {
  if (over.includes(contribution.state)) return []
  const last = steps.findLastIndex(({ reached }) => reached(contribution))
  return steps.slice(last + 1).map(({ next }) => next)
}
