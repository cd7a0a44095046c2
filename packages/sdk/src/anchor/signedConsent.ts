import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Hex, hashTypedData, hexToBigInt, hexToBytes, pad, recoverAddress } from 'viem'
import { z } from 'zod'
import { address, bytes32, consentIdOf, consentInnerOf, readConsentBits } from '../domain/ids.ts'
import { type Deployment, eip712Domain } from '../messages/domain.ts'
import { grantConsentTypes } from '../messages/onchain.ts'

/** A consent as its account signed it, in the short form of ERC-2098: what the contracts call `SignedConsent`. `bits` is
 * the word of `consentBitsOf`, with the signature's deadline as its time. */
export const signedConsent = z.strictObject({
  account: address,
  terms: bytes32,
  bits: bytes32,
  r: bytes32,
  vs: bytes32,
})
export type SignedConsent = z.output<typeof signedConsent>

/** A signed consent with its place under an anchored root. */
export const anchoredConsent = z.strictObject({
  signed: signedConsent,
  root: bytes32,
  /** No file has more leaves than this gives room for. */
  proof: z.array(bytes32).max(32),
})
export type AnchoredConsent = z.output<typeof anchoredConsent>

/** What a signed consent says. Times are Unix seconds. */
export type ConsentSaid = {
  consent: Hex
  inner: Hex
  account: Hex
  terms: Hex
  dataset: Hex
  purposes: number
  end: number
  salt: Hex
  /** Until when it had to be anchored. */
  deadline: number
}

export const consentSaid = ({ account, terms, bits }: SignedConsent): ConsentSaid => {
  const { time: deadline, ...fields } = readConsentBits(hexToBigInt(bits))
  const inner = consentInnerOf({ ...fields, terms })
  return { consent: consentIdOf(account, inner), inner, account, terms, ...fields, deadline }
}

/** A leaf's hash: twice over its ABI encoding, so that no node of the tree can pass for one. */
export function consentLeafHash({ account, terms, bits, r, vs }: SignedConsent): Uint8Array {
  const encoded = new Uint8Array(5 * 32)
  for (const [at, word] of [pad(account), terms, bits, r, vs].entries())
    encoded.set(hexToBytes(word), 32 * at)
  return keccak_256(keccak_256(encoded))
}

/** Bits above the 32 of the purposes make a leaf void: nobody can tell what they would permit. */
const isWordValid = (bits: Hex): boolean => hexToBigInt(bits) >> 240n === 0n

const lowest255 = (1n << 255n) - 1n

/**
 * Whether the account itself signed, with its key, this consent to this DAO: the same answer as the contract's. The short
 * form has no room for the other signature (n − s) that anybody could make of one. A contract account (ERC-1271) signs
 * nothing that counts here: it grants by a record.
 */
export async function isConsentSigned(
  { chainId, members }: Pick<Deployment, 'chainId' | 'members'>,
  signed: SignedConsent,
): Promise<boolean> {
  if (!isWordValid(signed.bits)) return false
  const { account, terms, dataset, purposes, end, salt, deadline } = consentSaid(signed)
  const hash = hashTypedData({
    domain: eip712Domain(chainId, members),
    types: grantConsentTypes,
    primaryType: 'GrantConsent',
    message: { account, dataset, terms, purposes, end, salt: hexToBigInt(salt), deadline },
  })
  const vs = hexToBigInt(signed.vs)
  const s = `0x${(vs & lowest255).toString(16).padStart(64, '0')}` as const
  const signer = await recoverAddress({
    hash,
    signature: { r: signed.r, s, yParity: Number(vs >> 255n) },
  }).catch(() => undefined)
  return signer?.toLowerCase() === account.toLowerCase()
}
