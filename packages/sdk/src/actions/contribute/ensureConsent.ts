import type { Hex } from 'viem'
import { UsufructError } from '../../domain/errors.ts'
import { consentIdOf, consentInnerOf } from '../../domain/ids.ts'
import { covers, type Purpose, purposesToBitmap } from '../../domain/purposes.ts'
import type { Consent } from '../../http/routes/consent.ts'
import { type Actor, nowInSeconds, requireAccount } from '../actor.ts'
import { isConsentLive, readConsent } from '../chainReads.ts'
import { signedIn } from '../session/signedIn.ts'
import { withdrawConsent } from '../withdraw/withdrawConsent.ts'
import { type ContributionDraft, type DraftName, writeDraft } from './draft.ts'
import { planConsent, sendConsent } from './grantConsent.ts'

export type EnsureConsentInput = {
  purposes: readonly Purpose[]
  /** Unix time in seconds; any end will do when left out, and a new consent is then for three years. */
  until?: number | undefined
  /** Withdraws a consent that is narrower than asked. What was lent under it is no longer shared. */
  replaceConsent?: boolean | undefined
}

/** Longer than releases and licenses last, so that what is lent today is in those of next year. */
const threeYears = 3 * 365 * 86_400

/** A live consent that permits what is asked: the one there is, or a new one. One lives per member and dataset.
 * @throws UsufructError `CONSENT_TO_REPLACE` */
export async function ensureConsent(
  actor: Actor,
  name: DraftName,
  draft: ContributionDraft,
  { purposes, until, replaceConsent = false }: EnsureConsentInput,
): Promise<Hex> {
  const { address } = requireAccount(actor)
  const planned = draft.consent
  const plan =
    planned &&
    planned.agreement === actor.dao.agreement.hash &&
    permits(planned.purposes, planned.end, purposes, until)
      ? planned
      : undefined
  const sent = plan && consentIdOf(address, consentInnerOf(plan))
  const known = sent && (await readConsent(actor, sent))
  // The node may not list yet what this draft sent before it was interrupted.
  if (sent && known?.used && (await isConsentLive(actor, sent))) return sent
  const live = await liveConsents(actor, name.dataset)
  const enough = live.find((consent) =>
    permits(purposesToBitmap(consent.purposes), consent.end, purposes, until),
  )
  if (enough) return enough.consent
  if (live.length > 0) {
    if (!replaceConsent) throw toReplace(live, purposes, until)
    // Withdrawn first: two live at once is what an assertion could be challenged for.
    await withdrawConsent(actor, { dataset: name.dataset, inners: live.map((consent) => consent.inner) })
  }
  // A plan that never arrived is sent as it was: under one id it cannot become two consents.
  const terms =
    plan && !known?.used
      ? plan
      : planConsent(actor, { dataset: name.dataset, purposes, until: until ?? nowInSeconds() + threeYears })
  draft.consent = terms
  await writeDraft(actor, name, draft)
  return (await sendConsent(actor, terms)).consent
}

export async function liveConsents(actor: Actor, dataset: string): Promise<Consent[]> {
  const { consents } = await signedIn(actor, () => actor.node.call('listMyConsents', {}))
  const now = nowInSeconds()
  return consents.filter((consent) => consent.dataset === dataset && consent.live && consent.end > now)
}

const permits = (given: number, end: number, purposes: readonly Purpose[], until: number | undefined) =>
  covers(given, purposesToBitmap(purposes)) && (until === undefined || end >= until)

const toReplace = (live: Consent[], purposes: readonly Purpose[], until: number | undefined) =>
  new UsufructError({
    code: 'CONSENT_TO_REPLACE',
    kind: 'conflict',
    message: 'The permission you gave for this dataset is narrower than what you now ask for.',
    hint: 'Lend under the permission you gave, or replace it (--replace-consent): what you lent under the old one is then no longer shared, and can be lent again.',
    details: {
      live: live.map(({ consent, purposes, end }) => ({ consent, purposes, end })),
      asked: { purposes: [...purposes], until: until ?? null },
    },
  })
