/** What no vote can touch, in any charter. A charter repeats the whole list, so that nobody has to look it up. */
export const rights = [
  { id: 'consents', words: 'the permissions that members gave, each of which is one member’s alone' },
  { id: 'withdrawals', words: 'taking a permission back, and what has to happen then' },
  { id: 'accrued-earnings', words: 'what a member has earned' },
  { id: 'leaving', words: 'leaving, and taking one’s money along' },
  { id: 'contributors-floor', words: 'the least part of each sale that goes to the contributors' },
  { id: 'widening-of-grants', words: 'using what was lent for more than its member signed for' },
] as const

export type Right = (typeof rights)[number]['id']

export const rightIds: readonly Right[] = rights.map(({ id }) => id)

/** Everything else that a charter may put up for a vote, by the names of its own fields. */
export const votable = [
  'purpose',
  'contacts',
  'datasets',
  'offers',
  'treasury',
  'split.contributorsBps',
  'split.reviewersBps',
  'split.treasuryBps',
  'windows.roundOpens',
  'windows.reviewCommit',
  'windows.reviewReveal',
  'windows.challenge',
  'windows.releaseEvery',
  'releaseValidDays',
  'review.panel',
  'review.acceptAtMedian',
  'review.payPerReview',
  'bond.minimum',
  'bond.incomeBps',
  'wrapper.address',
  'wrapper.accountableAgent',
] as const

/** Fields of a charter that are a right by another name. */
const fieldsOfRights: Readonly<Record<string, Right>> = {
  grants: 'consents',
  permissions: 'consents',
  revocation: 'withdrawals',
  'windows.recutWithin': 'withdrawals',
  'windows.licenseeDeletes': 'withdrawals',
  earnings: 'accrued-earnings',
  claims: 'accrued-earnings',
  membership: 'leaving',
  'split.contributorsFloorBps': 'contributors-floor',
  'texts.agreement': 'widening-of-grants',
  'data.personalData': 'widening-of-grants',
  'data.specialCategories': 'widening-of-grants',
  'data.prohibitedPurposes': 'widening-of-grants',
  'governance.outOfScope': 'widening-of-grants',
}

/** The right that a vote on `name` would touch, however it is written; null if it touches none. */
export const rightTouchedBy = (name: string): Right | null => {
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
  const right = rightIds.find((id) => id === plain)
  if (right) return right
  const field = Object.keys(fieldsOfRights).find((key) => key.toLowerCase() === plain)
  return field ? (fieldsOfRights[field] ?? null) : null
}
