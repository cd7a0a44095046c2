import { randomBytes } from '@noble/hashes/utils.js'
import { type AgeRecipient, recipientOf } from './recipient.ts'

/** `identity` is the 32-byte X25519 scalar that keepers hold in shares; `recipient` may be published. */
export type ContributionKey = { identity: Uint8Array; recipient: AgeRecipient }

export function generateContributionKey(): ContributionKey {
  const identity = randomBytes(32)
  return { identity, recipient: recipientOf(identity) }
}
