import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Hex } from 'viem'
import { readAll } from '../age/readAll.ts'
import { UsufructError } from '../domain/errors.ts'
import type { NodeClient } from '../http/client.ts'
import { streamOf } from './streamOf.ts'

export const blobMismatch = (expected: Hex, actual: Hex) =>
  new UsufructError({
    code: 'BLOB_MISMATCH',
    kind: 'unreachable',
    message: 'The storage gave other bytes than were asked for.',
    hint: 'Try again, or from another copy; if it stays so, tell the DAO.',
    details: { expected, actual },
  })

/** A small blob, such as a manifest, whole and held against its name.
 * @throws UsufructError `BLOB_MISMATCH` */
export async function fetchBlob(node: NodeClient, hash: Hex, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await node.raw(`/api/blobs/${hash}`, signal ? { signal } : {})
  const bytes = await readAll(streamOf(response))
  const actual: Hex = `0x${bytesToHex(sha256(bytes))}`
  if (actual !== hash) throw blobMismatch(hash, actual)
  return bytes
}
