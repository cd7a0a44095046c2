import { UsufructError } from '@usufruct/sdk/domain/errors'
import { bitmapToPurposes } from '@usufruct/sdk/domain/purposes'
import type { License } from '@usufruct/sdk/http/routes/license'
import { and, asc, count, desc, eq, gt, gte, inArray, isNull, notInArray, or, sql } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'
import { consents, contributions, licenses, notices, offers, parts, releases } from '../../db/schema.ts'
import { contributionStatus } from '../review/contributionStatus.ts'

type Row = typeof licenses.$inferSelect

/** Whether a later release left something out that this license may still open: a member who paused after it was
 * bought, or resumed since, took nothing back from it. */
const leavesOut = async (ctx: Context, license: Row, from: Hex, to: Hex): Promise<boolean> => {
  const kept = ctx.db.select({ id: parts.contribution }).from(parts).where(eq(parts.manifest, to))
  const [lost] = await ctx.db
    .select({ contribution: parts.contribution })
    .from(parts)
    .innerJoin(contributions, eq(contributions.id, parts.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .where(
      and(
        eq(parts.manifest, from),
        notInArray(parts.contribution, kept),
        eq(contributions.status, contributionStatus.accepted),
        isNull(consents.withdrawnAt),
        gt(consents.end, ctx.now()),
        sql`(${consents.purposes} & ${license.purposes}) = ${license.purposes}`,
        or(isNull(consents.pausedAt), gte(consents.pausedAt, license.start)),
      ),
    )
    .limit(1)
  return lost !== undefined
}

/** The newest release a license opens: its own, and later ones that only removed what was taken back. */
const opens = async (ctx: Context, license: Row) => {
  const active = await ctx.db
    .select()
    .from(releases)
    .where(and(eq(releases.offer, license.offer), eq(releases.state, 'active')))
    .orderBy(asc(releases.release))
  let newest = active.findLast((entry) => entry.release <= license.release)
  for (const entry of active) {
    if (entry.release <= license.release) continue
    if (entry.total !== 0n) break
    if (newest && (await leavesOut(ctx, license, newest.manifest, entry.manifest))) break
    newest = entry
  }
  return newest
}

const present = async (ctx: Context, row: Row): Promise<License> => {
  const [offer] = await ctx.db.select().from(offers).where(eq(offers.id, row.offer))
  const [told] = await ctx.db.select({ notices: count() }).from(notices).where(eq(notices.license, row.id))
  const newest = await opens(ctx, row)
  return {
    license: String(row.id),
    offer: String(row.offer),
    offerName: ctx.offerNames.get(offer?.terms ?? '0x') ?? `Offer ${row.offer}`,
    dataset: ctx.datasetIds.get(offer?.dataset ?? '0x') ?? 'unknown',
    licensee: row.licensee,
    release: row.release,
    purposes: bitmapToPurposes(row.purposes),
    start: row.start,
    end: row.end,
    price: String(row.price),
    live: row.end > ctx.now(),
    manifest: newest?.manifest ?? `0x${'0'.repeat(64)}`,
    opensRelease: newest?.release ?? row.release,
    notices: told?.notices ?? 0,
  }
}

export const listLicenses = async (ctx: Context, licensee: Address | undefined) => {
  const rows = await ctx.db
    .select()
    .from(licenses)
    .where(licensee ? eq(licenses.licensee, licensee) : undefined)
    .orderBy(desc(licenses.start), desc(licenses.id))
  return { licenses: await Promise.all(rows.map((row) => present(ctx, row))) }
}

const find = async (ctx: Context, license: string): Promise<Row> => {
  const id = BigInt(license)
  const [row] = await ctx.db.select().from(licenses).where(eq(licenses.id, id))
  if (row) return row
  throw new UsufructError({
    code: 'LICENSE_UNKNOWN',
    kind: 'notFound',
    message: `There is no license ${license}.`,
    hint: '`usufruct license list --all` shows the ids.',
    details: { license },
  })
}

/** @throws UsufructError `LICENSE_UNKNOWN` */
export const getLicense = async (ctx: Context, license: string) => present(ctx, await find(ctx, license))

/** What the licensee must delete, and by when. @throws UsufructError `LICENSE_UNKNOWN`, `LICENSE_NOT_YOURS` */
export const listNotices = async (ctx: Context, account: Address, license: string) => {
  const row = await find(ctx, license)
  if (row.licensee !== account)
    throw new UsufructError({
      code: 'LICENSE_NOT_YOURS',
      kind: 'permission',
      message: 'Another account holds this license.',
      hint: 'Sign in with the account that bought it.',
      details: { license },
    })
  const told = await ctx.db
    .select()
    .from(notices)
    .where(eq(notices.license, row.id))
    .orderBy(desc(notices.at))
  // Rows carry the permission that they were lent under first; one that was renewed since has another id.
  const lent = await ctx.db
    .select({ id: contributions.id, consent: contributions.consent })
    .from(contributions)
    .where(
      inArray(
        contributions.id,
        told.flatMap((notice) => notice.contributions),
      ),
    )
  const grantOf = new Map(lent.map(({ id, consent }) => [id, consent]))
  const grantsOf = (notice: (typeof told)[number]) => [
    ...new Set(notice.contributions.map((id) => (grantOf.get(id) ?? notice.consent).slice(0, 10))),
  ]
  return {
    notices: told.map((notice) => ({
      id: notice.id,
      license,
      dataset: notice.dataset,
      reason: 'withdrawal' as const,
      consent: notice.consent,
      contributions: notice.contributions,
      rows: notice.rows,
      at: notice.at,
      deleteBy: notice.deleteBy,
      text:
        `A member stopped sharing ${notice.rows} rows that this license opened. Delete every copy of them by ` +
        `${new Date(notice.deleteBy * 1000).toISOString().slice(0, 10)}: their column “grant” begins with ` +
        `${grantsOf(notice).join(' or ')}. ` +
        'Models that were trained before are not undone; start no new training on these rows.',
    })),
  }
}
