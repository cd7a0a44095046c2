import type { RefusalCode } from '@usufruct/sdk/shares/keeperContract'
import type { Hex } from 'viem'
import type { Snapshot } from '../chain/chainView.ts'
import type { Consent } from '../chain/facts.ts'
import type { WithdrawalStore } from '../store/withdrawalStore.ts'

/** Why a consent permits nothing now, or the consent. A tombstone is read before anything else. */
export function liveConsent(
  id: Hex,
  { facts, time, isFinal }: Snapshot,
  withdrawals: WithdrawalStore,
): Consent | RefusalCode {
  if (facts.withdrawn.has(id) || withdrawals.has(id)) return 'CONSENT_WITHDRAWN'
  const consent = facts.consents.get(id)
  if (consent === undefined || !isFinal(consent.block)) return 'CONSENT_UNKNOWN'
  return consent.end <= time ? 'CONSENT_EXPIRED' : consent
}
