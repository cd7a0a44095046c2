import type { Removed } from '../picture.ts'
import { latin1 } from './bytes.ts'

const SIGNATURES: readonly [name: string, signature: RegExp][] = [
  ['zip archive', /^PK[^ -~]/],
  ['web page', /<(?:!doctype|html|script|svg|\?php)/i],
  ['PDF document', /%PDF-/],
  ['film', /^.{4}ftyp/s],
  ['program', /^(?:.ELF|MZ|#!)/],
  ['JPEG picture', /^\xff\xd8\xff/],
]

/** Whatever follows the end of a picture: another file in the same file, or what an editor left behind. */
export const trailing = (bytes: Uint8Array, from: number): Removed | undefined => {
  if (from >= bytes.length) return undefined
  const beginning = latin1(bytes, from, from + 1024)
  const name = SIGNATURES.find(([, signature]) => signature.test(beginning))?.[0]
  return {
    type: 'metadata',
    what: 'bytes after the end',
    tags: name ? [name] : [],
    bytes: bytes.length - from,
  }
}
