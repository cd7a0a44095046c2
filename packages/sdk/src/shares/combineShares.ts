import { combine } from 'shamir-secret-sharing'
import type { Address, Hex } from 'viem'
import { keyCommitment } from '../age/keyCommitment.ts'
import { UsufructError } from '../domain/errors.ts'

export type KeeperShare = { keeper: Address; share: Uint8Array }

export type Combined = {
  scalar: Uint8Array
  /** Keepers whose share was shown to be wrong: a reason to leave them out, and to tell the DAO. */
  wrong: Address[]
}

function* subsets<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) return yield []
  for (let i = from; i + size <= items.length; i++)
    for (const rest of subsets(items, size - 1, i + 1)) yield [items[i] as T, ...rest]
}

/** Null when the shares cannot belong together, which the library says by throwing. */
const tryCombine = async (shares: KeeperShare[], commitment: Hex): Promise<Uint8Array | null> => {
  const scalar = await combine(shares.map(({ share }) => new Uint8Array(share))).catch(() => null)
  return scalar !== null && keyCommitment(scalar) === commitment ? scalar : null
}

/**
 * Puts a contribution key together again. Shamir's scheme does not notice a wrong share, so the result is
 * held against the published commitment; when it differs, every subset is tried and the liars are named.
 *
 * @throws UsufructError `SHARES_TOO_FEW`, `SHARES_WRONG`
 */
export async function combineShares(
  shares: readonly KeeperShare[],
  { threshold, commitment }: { threshold: number; commitment: Hex },
): Promise<Combined> {
  const keepers = shares.map(({ keeper }) => keeper)
  if (shares.length < threshold)
    throw new UsufructError({
      code: 'SHARES_TOO_FEW',
      kind: 'unreachable',
      message: `${threshold} keepers are needed and ${shares.length} gave their share.`,
      hint: 'Ask again when more keepers can be reached.',
      details: { threshold, keepers },
    })
  let first = true
  for (const subset of subsets(shares, threshold)) {
    const scalar = await tryCombine(subset, commitment)
    if (scalar === null) {
      first = false
      continue
    }
    if (first) return { scalar, wrong: [] }
    const wrong: Address[] = []
    for (const candidate of shares) {
      if (subset.includes(candidate)) continue
      const agrees = await tryCombine([...subset.slice(1), candidate], commitment)
      if (agrees === null) wrong.push(candidate.keeper)
    }
    return { scalar, wrong }
  }
  throw new UsufructError({
    code: 'SHARES_WRONG',
    kind: 'unreachable',
    message: 'No set of the shares that arrived gives the key this contribution was committed to.',
    hint: 'Ask the remaining keepers too: with one more share the wrong one can be named.',
    details: { keepers, commitment },
  })
}
