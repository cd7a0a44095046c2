import { bitmapToPurposes } from '@usufruct/sdk/domain/purposes'
import type { Consent } from '@usufruct/sdk/http/routes/consent'
import { and, countDistinct, desc, eq, gt, lte } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'
import { consents, contributions, licenses, parts, releases } from '../../db/schema.ts'

const countContributions = async (ctx: Context, consent: Hex) => {
  const [row] = await ctx.db
    .select({ count: countDistinct(contributions.id) })
    .from(contributions)
    .where(eq(contributions.consent, consent))
  return row?.count ?? 0
}

const countLicenses = async (ctx: Context, consent: Hex) => {
  const [row] = await ctx.db
    .select({ count: countDistinct(licenses.id) })
    .from(parts)
    .innerJoin(releases, and(eq(releases.manifest, parts.manifest), eq(releases.state, 'active')))
    .innerJoin(licenses, and(eq(licenses.offer, releases.offer), lte(releases.release, licenses.release)))
    .where(and(eq(parts.consent, consent), gt(licenses.end, ctx.now())))
  return row?.count ?? 0
}

/** The permissions an account gave, newest first, and what each is used for now. */
export const listConsents = async (ctx: Context, account: Address): Promise<{ consents: Consent[] }> => {
  const rows = await ctx.db
    .select()
    .from(consents)
    .where(eq(consents.account, account))
    .orderBy(desc(consents.grantedAt))
  return {
    consents: await Promise.all(
      rows.map(async (row) => ({
        consent: row.id,
        inner: row.inner,
        account: row.account,
        dataset: ctx.datasetIds.get(row.dataset) ?? 'unknown',
        purposes: bitmapToPurposes(row.purposes),
        agreement: row.agreement,
        terms: row.terms,
        grantedAt: row.grantedAt,
        end: row.end,
        withdrawnAt: row.withdrawnAt,
        live: row.withdrawnAt === null && row.end > ctx.now(),
        contributions: await countContributions(ctx, row.id),
        licenses: await countLicenses(ctx, row.id),
      })),
    ),
  }
}
