import { bytesToHex } from '@noble/hashes/utils.js'
import { createHashSet } from './hashSet.ts'

/** Who lent a row first. `order` is the order of commitment on chain. */
export type Lent = { contribution: string; order: bigint; row: number }

export type RowVerdict = {
  /** 1-based, in the cleaned file. */
  row: number
  hash: string
} & (
  | { verdict: 'new' }
  | { verdict: 'repeated-in-file' }
  | { verdict: 'already-lent'; by: Lent }
  /** Ours was committed before one that was looked at sooner: that one is the duplicate now. */
  | { verdict: 'lent-later'; by: Lent }
)

export type Lookup = (hashes: readonly string[]) => Promise<ReadonlyMap<string, Lent>>

/**
 * Which rows of a contribution are new to the DAO. The lookup answers, for a batch of row hashes, with the
 * earliest contribution known for each; a contribution looked at again does not find itself.
 */
export async function* exactDuplicates(
  rows: AsyncIterable<readonly Uint8Array[]> | Iterable<readonly Uint8Array[]>,
  lookup: Lookup,
  self: { contribution: string; order: bigint },
): AsyncGenerator<RowVerdict[]> {
  const seen = createHashSet()
  let row = 0
  for await (const batch of rows) {
    const hashes = batch.map((hash) => bytesToHex(hash))
    const known = await lookup(hashes)
    yield batch.map((bytes, i): RowVerdict => {
      const hash = hashes[i] as string
      const at = { row: ++row, hash }
      if (!seen.add(bytes)) return { ...at, verdict: 'repeated-in-file' }
      const by = known.get(hash)
      if (!by || by.contribution === self.contribution) return { ...at, verdict: 'new' }
      return { ...at, verdict: by.order < self.order ? 'already-lent' : 'lent-later', by }
    })
  }
}
