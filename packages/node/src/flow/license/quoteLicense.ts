import { UsufructError } from '@usufruct/sdk/domain/errors'
import { bitmapToPurposes } from '@usufruct/sdk/domain/purposes'
import { requireConsistent } from '@usufruct/sdk/terms/contradictions'
import { and, desc, eq } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { builds, offers, releases } from '../../db/schema.ts'
import { offerTermsOf } from '../release/permissions.ts'

const monthSeconds = 30 * 86_400

/** As for releases: an offer whose terms nobody knows, or that contradict themselves, is none. */
const requireKeptTerms = async (ctx: Context, offer: typeof offers.$inferSelect) => {
  const terms = await offerTermsOf(ctx, offer)
  if (terms) return requireConsistent(terms)
  throw new UsufructError({
    code: 'TERMS_UNKNOWN',
    kind: 'conflict',
    message: `This node does not know the terms of offer ${offer.id}, so nobody can say what they allow.`,
    hint: 'Ask the DAO to publish them.',
    details: { offer: String(offer.id), terms: offer.terms },
  })
}

/** What an offer costs now, and what it opens. The same rules as on chain, with reasons; and no price for terms that
 * nobody can read or keep.
 * @throws UsufructError `OFFER_UNKNOWN`, `OFFER_CLOSED`, `TERMS_UNKNOWN`, `TERMS_CONTRADICTORY`, `NOTHING_RELEASED`,
 * `TERM_TOO_LONG` */
export const quoteLicense = async (
  ctx: Context,
  { offer: id, months }: { offer: string; months: number },
) => {
  const [offer] = await ctx.db
    .select()
    .from(offers)
    .where(eq(offers.id, BigInt(id)))
  if (!offer)
    throw new UsufructError({
      code: 'OFFER_UNKNOWN',
      kind: 'notFound',
      message: `There is no offer ${id}.`,
      hint: '`usufruct datasets` shows the offers of each dataset.',
      details: { offer: id },
    })
  if (offer.closed)
    throw new UsufructError({
      code: 'OFFER_CLOSED',
      kind: 'conflict',
      message: `Offer ${id} is closed.`,
      hint: 'Look for its successor with `usufruct datasets`.',
      details: { offer: id },
    })
  await requireKeptTerms(ctx, offer)
  const [current] = await ctx.db
    .select({ release: releases, build: builds })
    .from(releases)
    .innerJoin(builds, eq(builds.manifest, releases.manifest))
    .where(and(eq(releases.offer, offer.id), eq(releases.state, 'active')))
    .orderBy(desc(releases.release))
    .limit(1)
  if (!current || current.build.rows === 0)
    throw new UsufructError({
      code: 'NOTHING_RELEASED',
      kind: 'conflict',
      message: `Offer ${id} has no version to license yet.`,
      hint: 'Wait for its first release.',
      details: { offer: id },
    })
  const end = ctx.now() + months * monthSeconds
  if (months > offer.maxMonths || end > current.release.validUntil) {
    const fits = Math.floor((current.release.validUntil - ctx.now()) / monthSeconds)
    throw new UsufructError({
      code: 'TERM_TOO_LONG',
      message: `Offer ${id} can be licensed for at most ${Math.min(fits, offer.maxMonths)} months now.`,
      hint: 'Ask for fewer months, and renew later.',
      details: { months, maxMonths: offer.maxMonths, validUntil: current.release.validUntil },
    })
  }
  const price = offer.pricePerMonth * BigInt(months)
  const { contributorsBps, reviewersBps } = ctx.charter.split
  // As the contract rounds: the shares down, and what is left to the contributors.
  const reviewers = (price * BigInt(reviewersBps)) / 10_000n
  const treasury = (price * BigInt(10_000 - contributorsBps - reviewersBps)) / 10_000n
  return {
    offer: id,
    release: current.release.release,
    months,
    price: String(price),
    purposes: bitmapToPurposes(offer.purposes),
    rows: current.build.rows,
    members: current.build.members,
    end,
    split: {
      contributors: String(price - reviewers - treasury),
      reviewers: String(reviewers),
      treasury: String(treasury),
    },
  }
}
