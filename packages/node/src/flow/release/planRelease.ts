import { covers } from '@usufruct/sdk/domain/purposes'
import { contradictionsOf } from '@usufruct/sdk/terms/contradictions'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'
import { and, asc, desc, eq, gt, ne } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import {
  builds,
  consents,
  contributions,
  files,
  type offers,
  parts,
  positions,
  releases,
  terms,
  valued,
} from '../../db/schema.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { loadPermissions, offerTermsOf, selectorFor } from './permissions.ts'

const daySeconds = 86_400
const monthSeconds = 30 * daySeconds

export type OfferRow = typeof offers.$inferSelect

export type PlannedPart = {
  contribution: Hex
  consent: Hex
  account: Hex
  blob: Hex
  bytes: number
  rows: number
  rowsRoot: Hex
  weight: bigint
  recipient: string
  keyCommitment: Hex
  consentEnd: number
  /** Not in the pool yet: this release's tree enrols it. */
  enrolled: boolean
}

export type ReleasePlan = {
  offer: OfferRow
  release: number
  at: number
  validUntil: number
  parts: PlannedPart[]
  /** Contributions of the release before that are not in this one. */
  removed: Hex[]
  /** Whether a part was made anew, without rows that were taken down, or with some that no longer are. */
  changed: boolean
}

/** The newest release of an offer that was not struck out. */
export const newestRelease = async (ctx: Context, offer: bigint) => {
  const [newest] = await ctx.db
    .select()
    .from(releases)
    .where(and(eq(releases.offer, offer), ne(releases.state, 'challenged')))
    .orderBy(desc(releases.release))
    .limit(1)
  return newest
}

const partsOf = (ctx: Context, manifest: Hex) =>
  ctx.db.select().from(parts).where(eq(parts.manifest, manifest))

type ConsentRow = typeof consents.$inferSelect

/** `frozen` is null where the pool has heard nothing of it yet. */
type Pooled = { consent: ConsentRow; frozen: boolean | null }

/** What is in the pool already, or about to be, under which consents: weights are append-only. */
const enrolledIn = async (ctx: Context, offer: bigint): Promise<ReadonlyMap<Hex, Pooled[]>> => {
  const rows = await ctx.db
    .select({
      contribution: parts.contribution,
      consent: consents,
      position: positions.consent,
      frozenAt: positions.frozenAt,
    })
    .from(parts)
    .innerJoin(consents, eq(consents.id, parts.consent))
    .innerJoin(builds, eq(builds.manifest, parts.manifest))
    .innerJoin(
      releases,
      and(
        eq(releases.manifest, builds.manifest),
        eq(releases.offer, builds.offer),
        ne(releases.state, 'challenged'),
      ),
    )
    .leftJoin(positions, and(eq(positions.offer, offer), eq(positions.consent, parts.consent)))
    .where(and(eq(builds.offer, offer), eq(parts.enrolled, true)))
  const enrolled = new Map<Hex, Pooled[]>()
  for (const { contribution, consent, position, frozenAt } of rows) {
    const frozen = position === null ? null : frozenAt !== null
    enrolled.set(contribution, [...(enrolled.get(contribution) ?? []), { consent, frozen }])
  }
  return enrolled
}

const isLive = ({ withdrawnAt, pausedAt }: ConsentRow) => withdrawnAt === null && pausedAt === null

/** The longest license that could be bought of an offer: what has to be permitted before anybody buys it. */
const licenseUntil = (offer: LicenseTerms, start: number, end: number): LicenseTerms => ({
  ...offer,
  term: {
    ...offer.term,
    start: new Date(start * 1000).toISOString(),
    end: new Date(end * 1000).toISOString(),
  },
})

/** Decides which permissions cover an offer, for who comes in and for who stays. An offer whose terms nobody knows,
 * or that contradict themselves, is covered by none. */
const coverageOf = async (ctx: Context, offer: OfferRow, at: number, outlast: number) => {
  const offered = await offerTermsOf(ctx, offer)
  const { permissionOf, texts } = await loadPermissions(ctx)
  if (!offered || contradictionsOf(offered).length > 0) {
    ctx.log('an offer without terms that can be kept releases nothing', { offer: String(offer.id) })
    return () => false
  }
  const comesIn = selectorFor(licenseUntil(offered, at, outlast), { texts })
  const stays = selectorFor(licenseUntil(offered, at, at + monthSeconds), { texts })
  return (consent: ConsentRow, text: string | null, isIn: boolean): boolean => {
    const permission = permissionOf(consent, text)
    return permission !== null && (isIn ? stays : comesIn)(permission) === null
  }
}

