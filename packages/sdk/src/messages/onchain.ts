/**
 * Messages that a contract takes, so that anyone can relay a member's act and pay the gas (EIP-712).
 * One definition: contracts, node, keepers, CLI and browser all test against `vectors.json`.
 */
export const joinTypes = {
  Join: [
    { name: 'account', type: 'address' },
    { name: 'charter', type: 'bytes32' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** The terms name the agreement by its hash, so that the message need not. */
export const grantConsentTypes = {
  GrantConsent: [
    { name: 'account', type: 'address' },
    { name: 'dataset', type: 'bytes32' },
    { name: 'terms', type: 'bytes32' },
    { name: 'purposes', type: 'uint32' },
    { name: 'end', type: 'uint40' },
    { name: 'salt', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
} as const

/** Without nonce or deadline on purpose: a withdrawal can only shrink permission, so replaying it is harmless
 * and a pre-signed one (the leave card) never goes stale. */
export const withdrawConsentsTypes = {
  WithdrawConsents: [
    { name: 'account', type: 'address' },
    { name: 'dataset', type: 'bytes32' },
    { name: 'inners', type: 'bytes32[]' },
  ],
} as const

/** Stops new uses, and leaves licenses that were bought before. It can only shrink permission, so like a withdrawal
 * it has neither nonce nor deadline. Resuming is a new consent. */
export const pauseConsentsTypes = {
  PauseConsents: [
    { name: 'account', type: 'address' },
    { name: 'dataset', type: 'bytes32' },
    { name: 'inners', type: 'bytes32[]' },
  ],
} as const

export const registerContributionTypes = {
  RegisterContribution: [
    { name: 'account', type: 'address' },
    { name: 'dataset', type: 'bytes32' },
    { name: 'consent', type: 'bytes32' },
    { name: 'commitment', type: 'bytes32' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

export const claimEarningsTypes = {
  ClaimEarnings: [
    { name: 'account', type: 'address' },
    { name: 'offer', type: 'uint64' },
    { name: 'inner', type: 'bytes32' },
    { name: 'to', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** A member lets `holder` see plaintext for named tasks until a time. `tasks` is a comma-separated list.
 * Key holders take it too. */
export const processingGrantTypes = {
  ProcessingGrant: [
    { name: 'account', type: 'address' },
    { name: 'contribution', type: 'bytes32' },
    { name: 'holder', type: 'address' },
    { name: 'tasks', type: 'string' },
    { name: 'until', type: 'uint256' },
  ],
} as const
