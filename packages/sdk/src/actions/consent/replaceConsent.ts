import type { Hex } from 'viem'
import { type Purpose, purposesToBitmap } from '../../domain/purposes.ts'
import type { Consent } from '../../http/routes/consent.ts'
import type { PublishedAgreement } from '../../http/routes/dao.ts'
import { type Actor, nowInSeconds, requireAccount } from '../actor.ts'
import { isConsentLive, readConsent } from '../chainReads.ts'
import { withdrawConsent } from '../withdraw/withdrawConsent.ts'
import { allowsNoMore } from './allowsNoMore.ts'
import { type AgreementChoice, chooseAgreement } from './chooseAgreement.ts'
import { type PlannedConsent, planConsent, plannedConsent, plannedId, sendConsent } from './grantConsent.ts'
import { isContinuable, myConsents, noConsent } from './myConsents.ts'
import { signedAgreement } from './signedAgreement.ts'
import { tellKeepers } from './tellKeepers.ts'

export type ReplaceConsentInput = AgreementChoice & {
  dataset: string
  purposes: readonly Purpose[]
  /** Unix time in seconds. */
  until: number
  /** Which permission to continue, where there are several; the newest when left out. */
  consent?: Hex | undefined
}

export type ReplacedConsent = {
  consent: Hex
  /** Those it continues, taken back by now. */
  replaced: Hex[]
  /** Null when it had been given before, and only the old one was left to take back. */
  transaction: Hex | null
}

const draftKey = (actor: Actor, dataset: string): string => {
  const { chainId, members } = actor.dao.deployment
  return ['consent', chainId, members, requireAccount(actor).address, dataset].join('/')
}

type Wish = { agreement: Hex; purposes: number; until: number }

/** What an interrupted call was about to send, if it is what is asked for now and continues the same permission. */
async function readPlan(
  actor: Actor,
  { dataset }: ReplaceConsentInput,
  { agreement, purposes, until }: Wish,
  old: Hex,
) {
  const kept = plannedConsent.safeParse(await actor.drafts.get(draftKey(actor, dataset))).data
  if (!kept || kept.agreement !== agreement || kept.purposes !== purposes || kept.end !== until) return
  return kept.text.includes(`"replaces":"${old}"`) ? kept : undefined
}

async function send(actor: Actor, dataset: string, plan: PlannedConsent) {
  const { address } = requireAccount(actor)
  const id = plannedId(address, plan)
  await actor.drafts.put(draftKey(actor, dataset), plan)
  const { used } = await readConsent(actor, id)
  if (used && (await isConsentLive(actor, id))) return { consent: id, transaction: null }
  const { consent, transaction } = await sendConsent(actor, plan)
  return { consent, transaction }
}

/** The text that was signed before, as long as nothing is added to it: to allow less, nobody has to sign a newer one
 * that may allow more. The newest for everything else, and whenever it is named. */
function agreementFor(
  actor: Actor,
  { agreement, reads, purposes, until }: ReplaceConsentInput,
  old: Consent,
): Promise<PublishedAgreement> | PublishedAgreement {
  const own = agreement === undefined || agreement === old.agreement
  if (own && old.known && old.agreement && allowsNoMore({ purposes, end: until }, old))
    return signedAgreement(actor, old.agreement)
  return chooseAgreement(actor.dao.agreements, { agreement, reads })
}

/** The line that ends in a permission, from the member's list: all that it continues and that still stand. */
function behind(consent: Consent, all: readonly Consent[]): Consent[] {
  const old = all.find((entry) => entry.consent === consent.replaces)
  return old ? [old, ...behind(old, all)] : []
}

/**
 * Continues a permission under a new one: to renew it, to change its purposes, to resume it after a pause. All that
 * was lent under the old one goes on under the new one. The new one is given first and known to the keepers before
 * the old one is taken back, so there is no moment without; called again after an interruption, it does what is
 * left. The same purposes or fewer, and no later end, go on under the agreement that was signed before, unless
 * another is named; anything more needs the newest.
 * @throws UsufructError `CONSENT_NONE`, `AGREEMENT_LANGUAGE`, `TEXT_HASH_MISMATCH`, and those of the relay
 */
export async function replaceConsent(actor: Actor, input: ReplaceConsentInput): Promise<ReplacedConsent> {
  const { dataset, purposes, until } = input
  const all = await myConsents(actor, dataset)
  const standing = all.filter(isContinuable)
  const newest = standing.find(({ consent, replacedBy }) =>
    input.consent ? consent === input.consent : replacedBy === null,
  )
  const tip = follow(newest, standing)
  if (!tip) throw noConsent(dataset)

  const agreement = await agreementFor(actor, input, tip)
  const wish: Wish = { agreement: agreement.hash, purposes: purposesToBitmap(purposes), until }
  const isWish =
    tip.live &&
    tip.replaces !== null &&
    tip.agreement === wish.agreement &&
    purposesToBitmap(tip.purposes) === wish.purposes &&
    tip.end === until
  const unfinished = behind(tip, all).filter(({ withdrawnAt }) => withdrawnAt === null)
  // An earlier call gave it, and was interrupted before it took the old one back.
  if (isWish && unfinished.length > 0) {
    await finish(actor, dataset, unfinished)
    return { consent: tip.consent, replaced: unfinished.map(({ consent }) => consent), transaction: null }
  }

  const plan =
    (await readPlan(actor, input, wish, tip.consent)) ??
    planConsent(actor, { ...input, replaces: tip.consent }, agreement)
  const { consent, transaction } = await send(actor, dataset, plan)
  await tellKeepers(actor, consent, plan.text)
  const old = [tip, ...unfinished]
  await finish(actor, dataset, old)
  return { consent, replaced: old.map((entry) => entry.consent), transaction }
}

/** From a permission to the last that continues it. */
const follow = (from: Consent | undefined, standing: readonly Consent[]): Consent | undefined => {
  const next = from && standing.find(({ consent }) => consent === from.replacedBy)
  return next ? follow(next, standing) : from
}

async function finish(actor: Actor, dataset: string, old: readonly Consent[]) {
  await withdrawConsent(actor, { dataset, inners: old.map(({ inner }) => inner) })
  await actor.drafts.delete(draftKey(actor, dataset))
}

/** Longer than releases and licenses last, so that what is lent today is in those of next year. */
const threeYears = 3 * 365 * 86_400

export const defaultEnd = (): number => nowInSeconds() + threeYears
