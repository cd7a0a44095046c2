import { concatBytes, randomBytes } from '@noble/hashes/utils.js'
import { blocks, type Source } from './blocks.ts'
import { payloadNonceSize, streamKeyOf, writeHeader } from './header.ts'
import { recipientToPublicKey } from './recipient.ts'
import { chunkSize, sealChunk } from './stream.ts'

/**
 * Encrypts to one recipient as an age v1 file that stock `age` reads. Memory stays at one chunk, whatever the
 * size; every call draws a fresh file key.
 */
export async function* encryptTo(recipient: string, source: Source): AsyncGenerator<Uint8Array> {
  const fileKey = randomBytes(16)
  const payloadNonce = randomBytes(payloadNonceSize)
  yield concatBytes(writeHeader(recipientToPublicKey(recipient), fileKey), payloadNonce)
  const streamKey = streamKeyOf(fileKey, payloadNonce)
  let counter = 0
  for await (const { bytes, last } of blocks(source, chunkSize))
    yield sealChunk(streamKey, counter++, last, bytes)
}
