import type { Hex } from 'viem'
import { UsufructError } from '../../domain/errors.ts'
import { covers, type Purpose, purposesToBitmap } from '../../domain/purposes.ts'
import type { Consent } from '../../http/routes/consent.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { isConsentLive, readConsent } from '../chainReads.ts'
import { type AgreementChoice, chooseAgreement } from '../consent/chooseAgreement.ts'
import { type PlannedConsent, planConsent, plannedId, sendConsent } from '../consent/grantConsent.ts'
import { isContinuable, myConsents } from '../consent/myConsents.ts'
import { defaultEnd, replaceConsent } from '../consent/replaceConsent.ts'
import type { RelayOptions } from '../relayAct.ts'
import { type ContributionDraft, type DraftName, writeDraft } from './draft.ts'

export type EnsureConsentInput = AgreementChoice &
  RelayOptions & {
    purposes: readonly Purpose[]
    /** Unix time in seconds; any end will do when left out, and a new consent is then for three years. */
    until?: number | undefined
    /** Continues a permission that is narrower than asked, or paused, under a new one. What was lent before stays. */
    replaceConsent?: boolean | undefined
  }

/** A live consent that permits what is asked: the one there is, or a new one. One lives per member and dataset.
 * @throws UsufructError `CONSENT_TO_REPLACE`, `CONSENT_PAUSED`, `AGREEMENT_LANGUAGE` */
export async function ensureConsent(
  actor: Actor,
  name: DraftName,
  draft: ContributionDraft,
  { purposes, until, replaceConsent: mayReplace = false, ...rest }: EnsureConsentInput,
): Promise<Hex> {
  const { onWaiting, wait, signal, ...choice } = rest
  const { address } = requireAccount(actor)
  const agreement = chooseAgreement(actor.dao.agreements, choice).hash
  const plan = usablePlan(draft.consent, agreement, purposes, until)
  const sent = plan && plannedId(address, plan)
  const known = sent && (await readConsent(actor, sent))
  // The node may not list yet what this draft sent before it was interrupted.
  if (sent && known?.used && (await isConsentLive(actor, sent))) return sent
  const standing = (await myConsents(actor, name.dataset)).filter(isContinuable)
  const live = standing.filter((consent) => consent.live)
  const enough = live.find((consent) =>
    permits(purposesToBitmap(consent.purposes), consent.end, purposes, until),
  )
  if (enough) return enough.consent
  const wish = { dataset: name.dataset, purposes, until: until ?? defaultEnd(), agreement }
  if (standing.length > 0) {
    if (!mayReplace) throw live.length > 0 ? toReplace(live, purposes, until) : paused(standing)
    return (await replaceConsent(actor, wish)).consent
  }
  // A plan that never arrived is sent as it was: under one id it cannot become two consents.
  const planned = plan && !known?.used ? plan : planConsent(actor, wish)
  draft.consent = planned
  await writeDraft(actor, name, draft)
  return (await sendConsent(actor, planned, { onWaiting, wait, signal })).consent
}

const permits = (given: number, end: number, purposes: readonly Purpose[], until: number | undefined) =>
  covers(given, purposesToBitmap(purposes)) && (until === undefined || end >= until)

/** What the draft was about to send, if that is what is asked for now. */
const usablePlan = (
  planned: PlannedConsent | null,
  agreement: Hex,
  purposes: readonly Purpose[],
  until: number | undefined,
): PlannedConsent | undefined =>
  planned &&
  planned.text !== '' &&
  planned.agreement === agreement &&
  permits(planned.purposes, planned.end, purposes, until)
    ? planned
    : undefined

const toReplace = (live: Consent[], purposes: readonly Purpose[], until: number | undefined) =>
  new UsufructError({
    code: 'CONSENT_TO_REPLACE',
    kind: 'conflict',
    message: 'The permission you gave for this dataset is narrower than what you now ask for.',
    hint: 'Lend under the permission you gave, or continue it under this one (--replace-consent): what you lent before is then lent under the new one too.',
    details: {
      live: live.map(({ consent, purposes, end }) => ({ consent, purposes, end })),
      asked: { purposes: [...purposes], until: until ?? null },
    },
  })

const paused = (standing: Consent[]) =>
  new UsufructError({
    code: 'CONSENT_PAUSED',
    kind: 'conflict',
    message: 'You paused sharing with this dataset.',
    hint: 'Resume it (`usufruct consent resume`), or lend with --replace-consent, which resumes it too.',
    details: { paused: standing.map(({ consent }) => consent) },
  })
