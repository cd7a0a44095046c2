import { concatBytes } from '@noble/hashes/utils.js'
import { AgeCorruptError, AgeTruncatedError, AgeWrongKeyError } from './ageErrors.ts'
import { blocks, type Source } from './blocks.ts'
import { type Header, openHeader, parseHeader, payloadNonceSize, streamKeyOf } from './header.ts'
import { recipientOf } from './recipient.ts'
import { openChunk, sealedChunkSize } from './stream.ts'

/** What the caller knows about the file beforehand, so that a failure can be named exactly. */
export type Expected = {
  /** Whom it was encrypted to. A header that does not open is then damage, not a wrong key. */
  recipient?: string | undefined
  /** Its size in bytes. A cut inside the last chunk is then told from damage. */
  size?: number | undefined
}

/** Splits header and payload nonce from the rest of a stream. */
async function readStart(source: Source): Promise<{ header: Header; nonce: Uint8Array; rest: Source }> {
  const chunks = source instanceof Uint8Array ? [source] : source
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
  let start: Uint8Array = new Uint8Array(0)
  for (;;) {
    const header = parseHeader(start)
    const end = (header?.size ?? Number.POSITIVE_INFINITY) + payloadNonceSize
    if (header !== null && start.length >= end) {
      const first = start
      const rest = (async function* () {
        yield first.subarray(end)
        for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
      })()
      return { header, nonce: first.slice(header.size, end), rest }
    }
    const next = await iterator.next()
    if (next.done) throw new AgeTruncatedError({ arrived: start.length })
    start = concatBytes(start, next.value)
  }
}

async function* counted(source: Source, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    count(chunk.length)
    yield chunk
  }
}

function fileKeyOf(scalar: Uint8Array, header: Header, recipient: string | undefined): Uint8Array {
  try {
    return openHeader(scalar, header)
  } catch (error) {
    if (!(error instanceof AgeWrongKeyError) || recipient === undefined) throw error
    if (recipientOf(scalar) === recipient)
      throw new AgeCorruptError('its header does not open under the key that it was written for')
    throw new AgeWrongKeyError({ recipient })
  }
}

/**
 * Decrypts an age v1 file. Every chunk is authenticated before it is yielded, but only the end of the
 * iteration proves that nothing is missing: use no part of the result before that.
 *
 * @throws AgeWrongKeyError, AgeCorruptError, AgeTruncatedError
 */
export async function* decryptWith(
  scalar: Uint8Array,
  source: Source,
  { recipient, size }: Expected = {},
): AsyncGenerator<Uint8Array> {
  let arrived = 0
  const { header, nonce, rest } = await readStart(
    counted(source, (bytes) => {
      arrived += bytes
    }),
  )
  const streamKey = streamKeyOf(fileKeyOf(scalar, header, recipient), nonce)
  let counter = 0
  for await (const { bytes, last } of blocks(rest, sealedChunkSize)) {
    if (last && size !== undefined && arrived < size) throw new AgeTruncatedError({ arrived, size })
    yield openChunk(streamKey, counter++, last, bytes)
  }
}
