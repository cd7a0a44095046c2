/** A contribution's status on chain, as `Contributions` numbers it. */
export const contributionStatus = {
  none: 0,
  registered: 1,
  accepted: 2,
  rejected: 3,
  returned: 4,
  retracted: 5,
} as const
