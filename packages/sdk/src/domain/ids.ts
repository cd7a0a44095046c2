import { type Address, encodeAbiParameters, encodePacked, type Hex, keccak256, toBytes } from 'viem'
import { z } from 'zod'
import { UsufructError } from './errors.ts'

/** 32 bytes as 0x-prefixed lower-case hex. */
export const bytes32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'expected 0x and 64 hex digits')
  .transform((value) => value.toLowerCase() as Hex)

/** An account or contract, lower case: one spelling, so that it can be a database key. */
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'expected 0x and 40 hex digits')
  .transform((value) => value.toLowerCase() as Address)

/** A signature: 65 bytes for a key, any length for a contract account (ERC-1271). */
export const signature = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2}){1,4096}$/, 'expected a signature in hex')
  .transform((value) => value as Hex)

/** SHA-256 of bytes, 0x-prefixed; names a blob in storage. */
export const sha256Hash = bytes32

const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

export const slug = z.string().max(64).regex(slugPattern, 'expected lower-case words joined by hyphens')

/** The id a dataset has on chain. @throws UsufructError `SLUG_INVALID` */
export const datasetIdOf = (name: string): Hex => {
  if (name.length > 64 || !slugPattern.test(name))
    throw new UsufructError({
      code: 'SLUG_INVALID',
      message: `“${name}” cannot name a dataset.`,
      hint: 'Use lower-case words joined by hyphens, such as palmer-penguins.',
      details: { name },
    })
  return keccak256(toBytes(name))
}

/** What a consent's id commits to, besides its account. `end` is a Unix time in seconds. */
export type ConsentTerms = {
  dataset: Hex
  /** SHA-256 of the agreement's exact bytes. */
  agreement: Hex
  /** SHA-256 of the machine-readable terms' canonical JSON. */
  terms: Hex
  /** Bitmap, see `purposes.ts`. */
  purposes: number
  end: number
  salt: Hex
}

/** `inner` of CONTRACTS §1: everything a consent commits to but its account. */
export const consentInnerOf = (consent: ConsentTerms): Hex =>
  keccak256(
    encodeAbiParameters(
      [
        { type: 'bytes32' },
        { type: 'bytes32' },
        { type: 'bytes32' },
        { type: 'uint32' },
        { type: 'uint40' },
        { type: 'bytes32' },
      ],
      [consent.dataset, consent.agreement, consent.terms, consent.purposes, consent.end, consent.salt],
    ),
  )

/** Owning a consent's id needs no storage: only the account that is hashed in can act on it. */
export const consentIdOf = (account: Address, inner: Hex): Hex =>
  keccak256(encodePacked(['address', 'bytes32'], [account, inner]))

/** Bound to the account, so that nobody can copy a commitment and call it theirs. */
export const commitmentOf = (account: Address, contentHash: Hex, salt: Hex): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }],
      [account, contentHash, salt],
    ),
  )

export const contributionIdOf = (account: Address, commitment: Hex): Hex =>
  keccak256(encodePacked(['address', 'bytes32'], [account, commitment]))

/** The offer a license belongs to is in its token id, so no storage is needed for it. */
export const offerOfLicense = (license: bigint): bigint => license >> 64n
