import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { FINDING_TYPES } from '../detect/findingTypes.ts'
import { CleaningError } from '../errors.ts'
import type { FindingType, Pseudonyms } from '../types.ts'

const KEY_BYTES = 16

/** Gives a value its pseudonym, such as “Person-4F2A9C01”. */
export type Pseudonymise = (type: FindingType, value: string) => string

/**
 * HMAC-SHA-256 over dataset, type and value, of which eight hexadecimal digits are shown: of 10,000 different values
 * two share a pseudonym once in a hundred datasets. Case, spacing and the way accents are written do not matter.
 * @throws CleaningError `PSEUDONYM_KEY_MISSING`
 */
export const createPseudonyms = (pseudonyms: Pseudonyms | undefined): Pseudonymise => {
  if (!pseudonyms || pseudonyms.key.length < KEY_BYTES)
    throw new CleaningError(
      'PSEUDONYM_KEY_MISSING',
      'There is no key to make pseudonyms with.',
      `Give a key of at least ${KEY_BYTES} random bytes, and keep it for the next file of this dataset.`,
    )
  const { key, dataset } = pseudonyms
  return (type, value) => {
    const same = value.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
    const tag = hmac(sha256, key, utf8ToBytes(`${dataset}\0${type}\0${same}`))
    return `${FINDING_TYPES[type].label}-${bytesToHex(tag.subarray(0, 4)).toUpperCase()}`
  }
}
