import type { RefusalCode } from '@usufruct/sdk/shares/keeperContract'
import type { Hex } from 'viem'
import type { Snapshot } from '../chain/chainView.ts'
import type { Consent } from '../chain/facts.ts'
import { findConsent } from '../chain/findConsent.ts'
import type { Keeper } from '../keeper.ts'

/**
 * Why a consent permits nothing now, or the consent. A tombstone is read before anything else, and a pause after
 * what ends a consent for good. `despitePause` says whether what is asked for was permitted before the pause, given
 * the pause's place among the chain's events.
 */
export function liveConsent(
  id: Hex,
  { facts, time, isFinal }: Snapshot,
  { anchored, withdrawals }: Pick<Keeper, 'anchored' | 'withdrawals'>,
  despitePause: (pausedAt: number) => boolean = () => false,
): Consent | RefusalCode {
  if (facts.withdrawn.has(id) || withdrawals.has(id)) return 'CONSENT_WITHDRAWN'
  const consent = findConsent({ anchored }, facts, id)
  if (consent === undefined || !isFinal(consent.block)) return 'CONSENT_UNKNOWN'
  if (consent.end <= time) return 'CONSENT_EXPIRED'
  const paused = facts.paused.get(id)
  return paused !== undefined && !despitePause(paused) ? 'CONSENT_PAUSED' : consent
}
