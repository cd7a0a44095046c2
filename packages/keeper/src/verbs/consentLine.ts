import type { Hex } from 'viem'
import type { Snapshot } from '../chain/chainView.ts'
import { findConsent } from '../chain/findConsent.ts'
import type { Keeper } from '../keeper.ts'
import type { Continuation } from '../store/continuationStore.ts'

type Known = Pick<Keeper, 'anchored' | 'continuations' | 'withdrawals'>

/**
 * Whether one consent continues another: granted by the same account for the same dataset with the terms that say
 * so, while the other was neither withdrawn (on chain or here) nor over. Asked anew each time, of the chain as it is.
 */
export function continues(
  { anchored, withdrawals }: Pick<Keeper, 'anchored' | 'withdrawals'>,
  { facts }: Pick<Snapshot, 'facts'>,
  { consent, terms, replaces }: Continuation,
): boolean {
  const next = findConsent({ anchored }, facts, consent)
  const old = findConsent({ anchored }, facts, replaces)
  if (next === undefined || old === undefined || next.terms !== terms) return false
  const withdrawn = facts.withdrawn.get(replaces)
  const withdrawnHere = withdrawals.at(replaces)
  return (
    next.account === old.account &&
    next.dataset === old.dataset &&
    old.order < next.order &&
    old.end > next.at &&
    (withdrawn === undefined || withdrawn > next.order) &&
    (withdrawnHere === undefined || withdrawnHere >= next.at)
  )
}

/** A consent and all that continue it, directly or over others; itself first. */
export function consentLine(keeper: Known, snapshot: Pick<Snapshot, 'facts'>, from: Hex): Hex[] {
  const line = [from]
  // What continues a consent names its id in its own, so there are no circles.
  for (let at = 0; at < line.length; at++)
    for (const continuation of keeper.continuations.of(line[at] as Hex))
      if (continues(keeper, snapshot, continuation)) line.push(continuation.consent)
  return line
}
