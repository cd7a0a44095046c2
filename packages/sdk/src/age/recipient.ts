import { x25519 } from '@noble/curves/ed25519.js'
import { bech32 } from '@scure/base'
import { UsufructError } from '../domain/errors.ts'

/** The public half of a contribution key, as stock `age` writes it: `age1…`. */
export type AgeRecipient = `age1${string}`

export const recipientOf = (scalar: Uint8Array): AgeRecipient =>
  bech32.encodeFromBytes('age', x25519.getPublicKey(scalar)) as AgeRecipient

export function recipientToPublicKey(recipient: string): Uint8Array {
  const decoded = bech32.decodeUnsafe(recipient)
  const bytes = decoded?.prefix === 'age' ? bech32.fromWordsUnsafe(decoded.words) : undefined
  if (bytes?.length !== 32)
    throw new UsufructError({
      code: 'AGE_RECIPIENT_INVALID',
      message: 'Not an age X25519 recipient.',
      hint: 'It starts with age1 and has 62 characters.',
      details: { recipient: recipient.slice(0, 80) },
    })
  return bytes
}

/** The secret half in the form that `age -i` reads: for a member who wants their own copy of the key. */
export const identityFile = (scalar: Uint8Array): string =>
  `${bech32.encodeFromBytes('AGE-SECRET-KEY-', scalar).toUpperCase()}\n`
