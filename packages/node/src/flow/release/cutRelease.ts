import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { encodeManifest, type Manifest } from '@usufruct/sdk/domain/manifest'
import { bitmapToPurposes } from '@usufruct/sdk/domain/purposes'
import { croissant } from '@usufruct/sdk/projections/croissant'
import { type LicenseTerms, licenseTerms } from '@usufruct/sdk/terms/terms'
import { buildLeafTree, buildPartTree, type Part } from '@usufruct/sdk/tree/sumTree'
import { eq, inArray, max, min } from 'drizzle-orm'
import { encodeFunctionData, type Hex, zeroHash } from 'viem'
import type { Context } from '../../context.ts'
import { builds, contributions, parts, terms } from '../../db/schema.ts'
import type { OfferRow, PlannedPart, ReleasePlan } from './planRelease.ts'

/** The sum tree over what a release enrols: a leaf for each consent, its contributions below it. */
export const treeOf = (enrolled: readonly { contribution: Hex; consent: Hex; weight: bigint }[]) => {
  if (enrolled.length === 0) return null
  const byConsent = new Map<Hex, Part[]>()
  for (const { consent, contribution, weight } of enrolled) {
    const list = byConsent.get(consent) ?? []
    list.push({ contributionId: contribution, weight })
    byConsent.set(consent, list)
  }
  return buildLeafTree(
    [...byConsent].map(([consentId, list]) => {
      const tree = buildPartTree(list)
      return { consentId, weight: tree.total, subRoot: tree.root }
    }),
  )
}

const datasetOf = (ctx: Context, offer: OfferRow) => {
  const slug = ctx.datasetIds.get(offer.dataset)
  const dataset = ctx.charter.datasets.find((entry) => entry.slug === slug)
  if (dataset) return dataset
  throw new UsufructError({
    code: 'DATASET_UNKNOWN',
    kind: 'notFound',
    message: `Offer ${offer.id} is for a dataset that the charter does not have.`,
    hint: 'Add the dataset to the charter, or close the offer.',
    details: { dataset: offer.dataset },
  })
}

const describe = (ctx: Context, plan: ReleasePlan): Omit<Manifest, 'croissant'> => {
  const dataset = datasetOf(ctx, plan.offer)
  return {
    schema: 'usufruct-release/1',
    dao: ctx.deployment.members,
    chainId: ctx.deployment.chainId,
    dataset: { id: plan.offer.dataset, slug: dataset.slug, name: dataset.name },
    offer: String(plan.offer.id),
    release: plan.release,
    at: plan.at,
    validUntil: plan.validUntil,
    purposes: bitmapToPurposes(plan.offer.purposes),
    columns: dataset.columns.map(({ name, type }) => ({ name, type })),
    parts: plan.parts.map((part: PlannedPart) => ({
      contribution: part.contribution,
      consent: part.consent,
      blob: part.blob,
      bytes: part.bytes,
      rows: part.rows,
      rowsRoot: part.rowsRoot,
      weight: String(part.weight),
      recipient: part.recipient,
      keyCommitment: part.keyCommitment,
    })),
    rowsTotal: plan.parts.reduce((sum, { rows }) => sum + rows, 0),
  }
}

/** When what a release opens was lent: first and last. */
const lentIn = async (ctx: Context, { parts: planned }: ReleasePlan) => {
  if (planned.length === 0) return undefined
  const [row] = await ctx.db
    .select({ from: min(contributions.at), to: max(contributions.at) })
    .from(contributions)
    .where(
      inArray(
        contributions.id,
        planned.map(({ contribution }) => contribution),
      ),
    )
  return row?.from != null && row.to != null ? { from: row.from, to: row.to } : undefined
}

/** Conditions of use, for an offer whose terms the DAO published; one made past it has none that could be told. */
const termsOf = async (ctx: Context, { offer }: ReleasePlan): Promise<LicenseTerms | undefined> => {
  const [kept] = await ctx.db.select().from(terms).where(eq(terms.hash, offer.terms))
  return kept && licenseTerms.parse(JSON.parse(kept.text))
}

/** Stores manifest and Croissant description, before anything on chain refers to them. */
const build = async (ctx: Context, plan: ReleasePlan): Promise<Hex> => {
  const dataset = datasetOf(ctx, plan.offer)
  const described = describe(ctx, plan)
  const offered = await termsOf(ctx, plan)
  const croissantHash = await ctx.storage.put(
    new TextEncoder().encode(
      canonicalJson(
        croissant({
          manifest: described,
          columns: dataset.columns,
          description: dataset.description,
          citation: dataset.citation,
          url: dataset.url,
          license: offered?.legalText.url ?? `urn:sha256:${plan.offer.terms.slice(2)}`,
          creator: { name: ctx.charter.name, url: dataset.url },
          terms: offered,
          lent: await lentIn(ctx, plan),
        }),
      ),
    ),
  )
  const manifest = encodeManifest({ ...described, croissant: croissantHash })
  await ctx.storage.put(manifest.bytes)
  await ctx.db.transaction(async (transaction) => {
    await transaction
      .insert(builds)
      .values({
        manifest: manifest.hash,
        offer: plan.offer.id,
        release: plan.release,
        croissant: croissantHash,
        at: plan.at,
        rows: described.rowsTotal,
        members: new Set(plan.parts.map(({ account }) => account)).size,
        parts: plan.parts.length,
      })
      .onConflictDoNothing()
    if (plan.parts.length > 0)
      await transaction
        .insert(parts)
        .values(
          plan.parts.map(({ contribution, consent, rows, rowsRoot, weight, enrolled }) => ({
            manifest: manifest.hash,
            contribution,
            consent,
            rows,
            rowsRoot,
            weight,
            enrolled,
          })),
        )
        .onConflictDoNothing()
  })
  return manifest.hash
}

/** Asserts what was planned as an offer's next release; it becomes licensable when its challenge window is over. */
export const cutRelease = async (ctx: Context, plan: ReleasePlan) => {
  const { offer } = plan
  const manifest = await build(ctx, plan)
  const tree = treeOf(plan.parts.filter(({ enrolled }) => enrolled))
  const sent = await ctx.sendOnce({
    key: `assert:${offer.id}:${plan.release}:${manifest}`,
    sender: ctx.operator,
    to: ctx.deployment.releases,
    data: encodeFunctionData({
      abi: releasesAbi,
      functionName: 'assertRelease',
      args: [
        offer.id,
        plan.release,
        plan.at,
        plan.validUntil,
        tree?.root ?? zeroHash,
        tree?.total ?? 0n,
        manifest,
      ],
    }),
  })
  await ctx.indexer.reached(sent.block)
  return {
    offer: String(offer.id),
    release: plan.release,
    rows: plan.parts.reduce((sum, { rows }) => sum + rows, 0),
    parts: plan.parts.length,
  }
}
