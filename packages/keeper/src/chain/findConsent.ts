import { countsFrom } from '@usufruct/sdk/anchor/checkAnchoredConsent'
import type { Hex } from 'viem'
import type { AnchoredStore } from '../store/anchoredStore.ts'
import type { Consent, Facts } from './facts.ts'

/**
 * A consent as the chain has it: by its own record, or under a root that was anchored in time for the member's signature.
 * It counts from the earlier of them. What the node said of it does not matter: a leaf was checked when it came, and the
 * anchoring is looked up in the chain as it is.
 */
export function findConsent(
  { anchored }: { anchored: Pick<AnchoredStore, 'of'> },
  { consents, anchorings }: Pick<Facts, 'consents' | 'anchorings'>,
  id: Hex,
): Consent | undefined {
  let found = consents.get(id)
  for (const { said, root } of anchored.of(id)) {
    const anchoring = anchorings.get(root)
    if (anchoring === undefined || !countsFrom(said, anchoring.at)) continue
    if (found !== undefined && found.order < anchoring.order) continue
    const { account, dataset, terms, purposes, end } = said
    found = { account, dataset, terms, purposes, end, ...anchoring }
  }
  return found
}
