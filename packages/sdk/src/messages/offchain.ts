/** Messages that keepers, reviewers and the node check and that never reach a chain (EIP-712, bound to the
 * Membership contract). */
export const processingTasks = ['clean', 'review', 'value', 'audit'] as const
export type ProcessingTask = (typeof processingTasks)[number]

/** A member lets `holder` see plaintext for named tasks until a time. `tasks` is a comma-separated list. */
export const processingGrantTypes = {
  ProcessingGrant: [
    { name: 'account', type: 'address' },
    { name: 'contribution', type: 'bytes32' },
    { name: 'holder', type: 'address' },
    { name: 'tasks', type: 'string' },
    { name: 'until', type: 'uint256' },
  ],
} as const

export const depositSharesTypes = {
  DepositShares: [
    { name: 'account', type: 'address' },
    { name: 'contribution', type: 'bytes32' },
    { name: 'keyCommitment', type: 'bytes32' },
    { name: 'shareHashes', type: 'bytes32[]' },
  ],
} as const

export const reviewCommitTypes = {
  ReviewCommit: [
    { name: 'reviewer', type: 'address' },
    { name: 'round', type: 'bytes32' },
    { name: 'contribution', type: 'bytes32' },
    { name: 'commitment', type: 'bytes32' },
  ],
} as const

export const reviewRevealTypes = {
  ReviewReveal: [
    { name: 'reviewer', type: 'address' },
    { name: 'round', type: 'bytes32' },
    { name: 'contribution', type: 'bytes32' },
    { name: 'score', type: 'uint8' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const

/** Signed by the license's owner; a keeper answers to `ephemeralKey` (X25519) and to nobody else. */
export const licenseKeyRequestTypes = {
  LicenseKeyRequest: [
    { name: 'license', type: 'uint256' },
    { name: 'release', type: 'uint32' },
    { name: 'keeper', type: 'address' },
    { name: 'nonce', type: 'bytes32' },
    { name: 'ephemeralKey', type: 'bytes32' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** Signed by the holder of processing grants. */
export const taskKeyRequestTypes = {
  TaskKeyRequest: [
    { name: 'holder', type: 'address' },
    { name: 'task', type: 'string' },
    { name: 'contributions', type: 'bytes32[]' },
    { name: 'keeper', type: 'address' },
    { name: 'nonce', type: 'bytes32' },
    { name: 'ephemeralKey', type: 'bytes32' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const
