import { aead } from '#aead'
import { AgeCorruptError, AgeTruncatedError } from './ageErrors.ts'

/** Plaintext bytes in a chunk of the STREAM payload; the last chunk may be shorter. */
export const chunkSize = 65_536
export const sealedChunkSize = chunkSize + 16

/** Eleven bytes of counter and one that says "last": any chunk can be read without those before it, and no
 * chunk can be moved, dropped or appended. */
function chunkNonce(counter: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12)
  const view = new DataView(nonce.buffer)
  view.setUint32(3, Math.floor(counter / 2 ** 32))
  view.setUint32(7, counter % 2 ** 32)
  nonce[11] = last ? 1 : 0
  return nonce
}

export const sealChunk = (streamKey: Uint8Array, counter: number, last: boolean, plaintext: Uint8Array) =>
  aead.seal(streamKey, chunkNonce(counter, last), plaintext)

/** @throws AgeTruncatedError when the chunk is good but is not the last, though nothing follows. */
export function openChunk(streamKey: Uint8Array, counter: number, last: boolean, sealed: Uint8Array) {
  const plaintext = aead.open(streamKey, chunkNonce(counter, last), sealed)
  if (plaintext !== null) {
    if (plaintext.length === 0 && counter > 0)
      throw new AgeCorruptError('its last chunk is empty', { chunk: counter })
    return plaintext
  }
  if (!last) {
    const ended = aead.open(streamKey, chunkNonce(counter, true), sealed) !== null
    throw new AgeCorruptError(ended ? 'bytes follow its end' : 'a chunk does not authenticate', {
      chunk: counter,
    })
  }
  const cutAtBoundary = aead.open(streamKey, chunkNonce(counter, false), sealed) !== null
  if (cutAtBoundary || sealed.length < 16) throw new AgeTruncatedError({ chunk: counter })
  throw new AgeCorruptError('the last chunk that arrived does not authenticate', { chunk: counter })
}

/** Bytes of payload (without header and nonce) that so many bytes of plaintext become. */
export const sealedSize = (plaintextBytes: number) =>
  plaintextBytes + 16 * Math.max(1, Math.ceil(plaintextBytes / chunkSize))
