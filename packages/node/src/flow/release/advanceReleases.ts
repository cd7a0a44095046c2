import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { proveInclusion } from '@usufruct/sdk/tree/sumTree'
import { and, count, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { encodeFunctionData } from 'viem'
import type { Context } from '../../context.ts'
import { consents, contributions, files, joined, offers, parts, releases, valued } from '../../db/schema.ts'
import { isLiveConsent } from '../consent/liveConsent.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { waitsForEarlier } from '../value/newRows.ts'
import { cutRelease, treeOf } from './cutRelease.ts'
import { newestRelease, type OfferRow, planRelease } from './planRelease.ts'
import { settleReleases } from './settleReleases.ts'

/** Enters the leaves of active releases into the pool. Nobody has to: a leaf that joins late earns the same. */
const joinLeaves = async (ctx: Context) => {
  const open = await ctx.db
    .select({
      offer: releases.offer,
      release: releases.release,
      manifest: releases.manifest,
      consent: parts.consent,
    })
    .from(releases)
    .innerJoin(parts, and(eq(parts.manifest, releases.manifest), eq(parts.enrolled, true)))
    .leftJoin(
      joined,
      and(
        eq(joined.offer, releases.offer),
        eq(joined.release, releases.release),
        eq(joined.consent, parts.consent),
      ),
    )
    .where(and(eq(releases.state, 'active'), isNull(joined.consent)))
  for (const { offer, release, manifest } of new Map(open.map((row) => [row.manifest, row])).values()) {
    const enrolled = await ctx.db
      .select()
      .from(parts)
      .where(and(eq(parts.manifest, manifest), eq(parts.enrolled, true)))
    const tree = treeOf(enrolled)
    const missing = new Set(open.filter((row) => row.manifest === manifest).map(({ consent }) => consent))
    let last = 0
    for (const [index, leaf] of (tree?.leaves ?? []).entries()) {
      if (!tree || !missing.has(leaf.consentId)) continue
      const { proof } = proveInclusion(tree, index)
      const sent = await ctx.sendOnce({
        key: `join:${offer}:${release}:${leaf.consentId}`,
        sender: ctx.relayer,
        to: ctx.deployment.offers,
        data: encodeFunctionData({
          abi: offersAbi,
          functionName: 'join',
          args: [offer, release, leaf, BigInt(index), proof],
        }),
      })
      last = Math.max(last, sent.block)
    }
    await ctx.indexer.reached(last)
  }
}

/** Whether any contribution to a dataset is between its upload and its worth: then a release waits for it. Not for
 * one whose member left meanwhile: nothing will ever come of it. */
export const isBusy = async (ctx: Context, dataset: string): Promise<boolean> => {
  const [row] = await ctx.db
    .select({ busy: count() })
    .from(files)
    .innerJoin(contributions, eq(contributions.id, files.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .leftJoin(valued, eq(valued.contribution, files.contribution))
    .where(
      and(
        eq(files.dataset, dataset),
        isLiveConsent(ctx.now()),
        // Nobody may look any more, so nothing will come of it either.
        gt(files.grantUntil, ctx.now()),
        isNotNull(files.uploadedAt),
        isNull(files.cleanError),
        isNull(valued.contribution),
        inArray(contributions.status, [contributionStatus.registered, contributionStatus.accepted]),
      ),
    )
  return (row?.busy ?? 0) > 0
}

const cutDue = async (ctx: Context, offer: OfferRow) => {
  const newest = await newestRelease(ctx, offer.id)
  if (newest?.state === 'asserted') return
  const plan = await planRelease(ctx, offer)
  if (!plan) return
  // What a member took back, or what was taken down, leaves at once; what is new can wait for what arrives with it.
  if (plan.removed.length === 0 && !plan.changed) {
    const tooSoon = (newest?.activatedAt ?? 0) + ctx.charter.windows.releaseEvery > ctx.now()
    if (tooSoon || (await isBusy(ctx, ctx.datasetIds.get(offer.dataset) ?? ''))) return
  }
  await cutRelease(ctx, plan)
}

/** Enqueues what can be valued now. */
const valueAccepted = async (ctx: Context) => {
  const waiting = await ctx.db
    .select({ contribution: files.contribution })
    .from(files)
    .innerJoin(contributions, eq(contributions.id, files.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .leftJoin(valued, eq(valued.contribution, files.contribution))
    .where(
      and(
        eq(contributions.status, contributionStatus.accepted),
        isNull(valued.contribution),
        isNotNull(files.cleanedAt),
        // Key holders open nothing that was taken back or paused, or that nobody may look at any more.
        isLiveConsent(ctx.now()),
        gt(files.grantUntil, ctx.now()),
        sql`not exists (select 1 from pgboss.job j where j.name = 'value' and j.singleton_key = ${files.contribution} and j.state in ('created', 'retry', 'active'))`,
      ),
    )
  for (const { contribution } of waiting)
    if (!(await waitsForEarlier(ctx, contribution))) await ctx.jobs.value(contribution)
}

/** Moves every offer on: values what was accepted, cuts what changed, activates what waited, joins what is new.
 * What fails for one offer holds nothing else up; it is thrown when all had their turn. */
export const advanceReleases = async (ctx: Context) => {
  const failures: unknown[] = []
  const attempt = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error))
  await attempt(valueAccepted(ctx))
  for (const offer of await ctx.db.select().from(offers).where(eq(offers.closed, false)))
    await attempt(cutDue(ctx, offer))
  await attempt(settleReleases(ctx))
  await attempt(joinLeaves(ctx))
  if (failures.length > 0) throw failures[0]
}

/** Cuts a release of each of a dataset's offers that has something new, without waiting for what is on its way. */
export const requestRelease = async (ctx: Context, dataset: `0x${string}`) => {
  const cut = []
  const unchanged = []
  for (const offer of await ctx.db
    .select()
    .from(offers)
    .where(and(eq(offers.dataset, dataset), eq(offers.closed, false)))) {
    const newest = await newestRelease(ctx, offer.id)
    const plan = newest?.state === 'asserted' ? null : await planRelease(ctx, offer)
    if (plan) cut.push(await cutRelease(ctx, plan))
    else unchanged.push(String(offer.id))
  }
  return { releases: cut, unchanged }
}
