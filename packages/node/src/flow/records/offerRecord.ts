import { UsufructError } from '@usufruct/sdk/domain/errors'
import { decodeManifest, type Manifest } from '@usufruct/sdk/domain/manifest'
import type { ProjectedDao, ProjectionInput } from '@usufruct/sdk/projections/projection'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { and, desc, eq, max, min } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { builds, contributions, offers, parts, releases } from '../../db/schema.ts'
import { showTerms } from '../consent/showTerms.ts'

export type OfferRow = typeof offers.$inferSelect

export type OfferRecord = {
  row: OfferRow
  name: string
  slug: string
  terms: LicenseTerms
  text: PublishedText
}

/** An offer with its terms and its license text.
 * @throws UsufructError `OFFER_UNKNOWN`, `TERMS_UNKNOWN`, `TEXT_UNKNOWN` */
export const offerRecordOf = async (ctx: Context, id: bigint): Promise<OfferRecord> => {
  const [row] = await ctx.db.select().from(offers).where(eq(offers.id, id))
  const slug = row && ctx.datasetIds.get(row.dataset)
  if (!row || !slug)
    throw new UsufructError({
      code: 'OFFER_UNKNOWN',
      kind: 'notFound',
      message: `There is no offer ${id}.`,
      hint: '`usufruct datasets` shows the offers of each dataset.',
      details: { offer: String(id) },
    })
  const { terms } = await showTerms(ctx, row.terms)
  const { sha256 } = terms.legalText
  const text = [...ctx.texts.licenses.values()].find(({ hash }) => hash === sha256)
  if (!text)
    throw new UsufructError({
      code: 'TEXT_UNKNOWN',
      kind: 'notFound',
      message: `Offer ${id} is under a license text that this node does not have.`,
      hint: 'Ask the DAO for the text with this hash.',
      details: { offer: String(id), text: sha256 },
    })
  return { row, name: ctx.offerNames.get(row.terms) ?? `Offer ${id}`, slug, terms, text }
}

export const projectedDao = ({ charter, deployment }: Context): ProjectedDao => ({
  name: charter.name,
  chainId: deployment.chainId,
  members: deployment.members,
  practice: charter.practice,
  legal: {
    name: charter.wrapper.legalName,
    registration: charter.wrapper.registration,
    address: charter.wrapper.address,
    accountableAgent: charter.wrapper.accountableAgent,
  },
  contacts: charter.contacts,
})

/** When the rows of a manifest were lent: first and last. Undefined for one without parts. */
export const lentIn = async (
  ctx: Context,
  manifest: Hex,
): Promise<{ from: number; to: number } | undefined> => {
  const [row] = await ctx.db
    .select({ from: min(contributions.at), to: max(contributions.at) })
    .from(parts)
    .innerJoin(contributions, eq(contributions.id, parts.contribution))
    .where(eq(parts.manifest, manifest))
  return row?.from != null && row.to != null ? { from: Number(row.from), to: Number(row.to) } : undefined
}

/** The newest version of an offer that can be licensed. */
export const currentRelease = async (ctx: Context, offer: bigint) => {
  const [current] = await ctx.db
    .select({ release: releases, build: builds })
    .from(releases)
    .innerJoin(builds, eq(builds.manifest, releases.manifest))
    .where(and(eq(releases.offer, offer), eq(releases.state, 'active')))
    .orderBy(desc(releases.release))
    .limit(1)
  return current
}

const releasedOf = async (ctx: Context, offer: bigint): Promise<ProjectionInput['released']> => {
  const current = await currentRelease(ctx, offer)
  if (!current) return null
  const manifest: Manifest = decodeManifest(await ctx.storage.get(current.release.manifest))
  const at = current.release.at
  return {
    manifest,
    members: current.build.members,
    lent: (await lentIn(ctx, current.release.manifest)) ?? { from: at, to: at },
  }
}

/** An offer as projections are given it. @throws UsufructError as {@link offerRecordOf} */
export const projectionInputOf = async (ctx: Context, id: bigint): Promise<ProjectionInput> => {
  const { row, name, slug, terms, text } = await offerRecordOf(ctx, id)
  const dataset = ctx.charter.datasets.find((entry) => entry.slug === slug)
  if (!dataset) throw new Error('a dataset that has an id has an entry')
  const { title, version, language } = text.front
  return {
    terms,
    termsHash: row.terms,
    offer: { id: String(row.id), name, maxMonths: row.maxMonths },
    dataset,
    dao: projectedDao(ctx),
    text: { title, version, language },
    released: await releasedOf(ctx, id),
  }
}
