import type { Hex } from 'viem'
import type { Actor } from '../actor.ts'
import { type AgreementChoice, chooseAgreement } from './chooseAgreement.ts'
import { isContinuable, myConsents, noConsent } from './myConsents.ts'
import { defaultEnd, type ReplacedConsent, replaceConsent } from './replaceConsent.ts'

export type RenewConsentInput = AgreementChoice & {
  dataset: string
  /** Unix time in seconds; three years from now when left out. */
  until?: number | undefined
  consent?: Hex | undefined
}

/** Prolongs a permission for the same purposes, under the agreement as it is now; a paused one is resumed by it. With
 * an earlier end it shortens it, under the agreement that was signed.
 * @throws UsufructError `CONSENT_NONE`, and those of `replaceConsent` */
export async function renewConsent(actor: Actor, input: RenewConsentInput): Promise<ReplacedConsent> {
  const { dataset, consent } = input
  const standing = (await myConsents(actor, dataset)).filter(isContinuable)
  const old = consent ? standing.find((entry) => entry.consent === consent) : standing[0]
  if (!old) throw noConsent(dataset)
  // An interrupted call gave the new one already: what is left is to take back the one before.
  const given = standing.some(({ replacedBy }) => replacedBy === old.consent)
  const until = input.until ?? (given ? old.end : defaultEnd())
  const anew = !given && until >= old.end
  const agreement = anew ? chooseAgreement(actor.dao.agreements, input).hash : input.agreement
  return replaceConsent(actor, { ...input, agreement, purposes: old.purposes, until })
}
