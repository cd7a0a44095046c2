import { bitmapToPurposes, knownPurposes } from '@usufruct/sdk/domain/purposes'
import type { Consent, consentStates } from '@usufruct/sdk/http/routes/consent'
import { and, countDistinct, desc, eq, gt, lte } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'
import { agreements, consents, contributions, licenses, parts, releases } from '../../db/schema.ts'
import { knownTermsOf } from './knownTerms.ts'

type ConsentRow = typeof consents.$inferSelect
type State = (typeof consentStates)[number]

const daySeconds = 86_400
const askBefore = 60 * daySeconds

const countContributions = async (ctx: Context, consent: Hex) => {
  const [row] = await ctx.db
    .select({ count: countDistinct(contributions.id) })
    .from(contributions)
    .where(eq(contributions.currentConsent, consent))
  return row?.count ?? 0
}

/** Parts that name a consent which was continued since are opened under the one that continues it. */
const countLicenses = async (ctx: Context, consent: Hex) => {
  const [row] = await ctx.db
    .select({ count: countDistinct(licenses.id) })
    .from(contributions)
    .innerJoin(parts, eq(parts.contribution, contributions.id))
    .innerJoin(releases, and(eq(releases.manifest, parts.manifest), eq(releases.state, 'active')))
    .innerJoin(licenses, and(eq(licenses.offer, releases.offer), lte(releases.release, licenses.release)))
    .where(and(eq(contributions.currentConsent, consent), gt(licenses.end, ctx.now())))
  return row?.count ?? 0
}

/** Where a permission is. One that was continued permits by itself until it is taken back, moments later. */
export const stateOfConsent = (
  { withdrawnAt, pausedAt, end }: Pick<ConsentRow, 'withdrawnAt' | 'pausedAt' | 'end'>,
  replacedBy: Hex | null,
  now: number,
): State => {
  if (withdrawnAt !== null) return replacedBy ? 'replaced' : 'withdrawn'
  if (pausedAt !== null) return replacedBy ? 'replaced' : 'paused'
  return end <= now ? 'expired' : 'live'
}

/** From when on its member is asked to renew it: 60 days before the end, or the last fifth of a short one. */
export const renewFromOf = ({ grantedAt, end }: Pick<ConsentRow, 'grantedAt' | 'end'>): number =>
  Math.max(end - askBefore, end - Math.floor((end - grantedAt) / 5))

/** The permissions an account gave, newest first, and what each is used for now. */
export const listConsents = async (ctx: Context, account: Address): Promise<{ consents: Consent[] }> => {
  const rows = await ctx.db
    .select({ consent: consents, agreementVersion: agreements.version })
    .from(consents)
    .leftJoin(agreements, eq(agreements.hash, consents.agreement))
    .where(eq(consents.account, account))
    .orderBy(desc(consents.grantedAt), desc(consents.id))
  // The newest first: of two that continue the same one, that is the one which does.
  const replacedBy = new Map<Hex, Hex>()
  for (const { consent } of rows)
    if (consent.replaces && !replacedBy.has(consent.replaces)) replacedBy.set(consent.replaces, consent.id)
  const present = async (row: ConsentRow, agreementVersion: string | null): Promise<Consent> => {
    const next = replacedBy.get(row.id) ?? null
    const state = stateOfConsent(row, next, ctx.now())
    return {
      consent: row.id,
      inner: row.inner,
      account: row.account,
      dataset: ctx.datasetIds.get(row.dataset) ?? 'unknown',
      // What this version has no word for is not known, and nothing is done under it.
      purposes: bitmapToPurposes((row.purposes & knownPurposes) >>> 0),
      agreement: row.agreement,
      agreementVersion: agreementVersion ?? '',
      terms: row.terms,
      grantedAt: row.grantedAt,
      end: row.end,
      pausedAt: row.pausedAt,
      withdrawnAt: row.withdrawnAt,
      replaces: row.replaces,
      replacedBy: next,
      state,
      live: state === 'live',
      renewFrom: state === 'live' && !next ? renewFromOf(row) : null,
      known: (await knownTermsOf(ctx, row)) !== null,
      contributions: await countContributions(ctx, row.id),
      licenses: await countLicenses(ctx, row.id),
    }
  }
  return {
    consents: await Promise.all(
      rows.map(({ consent, agreementVersion }) => present(consent, agreementVersion)),
    ),
  }
}
