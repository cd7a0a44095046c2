import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Hex } from 'viem'

const label = utf8ToBytes('usufruct/key/1')

/** Published beside a contribution: whoever combines shares learns at once whether one of them was wrong. */
export const keyCommitment = (scalar: Uint8Array): Hex =>
  `0x${bytesToHex(sha256(concatBytes(label, scalar)))}`
