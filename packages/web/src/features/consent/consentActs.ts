import type { Actor } from '@usufruct/sdk/actions/actor'
import { pauseConsent } from '@usufruct/sdk/actions/consent/pauseConsent'
import { type ReplacedConsent, replaceConsent } from '@usufruct/sdk/actions/consent/replaceConsent'
import { withdrawConsent } from '@usufruct/sdk/actions/withdraw/withdrawConsent'
import type { Purpose } from '@usufruct/sdk/domain/purposes'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import type { Hex } from 'viem'

/** What a member chose in the dialog, with all that the choice needs. */
export type Stopping =
  | { choice: 'pause' }
  | { choice: 'purpose'; left: readonly Purpose[] }
  | { choice: 'erase' }

export type Stopped =
  | { choice: 'pause' }
  | { choice: 'purpose'; consent: Hex }
  | {
      choice: 'erase'
      /** That refuse from now on, whether or not the ledger has heard. */
      keepers: number
      onLedger: boolean
    }

type Of = Pick<Consent, 'dataset' | 'inner' | 'consent' | 'end' | 'agreement'>

/** Carries out one of the three ways to say stop. What is kept stays under the text that was signed. */
export const stopAsChosen = async (
  actor: Actor,
  { dataset, inner, consent, end, agreement }: Of,
  stopping: Stopping,
): Promise<Stopped> => {
  if (stopping.choice === 'pause') {
    await pauseConsent(actor, { dataset })
    return { choice: 'pause' }
  }
  if (stopping.choice === 'purpose') {
    const { left } = stopping
    const kept = await replaceConsent(actor, {
      dataset,
      consent,
      purposes: left,
      until: end,
      agreement: agreement ?? undefined,
    })
    return { choice: 'purpose', consent: kept.consent }
  }
  const { keepers, transaction } = await withdrawConsent(actor, { dataset, inners: [inner] })
  return { choice: 'erase', keepers, onLedger: transaction !== null }
}

/** Renews, changes, resumes or signs anew: a new permission, under which what was lent goes on. */
export const continueConsent = (
  actor: Actor,
  { dataset, consent }: Pick<Of, 'dataset' | 'consent'>,
  wish: { agreement: Hex; purposes: readonly Purpose[]; until: number },
): Promise<ReplacedConsent> => replaceConsent(actor, { ...wish, dataset, consent })
