import type { Contribution, contributionStates } from '@usufruct/sdk/http/routes/contribute'
import { asc, eq, inArray } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'
import { roundItems, rounds } from '../../db/reviewSchema.ts'
import {
  builds,
  consents,
  contributions,
  files,
  looks,
  offers,
  parts,
  releases,
  valued,
} from '../../db/schema.ts'
import { licenseOpenings } from '../access/licenseOpenings.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { newRowsOf } from '../value/newRows.ts'

type State = (typeof contributionStates)[number]

type Row = {
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

type InRelease = {
  name: string
  contribution: Hex
  offer: bigint
  release: number
  weight: bigint
  enrolled: boolean
  at: number | null
}

/** To whoever stopped before anybody had looked, the key holders' refusal is what they asked for and no failure. */
export const notCleaned = (error: string, stopped: boolean): string =>
  stopped && error.startsWith('KEYS_REFUSED')
    ? 'Not checked: the key holders do not open it any more'
    : `Could not be cleaned (${error})`

const timelineOf = (
  { onChain, file, consent, round, value }: Row,
  inReleases: readonly InRelease[],
  newRows: number | null,
) => {
  const entries: { at: number; stage: string; text: string }[] = []
  const add = (at: number | null | undefined, stage: string, text: string) => {
    if (at) entries.push({ at, stage, text })
  }
  add(onChain.at, 'contribute', 'Recorded: the commitment is final')
  add(file?.uploadedAt, 'contribute', 'Uploaded, encrypted')
  add(file?.cleanedAt, 'clean', `Checked: ${newRows ?? 0} of ${file?.rows ?? 0} rows are new`)
  if (file?.cleanError)
    add(file.cleanStartedAt, 'clean', notCleaned(file.cleanError, Boolean(consent?.withdrawnAt)))
  add(round?.openedAt, 'review', 'In a review batch')
  if (onChain.status === contributionStatus.accepted) add(onChain.statusAt, 'review', 'Accepted by the panel')
  if (onChain.status === contributionStatus.rejected)
    add(onChain.statusAt, 'review', 'Not accepted by the panel')
  if (onChain.status === contributionStatus.returned)
    add(onChain.statusAt, 'review', 'Sent back by the panel, to be mended')
  add(value?.at, 'value', `Weighed: ${value?.newRows ?? 0} new rows`)
  for (const { name, release, at } of inReleases) add(at, 'release', `In version ${release} of “${name}”`)
  if (consent && consent.id !== onChain.consent)
    add(consent.grantedAt, 'contribute', 'You continued it under a new permission')
  add(consent?.pausedAt, 'withdraw', 'You paused it: no new licenses')
  add(consent?.withdrawnAt, 'withdraw', 'You stopped sharing it')
  return entries.sort((a, b) => a.at - b.at)
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
  const seen = await ctx.db
    .select()
    .from(looks)
    .where(inArray(looks.contribution, ids))
    .orderBy(asc(looks.at))

  const present = async (row: Row): Promise<Contribution> => {
    const { onChain, file, value } = row
    const mine = inReleases.filter(({ contribution }) => contribution === onChain.id)
    const newRows = value?.newRows ?? (file?.cleanedAt ? (await newRowsOf(ctx, onChain.id)).length : null)
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
      timeline: timelineOf(row, mine, newRows),
      looked: [
        ...seen
          .filter(({ contribution }) => contribution === onChain.id)
          .map(({ at, who, task }) => ({ at, who, task })),
        ...(await licenseOpenings(ctx, onChain.id)).map(({ at, who, offer }) => ({
          at,
          who,
          task: `license: ${offerNames.get(offer) ?? offer}`,
        })),
      ].sort((a, b) => a.at - b.at),
    }
  }
  const presented = await Promise.all(rows.map(present))
  return { contributions: presented.sort((a, b) => b.order - a.order) }
}
