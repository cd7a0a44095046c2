import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalJson, type JsonValue } from './canonicalJson.ts'

/** sha256 over the canonical JSON of one row, without a newline. */
export const rowHash = (row: { readonly [column: string]: JsonValue }): Uint8Array =>
  sha256(new TextEncoder().encode(canonicalJson(row)))
