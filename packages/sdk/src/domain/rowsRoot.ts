import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Hex } from 'viem'

export type RowsRoot = { add: (rowHash: Uint8Array) => void; root: () => Hex }

/** One hash over a part's rows: SHA-256 of their row hashes, concatenated in the order they stand in. The rows
 * are those of the part, `record_id`, `contributor` and `grant` included. */
export const createRowsRoot = (): RowsRoot => {
  const hash = sha256.create()
  return { add: (rowHash) => void hash.update(rowHash), root: () => `0x${bytesToHex(hash.clone().digest())}` }
}
