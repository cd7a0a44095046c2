import type { Contribution, contributionStates } from '@usufruct/sdk/http/routes/contribute'
import { asc, eq, inArray } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'
import { roundItems, rounds } from '../../db/reviewSchema.ts'
import { builds, consents, contributions, files, offers, parts, releases, valued } from '../../db/schema.ts'
import { readLooks } from '../access/readLooks.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { takenDownOf } from '../takedown/takenDownOf.ts'
import { countNearRows, newRowsOf } from '../value/newRows.ts'
import { licensesOf, readLedger, timelineOf } from './timelineOf.ts'

type State = (typeof contributionStates)[number]

export type Row = {
  onChain: typeof contributions.$inferSelect
  file: typeof files.$inferSelect | null
  consent: typeof consents.$inferSelect | null
  round: typeof rounds.$inferSelect | null
  value: typeof valued.$inferSelect | null
}

/** Where a contribution is, from the most final fact to the first. */
export const stateOf = ({ onChain, file, consent, round }: Omit<Row, 'value'>): State => {
  if (consent?.withdrawnAt || onChain.status === contributionStatus.retracted) return 'withdrawn'
  if (onChain.status === contributionStatus.accepted) return 'accepted'
  if (onChain.status === contributionStatus.rejected) return 'rejected'
  if (onChain.status === contributionStatus.returned) return 'returned'
  if (file?.cleanError) return 'failed'
  if (round && round.phase !== 'open') return 'in-review'
  if (file?.cleanedAt) return 'cleaned'
  if (file?.cleanStartedAt) return 'cleaning'
  return file?.uploadedAt ? 'uploaded' : 'registered'
}

export type InRelease = {
  name: string
  contribution: Hex
  offer: bigint
  release: number
  weight: bigint
  enrolled: boolean
  at: number | null
}

/** What an account lent, newest first, with everything that happened to it. */
export const listContributions = async (
  ctx: Context,
  account: Address,
): Promise<{ contributions: Contribution[] }> => {
  const rows: Row[] = await ctx.db
    .select({ onChain: contributions, file: files, consent: consents, round: rounds, value: valued })
    .from(contributions)
    .leftJoin(files, eq(files.contribution, contributions.id))
    .leftJoin(consents, eq(consents.id, contributions.currentConsent))
    .leftJoin(roundItems, eq(roundItems.contribution, contributions.id))
    .leftJoin(rounds, eq(rounds.id, roundItems.round))
    .leftJoin(valued, eq(valued.contribution, contributions.id))
    .where(eq(contributions.account, account))
  const ids = rows.map(({ onChain }) => onChain.id)
  if (ids.length === 0) return { contributions: [] }

  const offerNames = new Map(
    (await ctx.db.select({ id: offers.id, terms: offers.terms }).from(offers)).map(({ id, terms }) => [
      String(id),
      ctx.offerNames.get(terms) ?? `offer ${id}`,
    ]),
  )
  const released = await ctx.db
    .select({
      contribution: parts.contribution,
      offer: builds.offer,
      release: builds.release,
      weight: parts.weight,
      enrolled: parts.enrolled,
      at: releases.activatedAt,
    })
    .from(parts)
    .innerJoin(builds, eq(builds.manifest, parts.manifest))
    .innerJoin(releases, eq(releases.manifest, builds.manifest))
    .where(inArray(parts.contribution, ids))
    .orderBy(asc(builds.offer), asc(builds.release))
  const inReleases: InRelease[] = released.map((entry) => ({
    ...entry,
    name: offerNames.get(String(entry.offer)) ?? `offer ${entry.offer}`,
  }))
  const whoLooked = await readLooks(ctx, ids, offerNames)
  const consentIds = new Set(rows.flatMap(({ onChain }) => [onChain.consent, onChain.currentConsent]))
  const ledger = await readLedger(ctx, ids, [...consentIds])
  const licensed = await licensesOf(ctx, inReleases)

  const present = async (row: Row): Promise<Contribution> => {
    const { onChain, file, value } = row
    const mine = inReleases.filter(({ contribution }) => contribution === onChain.id)
    const bought = licensed.filter(({ offer, release }) =>
      mine.some((entry) => entry.offer === offer && entry.release === release),
    )
    const newRows = value?.newRows ?? (file?.cleanedAt ? (await newRowsOf(ctx, onChain.id)).length : null)
    const takenDown = await takenDownOf(ctx, onChain.id)
    return {
      contribution: onChain.id,
      account: onChain.account,
      dataset: ctx.datasetIds.get(onChain.dataset) ?? 'unknown',
      name: file?.name ?? 'not described yet',
      consent: onChain.currentConsent,
      order: onChain.order,
      at: onChain.at,
      state: stateOf(row),
      rows: file?.rows ?? 0,
      newRows,
      nearRows: file?.cleanedAt ? await countNearRows(ctx, onChain.id) : null,
      takenDown,
      redactions: (file?.findings ?? []).reduce(
        (sum, { action, count }) => sum + (action === 'keep' ? 0 : count),
        0,
      ),
      contentHash: file?.contentHash ?? null,
      commitment: onChain.commitment,
      blob: file?.blob ?? null,
      weights: mine
        .filter(({ enrolled }) => enrolled)
        .map(({ offer, release, weight }) => ({ offer: String(offer), release, weight: String(weight) })),
      opening: file
        ? { salt: file.salt, keyCommitment: file.keyCommitment, contentBytes: file.contentBytes }
        : null,
      timeline: timelineOf({
        row,
        inReleases: mine,
        bought,
        newRows,
        takenDown,
        takedownContact: ctx.charter.contacts.takedown,
        ledger,
        coin: ctx.coin,
      }),
      ...(await whoLooked(onChain.id)),
    }
  }
  const presented = await Promise.all(rows.map(present))
  return { contributions: presented.sort((a, b) => b.order - a.order) }
}