/**
 * What the next release of an offer would hold: accepted contributions with anything new in them, under which the
 * offer is narrower than or equal to what the member signed, and to every later version of the agreement. Who comes
 * in must outlast the longest license that could be bought; who is in stays while a month can still be sold, since
 * leaving ends what the member earns. An offer selects: a narrower consent never stops it, it only stays out.
 *
 * @returns null when it would be the release there already is.
 */
export const planRelease = async (ctx: Context, offer: OfferRow): Promise<ReleasePlan | null> => {
  // As of the newest block we know, since what came after it may tell otherwise. While the chain stands still that
  // block grows older than an assertion may be; whatever we have not seen is newer than half a day.
  const at = Math.max(ctx.indexer.head().time, ctx.now() - daySeconds / 2)
  const candidates = await ctx.db
    .select({ contribution: contributions, consent: consents, file: files, value: valued, text: terms.text })
    .from(valued)
    .innerJoin(contributions, eq(contributions.id, valued.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .leftJoin(terms, eq(terms.hash, consents.terms))
    .innerJoin(files, eq(files.contribution, valued.contribution))
    .where(
      and(
        eq(contributions.dataset, offer.dataset),
        eq(contributions.status, contributionStatus.accepted),
        gt(valued.newRows, 0),
      ),
    )
    .orderBy(asc(contributions.order))

  const outlast = at + offer.maxMonths * monthSeconds
  const previous = await newestRelease(ctx, offer.id)
  const enrolled = await enrolledIn(ctx, offer.id)
  const covered = await coverageOf(ctx, offer, at, outlast)
  const included = candidates.flatMap(({ contribution, consent, file, value, text }): PlannedPart[] => {
    const pooled = enrolled.get(contribution.id) ?? []
    const isIn = pooled.length > 0
    const usable =
      isLive(consent) &&
      consent.account === contribution.account &&
      consent.dataset === offer.dataset &&
      covers(consent.purposes, offer.purposes) &&
      consent.end > (isIn ? at + monthSeconds : outlast) &&
      covered(consent, text, isIn) &&
      value.blob !== null
    if (!usable || value.blob === null) return []
    // One that was continued is in the pool under the old id until that one is frozen, and never under both: it would
    // earn twice, and anybody could strike the release out for it. Near the old one's end it is read under the new
    // one already.
    const earning = pooled.flatMap(({ consent: old, frozen }) =>
      (frozen ?? !(isLive(old) && old.end > at)) ? [] : [old],
    )
    const under = earning.find((old) => isLive(old) && old.end > at + monthSeconds) ?? consent
    return [
      {
        contribution: contribution.id,
        consent: under.id,
        account: contribution.account,
        blob: value.blob,
        bytes: value.blobBytes,
        rows: value.newRows,
        rowsRoot: value.rowsRoot,
        weight: value.weight,
        recipient: file.recipient,
        keyCommitment: file.keyCommitment,
        consentEnd: under.end,
        enrolled: earning.length === 0 && !pooled.some((old) => old.consent.id === under.id),
      },
    ]
  })

  const now = new Set(included.map(({ contribution }) => contribution))
  const before = previous ? await partsOf(ctx, previous.manifest) : []
  const removed = before
    .map(({ contribution }) => contribution)
    .filter((contribution) => !now.has(contribution))
  const added = included.some((part) => part.enrolled)
  // Its part was made anew since, without rows that were taken down, or with some that are no longer.
  const rootBefore = new Map(before.map(({ contribution, rowsRoot }) => [contribution, rowsRoot]))
  const changed = included.some(({ contribution, rowsRoot }) => rootBefore.get(contribution) !== rowsRoot)

  // One that only removes prolongs nothing either, which is why it needs no bond and no waiting; but a release
  // cannot be asserted whose time is over.
  const isOver =
    previous !== undefined && previous.validUntil <= ctx.now() + 2 * ctx.charter.windows.challenge + 60
  const consentsEnd = included.map(({ consentEnd }) => consentEnd)
  const prolonged = Math.min(at + ctx.charter.releaseValidDays * daySeconds, ...consentsEnd)
  // With the months the longest license no longer fits into the release, though nothing came or went: then the
  // same parts are released again for longer, at most once a month.
  const runsOut =
    previous !== undefined &&
    included.length > 0 &&
    previous.validUntil < outlast &&
    prolonged >= previous.validUntil + monthSeconds
  if (!added && !changed && removed.length === 0 && !runsOut) return null

  const mayProlong = added || !previous || isOver || runsOut
  return {
    offer,
    release: (previous?.release ?? 0) + 1,
    at,
    validUntil: mayProlong ? prolonged : Math.min(previous.validUntil, ...consentsEnd),
    parts: included,
    removed,
    changed,
  }
}
