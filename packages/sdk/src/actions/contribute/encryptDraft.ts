import { concatBytes, hexToBytes, size } from 'viem'
import { blocks } from '../../age/blocks.ts'
import { streamKeyOf } from '../../age/header.ts'
import { chunkSize, sealChunk, sealedSize } from '../../age/stream.ts'
import type { ContributionDraft } from './draft.ts'

/**
 * The age file of a draft's bytes, the same each time. A file key must never seal two different texts: a draft
 * belongs to one content hash, which `contribute` checks first.
 */
export async function encryptDraft(
  { header, payloadNonce, fileKey }: Pick<ContributionDraft, 'header' | 'payloadNonce' | 'fileKey'>,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  const start = concatBytes([hexToBytes(header), hexToBytes(payloadNonce)])
  const sealed = new Uint8Array(size(header) + size(payloadNonce) + sealedSize(plaintext.length))
  sealed.set(start)
  const streamKey = streamKeyOf(hexToBytes(fileKey), hexToBytes(payloadNonce))
  let at = start.length
  let counter = 0
  for await (const { bytes, last } of blocks(plaintext, chunkSize)) {
    const chunk = sealChunk(streamKey, counter++, last, bytes)
    sealed.set(chunk, at)
    at += chunk.length
  }
  return sealed
}
