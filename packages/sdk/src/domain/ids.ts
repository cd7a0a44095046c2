import {
  type Address,
  encodeAbiParameters,
  encodePacked,
  type Hex,
  keccak256,
  numberToHex,
  padHex,
  slice,
  toBytes,
} from 'viem'
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

/** An id a dataset can have on chain. */
export const datasetId = bytes32.refine((value) => BigInt(value) < 2n ** 64n, 'expected no more than 64 bits')

/** The id a dataset has on chain: the last 8 bytes of its name's hash, in a word. @throws UsufructError `SLUG_INVALID` */
export const datasetIdOf = (name: string): Hex => {
  if (name.length > 64 || !slugPattern.test(name))
    throw new UsufructError({
      code: 'SLUG_INVALID',
      message: `“${name}” cannot name a dataset.`,
      hint: 'Use lower-case words joined by hyphens, such as palmer-penguins.',
      details: { name },
    })
  return padHex(slice(keccak256(toBytes(name)), 24), { size: 32 })
}

/** What makes a consent's id one of its own: a uint64, always as 0x and 16 lower-case hex digits, so that it survives
 * JSON and has one spelling. `BigInt(salt)` is what is signed. */
export const consentSalt = z
  .string()
  .regex(/^0x[0-9a-fA-F]{16}$/, 'expected 0x and 16 hex digits')
  .transform((value) => value.toLowerCase() as Hex)

/** What a consent's id commits to, besides its account. `end` is a Unix time in seconds. */
export type ConsentTerms = {
  dataset: Hex
  /** SHA-256 of the machine-readable terms' canonical JSON, which names the agreement by its hash. */
  terms: Hex
  /** Bitmap, see `purposes.ts`. */
  purposes: number
  end: number
  /** See `consentSalt`. */
  salt: Hex
}

/** The short fields of a consent: what the contract takes and emits as one word. */
export type ConsentBits = Omit<ConsentTerms, 'terms'> & {
  /** Unix seconds: the signature's deadline in a message, the time of the grant in an event, zero in an id. */
  time: number
}

/** From the low bits up, as in `contracts/src/types/Consent.sol`; the 16 bits above stay zero. */
const layout = [
  ['dataset', 64n],
  ['salt', 64n],
  ['time', 40n],
  ['end', 40n],
  ['purposes', 32n],
] as const

/** The word for the contract. @throws RangeError for a field that has no room */
export const consentBitsOf = (bits: ConsentBits): bigint => {
  let word = 0n
  let at = 0n
  for (const [field, size] of layout) {
    const value = BigInt(bits[field])
    if (value < 0n || value >> size !== 0n) throw new RangeError(`${field} has more than ${size} bits.`)
    word |= value << at
    at += size
  }
  return word
}

export const readConsentBits = (word: bigint): ConsentBits => {
  const bits = (at: bigint, size: bigint) => (word >> at) & ((1n << size) - 1n)
  return {
    dataset: numberToHex(bits(0n, 64n), { size: 32 }),
    salt: numberToHex(bits(64n, 64n), { size: 8 }),
    time: Number(bits(128n, 40n)),
    end: Number(bits(168n, 40n)),
    purposes: Number(bits(208n, 32n)),
  }
}

/** Everything a consent commits to but its account. */
export const consentInnerOf = ({ terms, ...bits }: ConsentTerms): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint256' }],
      [terms, consentBitsOf({ ...bits, time: 0 })],
    ),
  )

/** Owning a consent's id needs no storage: only the account that is hashed in can act on it. */
export const consentIdOf = (account: Address, inner: Hex): Hex =>
  keccak256(encodePacked(['address', 'bytes32'], [account, inner]))

/** A grant as the chain tells it: the event `ConsentGranted` has no id, because it follows from the rest. */
export const readGrant = ({ account, terms, grant }: { account: Address; terms: Hex; grant: bigint }) => {
  const { time: grantedAt, ...bits } = readConsentBits(grant)
  const inner = consentInnerOf({ ...bits, terms })
  return { consent: consentIdOf(account, inner), inner, account, terms, ...bits, grantedAt }
}

/** A salt that the account has hardly used before with the same terms, purposes and end. Short, because the chain is paid
 * by the byte; a used one is refused. */
export const newConsentSalt = (): Hex =>
  numberToHex((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 8, { size: 8 })

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
