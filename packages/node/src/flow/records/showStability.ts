import type { Stability } from '@usufruct/sdk/http/routes/terms'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { consents, contributions, parts, releases } from '../../db/schema.ts'
import { quoteLicense } from '../license/quoteLicense.ts'
import { currentRelease, type OfferRow, offerRecordOf } from './offerRecord.ts'
import { stabilitySentences } from './stabilitySheet.ts'

const monthSeconds = 30 * 86_400
const yearSeconds = 365 * 86_400

type Lent = { contribution: Hex; rows: number; consent: typeof consents.$inferSelect }

/** Parts of one version, or of all, each with the permission that it is under now. */
const lentIn = (ctx: Context, offer: bigint, manifest?: Hex): Promise<Lent[]> =>
  ctx.db
    .selectDistinct({ contribution: parts.contribution, rows: parts.rows, consent: consents })
    .from(parts)
    .innerJoin(
      releases,
      and(eq(releases.manifest, parts.manifest), eq(releases.offer, offer), eq(releases.state, 'active')),
    )
    .innerJoin(contributions, eq(contributions.id, parts.contribution))
    .innerJoin(consents, eq(consents.id, contributions.currentConsent))
    .where(manifest ? eq(parts.manifest, manifest) : undefined)

const sum = (lent: readonly Lent[]) => ({
  rows: lent.reduce((total, { rows }) => total + rows, 0),
  members: new Set(lent.map(({ consent }) => consent.account)).size,
})

/** When rows left an offer by their member's choice: taken back, or continued without its purposes. Null: not. */
const leftAt = ({ consent }: Lent, { purposes }: Pick<OfferRow, 'purposes'>): number | null => {
  if (consent.withdrawnAt !== null) return consent.withdrawnAt
  return (consent.purposes & purposes) >>> 0 === purposes >>> 0 ? null : consent.grantedAt
}

const firstReleaseAt = async (ctx: Context, offer: bigint): Promise<number | null> => {
  const [first] = await ctx.db
    .select({ at: releases.activatedAt })
    .from(releases)
    .where(and(eq(releases.offer, offer), eq(releases.state, 'active'), isNotNull(releases.activatedAt)))
    .orderBy(asc(releases.release))
    .limit(1)
  return first?.at ?? null
}

const withdrawalsOf = async (ctx: Context, offer: OfferRow): Promise<Stability['withdrawals']> => {
  const ever = await lentIn(ctx, offer.id)
  const gone = ever.filter((entry) => leftAt(entry, offer) !== null)
  const since = await firstReleaseAt(ctx, offer.id)
  const history = since === null ? 0 : ctx.now() - since
  const total = sum(ever).rows
  const share = total === 0 ? 0 : sum(gone).rows / total
  return {
    ...sum(gone),
    last: gone.reduce<number | null>((last, entry) => Math.max(last ?? 0, leftAt(entry, offer) ?? 0), null),
    perYear: history < monthSeconds ? null : Math.min(1, (share * yearSeconds) / history),
    cutWithin: ctx.charter.windows.recutWithin,
  }
}

/**
 * How long what an offer opens may be used, how much of it was taken back so far, and what that would do: before
 * anything is paid.
 * @throws UsufructError as `quoteLicense` does, and `TERMS_UNKNOWN`, `TEXT_UNKNOWN`
 */
export const showStability = async (
  ctx: Context,
  { offer, months }: { offer: string; months: number },
): Promise<Stability> => {
  const quote = await quoteLicense(ctx, { offer, months })
  const { row, name, slug, terms, text } = await offerRecordOf(ctx, BigInt(offer))
  const current = await currentRelease(ctx, row.id)
  const now = current ? await lentIn(ctx, row.id, current.release.manifest) : []
  const staying = now.filter((entry) => leftAt(entry, row) === null)
  const outlasting = sum(staying.filter(({ consent }) => consent.end >= quote.end))
  return {
    offer,
    offerName: name,
    dataset: slug,
    release: quote.release,
    at: ctx.now(),
    months,
    end: quote.end,
    rows: quote.rows,
    members: quote.members,
    outlasting: { ...outlasting, share: quote.rows === 0 ? 0 : Math.min(1, outlasting.rows / quote.rows) },
    withdrawals: await withdrawalsOf(ctx, row),
    paused: sum(staying.filter(({ consent }) => consent.pausedAt !== null)),
    ...stabilitySentences(terms, text),
    licenseeDeadlineDays: terms.revocation.licenseeDeadlineDays,
    warranties: terms.warranties,
    personalData: terms.personalData.present,
    contact: ctx.charter.contacts.licensing,
    terms: row.terms,
    legalText: terms.legalText.sha256,
  }
}
