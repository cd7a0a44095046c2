import { concatBytes } from '@noble/hashes/utils.js'

/** One array from a stream whose size is known to be small. */
export async function readAll(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return concatBytes(...chunks)
}
