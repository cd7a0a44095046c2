import { type Hex, sha256, stringToBytes } from 'viem'
import { UsufructError } from '../domain/errors.ts'

/** SHA-256 of a text's UTF-8 bytes. */
export const hashText = (text: string): Hex => sha256(stringToBytes(text))

/** @throws UsufructError `TEXT_HASH_MISMATCH` with both hashes */
export const requireHash = (text: string, hash: Hex): void => {
  const actual = hashText(text)
  if (actual === hash.toLowerCase()) return
  throw new UsufructError({
    code: 'TEXT_HASH_MISMATCH',
    message: `The text has the hash ${actual}, not ${hash}.`,
    hint: 'Not one character may differ from what was published. Fetch the text anew, or do not sign it.',
    details: { expected: hash.toLowerCase(), actual },
  })
}
