import { bytesToHex, type Hex } from 'viem'
import { findUsufructError, UsufructError } from '../../domain/errors.ts'
import { type ConsentTerms, consentIdOf, consentInnerOf, datasetIdOf } from '../../domain/ids.ts'
import { type Purpose, purposesToBitmap } from '../../domain/purposes.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { grantConsentTypes } from '../../messages/onchain.ts'
import { type Actor, nowInSeconds, requireAccount } from '../actor.ts'
import { isConsentLive } from '../chainReads.ts'
import { relayAct, signatureDeadline } from '../relayAct.ts'
import { consentTermsHash } from './consentTerms.ts'

export type GrantConsentInput = {
  dataset: string
  purposes: readonly Purpose[]
  /** Unix time in seconds at which it ends by itself. */
  until: number
}

export type GrantedConsent = { consent: Hex; inner: Hex; terms: ConsentTerms; transaction: Hex | null }

export const randomBytes32 = (): Hex => bytesToHex(crypto.getRandomValues(new Uint8Array(32)))

/** What will be signed, with its salt: kept before it is sent, the same consent can be sent again.
 * @throws UsufructError `CONSENT_NO_PURPOSES`, `CONSENT_END_PASSED` */
export const planConsent = (actor: Actor, { dataset, purposes, until }: GrantConsentInput): ConsentTerms => {
  if (purposes.length === 0)
    throw new UsufructError({
      code: 'CONSENT_NO_PURPOSES',
      message: 'A consent has to name at least one purpose.',
      hint: 'Name them with --purposes, such as --purposes research.academic,ai.eval.',
    })
  if (until <= nowInSeconds() || until >= 2 ** 40)
    throw new UsufructError({
      code: 'CONSENT_END_PASSED',
      message: 'A consent has to end in the future.',
      hint: 'Name a later day with --until.',
      details: { until },
    })
  const agreement = actor.dao.agreement.hash
  return {
    dataset: datasetIdOf(dataset),
    agreement,
    terms: consentTermsHash({ agreement, dataset, purposes, end: until }),
    purposes: purposesToBitmap(purposes),
    end: until,
    salt: randomBytes32(),
  }
}

/** Signs one consent and has it relayed. Sent again, the same terms are the same consent. */
export async function sendConsent(actor: Actor, terms: ConsentTerms): Promise<GrantedConsent> {
  const { account, address } = requireAccount(actor)
  const { chainId, consents } = actor.dao.deployment
  const inner = consentInnerOf(terms)
  const consent = consentIdOf(address, inner)
  const deadline = signatureDeadline()
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, consents),
    types: grantConsentTypes,
    primaryType: 'GrantConsent',
    message: { account: address, ...terms, deadline },
  })
  try {
    const { transaction } = await relayAct(actor, {
      kind: 'grantConsent',
      message: { account: address, ...terms, deadline: String(deadline) },
      signature,
    })
    return { consent, inner, terms, transaction }
  } catch (error) {
    // An answer that was lost on the way back: the id holds what we are about to say again.
    if (findUsufructError(error)?.code === 'CONSENTS_ID_USED' && (await isConsentLive(actor, consent)))
      return { consent, inner, terms, transaction: null }
    throw error
  }
}

/** Permits purposes for one dataset until a date. */
export const grantConsent = (actor: Actor, input: GrantConsentInput): Promise<GrantedConsent> =>
  sendConsent(actor, planConsent(actor, input))
