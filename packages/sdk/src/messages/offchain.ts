/** Messages that keepers, reviewers and the node check and that never reach a chain (EIP-712, bound to the
 * Members contract). */
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

/** A licensee's yes to terms, before paying: kept with the license's certificate. `terms` is the hash of the
 * agreement's terms; the price is in the coin's smallest unit. */
export const licenseRequestTypes = {
  LicenseRequest: [
    { name: 'licensee', type: 'address' },
    { name: 'offer', type: 'uint64' },
    { name: 'release', type: 'uint32' },
    { name: 'months', type: 'uint16' },
    { name: 'maxPrice', type: 'uint256' },
    { name: 'terms', type: 'bytes32' },
    { name: 'nonce', type: 'bytes32' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** A scoped, expiring, capped permission to act for `account`. `expiry` ends the mandate, `deadline`
 * the time in which it can be registered; both Unix times in seconds. */
export const mandateTypes = {
  Mandate: [
    { name: 'account', type: 'address' },
    { name: 'holder', type: 'address' },
    { name: 'target', type: 'address' },
    { name: 'selector', type: 'bytes4' },
    { name: 'cap', type: 'uint256' },
    { name: 'expiry', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** The operator's signature under a document that the DAO issues: a consent receipt, a license certificate.
 * `document` is the SHA-256 of its exact bytes. */
export const signedDocumentTypes = {
  SignedDocument: [
    { name: 'kind', type: 'string' },
    { name: 'document', type: 'bytes32' },
    { name: 'at', type: 'uint256' },
  ],
} as const

/** A founder's yes to a draft, before there is a chain or a contract to bind it to: the draft's hash covers a salt. */
export const foundingDraftTypes = {
  FoundingDraft: [
    { name: 'founder', type: 'address' },
    { name: 'draft', type: 'bytes32' },
  ],
} as const
