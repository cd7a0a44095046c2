import { UsufructError } from '@usufruct/sdk/domain/errors'
import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import { bitmapToPurposes } from '@usufruct/sdk/domain/purposes'
import type { Dataset } from '@usufruct/sdk/http/routes/contribute'
import { asc, eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { builds, consents, contributions, files, offers, releases, valued } from '../../db/schema.ts'
import { contributionStatus } from '../review/contributionStatus.ts'

const nameByTerms = (ctx: Context, offer: bigint, terms: Hex | undefined): string =>
  ctx.offerNames.get(terms ?? '0x') ?? `Offer ${offer}`

const countContributions = async (ctx: Context, dataset: Hex) => {
  const rows = await ctx.db
    .select({ onChain: contributions, consent: consents, value: valued, error: files.cleanError })
    .from(contributions)
    .leftJoin(consents, eq(consents.id, contributions.currentConsent))
    .leftJoin(valued, eq(valued.contribution, contributions.id))
    .leftJoin(files, eq(files.contribution, contributions.id))
    .where(eq(contributions.dataset, dataset))
  const lent = rows.filter(
    ({ consent }) => consent !== null && consent.withdrawnAt === null && consent.end > ctx.now(),
  )
  const live = lent.filter(({ consent }) => consent?.pausedAt === null)
  const has = (status: number) => live.filter(({ onChain }) => onChain.status === status)
  const accepted = has(contributionStatus.accepted)
  return {
    counts: {
      total: rows.length,
      accepted: accepted.length,
      rejected: has(contributionStatus.rejected).length + has(contributionStatus.returned).length,
      waiting: has(contributionStatus.registered).filter(({ error }) => error === null).length,
      // What is paused is neither offered nor taken back.
      withdrawn: rows.length - lent.length,
    },
    members: new Set(accepted.map(({ onChain }) => onChain.account)).size,
    rows: accepted.reduce((sum, { value }) => sum + (value?.newRows ?? 0), 0),
  }
}

/** One dataset as everybody may see it. @throws UsufructError `DATASET_UNKNOWN` */
export const showDataset = async (ctx: Context, slug: string): Promise<Dataset> => {
  const dataset = ctx.charter.datasets.find((entry) => entry.slug === slug)
  if (!dataset)
    throw new UsufructError({
      code: 'DATASET_UNKNOWN',
      kind: 'notFound',
      message: `This DAO has no dataset “${slug}”.`,
      hint: `It has: ${ctx.charter.datasets.map((entry) => entry.slug).join(', ')}.`,
      details: { slug },
    })
  const id = datasetIdOf(slug)
  const ofDataset = await ctx.db.select().from(offers).where(eq(offers.dataset, id)).orderBy(asc(offers.id))
  const released = await ctx.db
    .select({ release: releases, build: builds })
    .from(releases)
    .innerJoin(builds, eq(builds.manifest, releases.manifest))
    .innerJoin(offers, eq(offers.id, releases.offer))
    .where(eq(offers.dataset, id))
    .orderBy(asc(releases.offer), asc(releases.release))
  const { counts, members, rows } = await countContributions(ctx, id)
  return {
    slug,
    id,
    name: dataset.name,
    description: dataset.description,
    kind: dataset.kind,
    columns: dataset.columns,
    k: dataset.k ?? null,
    contributions: counts,
    members,
    rows,
    offers: ofDataset.map((offer) => {
      const current = released
        .filter(({ release }) => release.offer === offer.id && release.state === 'active')
        .at(-1)
      const weight = released
        .filter(({ release }) => release.offer === offer.id && release.state === 'active')
        .reduce((sum, { release }) => sum + release.total, 0n)
      return {
        offer: String(offer.id),
        name: nameByTerms(ctx, offer.id, offer.terms),
        purposes: bitmapToPurposes(offer.purposes),
        pricePerMonth: String(offer.pricePerMonth),
        maxMonths: offer.maxMonths,
        closed: offer.closed,
        release: current?.release.release ?? 0,
        rows: current?.build.rows ?? 0,
        members: current?.build.members ?? 0,
        weight: String(weight),
        validUntil: current?.release.validUntil ?? null,
        terms: offer.terms,
      }
    }),
    releases: released.map(({ release, build }) => ({
      offer: String(release.offer),
      release: release.release,
      state: release.state,
      at: release.at,
      validUntil: release.validUntil,
      manifest: release.manifest,
      croissant: build.croissant,
      rows: build.rows,
      members: build.members,
      parts: build.parts,
    })),
  }
}

export const listDatasets = async (ctx: Context) => ({
  datasets: await Promise.all(ctx.charter.datasets.map(({ slug }) => showDataset(ctx, slug))),
})
