import type { Address, Hex } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import { combineShares, type KeeperShare } from './combineShares.ts'

export type GatherKeysParameters = {
  /** The shares that each keeper's answer held, by contribution. */
  answers: readonly { keeper: Address; shares: ReadonlyMap<Hex, Uint8Array> }[]
  /** The commitment of each contribution whose key is wanted. */
  commitments: ReadonlyMap<Hex, Hex>
  threshold: number
}

export type GatheredKeys = {
  keys: Map<Hex, Uint8Array>
  /** Contributions without a key, and why: the rest of a release can still be read. */
  missing: Map<Hex, UsufructError>
  wrong: Set<Address>
}

/** Keys of many contributions from the answers of several keepers. */
export async function gatherKeys({
  answers,
  commitments,
  threshold,
}: GatherKeysParameters): Promise<GatheredKeys> {
  const gathered: GatheredKeys = { keys: new Map(), missing: new Map(), wrong: new Set() }
  for (const [contribution, commitment] of commitments) {
    const shares = answers.flatMap(({ keeper, shares: given }): KeeperShare[] => {
      const share = given.get(contribution)
      return share === undefined ? [] : [{ keeper, share }]
    })
    try {
      const { scalar, wrong } = await combineShares(shares, { threshold, commitment })
      gathered.keys.set(contribution, scalar)
      for (const keeper of wrong) gathered.wrong.add(keeper)
    } catch (error) {
      if (!(error instanceof UsufructError)) throw error
      gathered.missing.set(contribution, error)
    }
  }
  return gathered
}
