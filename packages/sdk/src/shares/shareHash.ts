import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { bytesToHex, type Hex, hexToBytes } from 'viem'

const label = utf8ToBytes('usufruct/share/1')

/** What a member signs and a keeper receipts for each share: 32 random bytes hide behind it, and a share that
 * changed can be named without the others. */
export const shareHash = (contribution: Hex, index: number, share: Uint8Array): Hex =>
  bytesToHex(sha256(concatBytes(label, hexToBytes(contribution), Uint8Array.of(index), share)))
