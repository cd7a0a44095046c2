import { bytesToHex, type Hex } from 'viem'
import { z } from 'zod'
import { findUsufructError, UsufructError } from '../../domain/errors.ts'
import {
  bytes32,
  type ConsentTerms,
  consentIdOf,
  consentInnerOf,
  consentSalt,
  datasetIdOf,
  newConsentSalt,
} from '../../domain/ids.ts'
import { type Purpose, purposesToBitmap } from '../../domain/purposes.ts'
import type { PublishedAgreement } from '../../http/routes/dao.ts'
import { eip712Domain } from '../../messages/domain.ts'
import { grantConsentTypes } from '../../messages/onchain.ts'
import { grantTerms } from '../../terms/deriveTerms.ts'
import { requireOffered } from '../../terms/requireOffered.ts'
import { termsHash, termsText } from '../../terms/terms.ts'
import { type Actor, nowInSeconds, requireAccount } from '../actor.ts'
import { isConsentLive } from '../chainReads.ts'
import { type RelayOptions, relayAct, signatureDeadline } from '../relayAct.ts'
import { type AgreementChoice, chooseAgreement } from './chooseAgreement.ts'

export type GrantConsentInput = AgreementChoice & {
  dataset: string
  purposes: readonly Purpose[]
  /** Unix time in seconds at which it ends by itself. */
  until: number
  /** The permission that this one continues, with all that was lent under it. */
  replaces?: Hex | undefined
}

/** A consent as it is signed, with the text whose hash is in it. */
export const plannedConsent = z.object({
  dataset: bytes32,
  /** Named by the text, and by nothing else that is signed. */
  agreement: bytes32,
  terms: bytes32,
  purposes: z.number().int(),
  end: z.number().int(),
  salt: consentSalt,
  /** Canonical JSON; `terms` is its SHA-256. */
  text: z.string(),
})
export type PlannedConsent = z.output<typeof plannedConsent>

export type GrantedConsent = {
  consent: Hex
  inner: Hex
  terms: ConsentTerms
  /** What was signed, in terms: canonical JSON. */
  text: string
  transaction: Hex | null
}

export const randomBytes32 = (): Hex => bytesToHex(crypto.getRandomValues(new Uint8Array(32)))

/** The id that a planned consent will have for an account. */
export const plannedId = (account: Hex, { text: _, agreement: __, ...terms }: PlannedConsent): Hex =>
  consentIdOf(account, consentInnerOf(terms))

/** What will be signed, with its salt: kept before it is sent, the same consent can be sent again. The agreement is
 * the one chosen of those that are signed now, unless another is given.
 * @throws UsufructError `CONSENT_NO_PURPOSES`, `CONSENT_END_PASSED`, `AGREEMENT_LANGUAGE`, `AGREEMENT_UNKNOWN`,
 * `PURPOSE_NOT_OFFERED` */
export const planConsent = (
  { dao }: Pick<Actor, 'dao'>,
  { dataset, purposes, until, replaces, ...choice }: GrantConsentInput,
  signed?: PublishedAgreement,
): PlannedConsent => {
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
  const agreement = signed ?? chooseAgreement(dao.agreements, choice)
  requireOffered(agreement.terms, purposes)
  const { chainId, members } = dao.deployment
  const home = { chainId, members, name: dao.name }
  const terms = grantTerms(home, agreement, { dataset, purposes, end: until, replaces })
  return {
    dataset: datasetIdOf(dataset),
    agreement: agreement.hash,
    terms: termsHash(terms),
    purposes: purposesToBitmap(purposes),
    end: until,
    salt: newConsentSalt(),
    text: termsText(terms),
  }
}

/** Signs one consent and has it relayed; resolves when it is on the chain. Sent again, the same terms are the same consent. */
export async function sendConsent(
  actor: Actor,
  planned: PlannedConsent,
  options: RelayOptions = {},
): Promise<GrantedConsent> {
  const { account, address } = requireAccount(actor)
  const { chainId, members } = actor.dao.deployment
  const { text, agreement: _, ...terms } = planned
  const inner = consentInnerOf(terms)
  const consent = consentIdOf(address, inner)
  const deadline = signatureDeadline(2 * (actor.dao.anchorEvery ?? 0))
  const signature = await account.signTypedData({
    domain: eip712Domain(chainId, members),
    types: grantConsentTypes,
    primaryType: 'GrantConsent',
    message: { account: address, ...terms, salt: BigInt(terms.salt), deadline: Number(deadline) },
  })
  try {
    const { transaction } = await relayAct(
      actor,
      {
        kind: 'grantConsent',
        message: { account: address, ...terms, deadline: String(deadline) },
        terms: text,
        signature,
      },
      options,
    )
    return { consent, inner, terms, text, transaction }
  } catch (error) {
    // An answer that was lost on the way back: the id holds what we are about to say again.
    if (findUsufructError(error)?.code === 'CONSENTS_ID_USED' && (await isConsentLive(actor, consent)))
      return { consent, inner, terms, text, transaction: null }
    throw error
  }
}

/** Permits purposes for one dataset until a date. */
export const grantConsent = (
  actor: Actor,
  input: GrantConsentInput,
  options: RelayOptions = {},
): Promise<GrantedConsent> => sendConsent(actor, planConsent(actor, input), options)
