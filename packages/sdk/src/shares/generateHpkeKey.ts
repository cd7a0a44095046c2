import { x25519 } from '@noble/curves/ed25519.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { bytesToHex, type Hex } from 'viem'

export type HpkeKey = { publicKey: Hex; privateKey: Hex }

/** A key that shares are sealed to: a keeper's own, or a requester's that lives for one request. */
export function generateHpkeKey(): HpkeKey {
  const privateKey = randomBytes(32)
  return { publicKey: bytesToHex(x25519.getPublicKey(privateKey)), privateKey: bytesToHex(privateKey) }
}
