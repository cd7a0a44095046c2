import { UsufructError } from '../../domain/errors.ts'
import type { Actor } from '../actor.ts'
import type { AgreementChoice } from './chooseAgreement.ts'
import { isContinuable, myConsents, noConsent } from './myConsents.ts'
import { type ReplacedConsent, replaceConsent } from './replaceConsent.ts'

export type ResumeConsentInput = AgreementChoice & {
  dataset: string
  /** Unix time in seconds; the end that the paused permission has when left out. */
  until?: number | undefined
}

/** Goes on after a pause: a new permission for the same purposes, which earns from the next version on; under the
 * agreement that was signed, unless it is to end later.
 * @throws UsufructError `CONSENT_NONE`, `CONSENT_NOT_PAUSED`, and those of `replaceConsent` */
export async function resumeConsent(actor: Actor, input: ResumeConsentInput): Promise<ReplacedConsent> {
  const standing = (await myConsents(actor, input.dataset)).filter(isContinuable)
  if (standing.length === 0) throw noConsent(input.dataset)
  // One that was resumed already, but not taken back yet, is finished.
  const paused = standing.find(({ pausedAt }) => pausedAt !== null)
  if (!paused)
    throw new UsufructError({
      code: 'CONSENT_NOT_PAUSED',
      kind: 'conflict',
      message: `The permission for ${input.dataset} is not paused.`,
      hint: 'There is nothing to resume.',
      details: { dataset: input.dataset },
    })
  const { consent, purposes, end } = paused
  return replaceConsent(actor, { ...input, consent, purposes, until: input.until ?? end })
}
