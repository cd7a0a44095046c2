import type { Hex } from 'viem'
import { UsufructError } from '../../domain/errors.ts'
import type { Purpose } from '../../domain/purposes.ts'
import type { Actor } from '../actor.ts'
import { withdrawConsent } from '../withdraw/withdrawConsent.ts'
import type { AgreementChoice } from './chooseAgreement.ts'
import { isContinuable, myConsents, noConsent } from './myConsents.ts'
import { replaceConsent } from './replaceConsent.ts'

export type StopPurposeInput = AgreementChoice & {
  dataset: string
  purposes: readonly Purpose[]
}

export type StoppedPurpose = {
  /** The permission that goes on for the other purposes; null when none was left. */
  consent: Hex | null
  left: Purpose[]
}

/**
 * Takes back some purposes and keeps the others, until the same day and under the agreement that was signed. Who licensed for what was stopped is told to
 * delete. Stopping the last purpose takes the whole permission back.
 * @throws UsufructError `CONSENT_NONE`, `PURPOSE_NOT_PERMITTED`, and those of `replaceConsent`
 */
export async function stopPurpose(actor: Actor, input: StopPurposeInput): Promise<StoppedPurpose> {
  const { dataset, purposes } = input
  const all = (await myConsents(actor, dataset)).filter(isContinuable)
  const [current] = all.filter(({ replacedBy }) => replacedBy === null)
  if (!current) throw noConsent(dataset)
  const left = current.purposes.filter((purpose) => !purposes.includes(purpose))
  // One that an interrupted call left standing still permits what was to be stopped.
  const unfinished = all.some(({ replacedBy }) => replacedBy === current.consent)
  if (left.length === current.purposes.length && !unfinished)
    throw new UsufructError({
      code: 'PURPOSE_NOT_PERMITTED',
      kind: 'conflict',
      message: `You do not permit ${purposes.join(', ')} for ${dataset}, so there is nothing to stop.`,
      hint: `You permit: ${current.purposes.join(', ')}.`,
      details: { asked: [...purposes], permitted: current.purposes },
    })
  if (left.length === 0) {
    await withdrawConsent(actor, { dataset })
    return { consent: null, left }
  }
  const { consent } = await replaceConsent(actor, { ...input, purposes: left, until: current.end })
  return { consent, left }
}
