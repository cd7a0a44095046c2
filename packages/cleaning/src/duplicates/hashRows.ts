import { sha256 } from '@noble/hashes/sha2.js'
import { BATCH_ROWS } from '../formats/format.ts'
import type { Sha256 } from '../sha256.ts'

const NEWLINE = 0x0a

/** The row hashes of cleaned bytes: their lines are canonical JSON already, so a line's hash is the row's. */
export function* hashRows(
  ndjson: Uint8Array,
  create: () => Sha256 = () => sha256.create(),
): Generator<Uint8Array[]> {
  let batch: Uint8Array[] = []
  for (let from = 0; from < ndjson.length; ) {
    const end = ndjson.indexOf(NEWLINE, from)
    const line = ndjson.subarray(from, end < 0 ? ndjson.length : end)
    from += line.length + 1
    const hash = create()
    hash.update(line)
    batch.push(hash.digest())
    if (batch.length === BATCH_ROWS) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}
