import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { and, eq, gt, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { concat, encodeFunctionData, type Hex, keccak256, numberToHex } from 'viem'
import type { Context } from '../../context.ts'
import { consents, contributions, licenses, notices, parts, positions, releases } from '../../db/schema.ts'

/** Stops positions whose consent is over. A withdrawal does it in its own transaction; an end date that passed
 * needs somebody to say so. */
const freezeOver = async (ctx: Context) => {
  const over = await ctx.db
    .select({ offer: positions.offer, consent: positions.consent })
    .from(positions)
    .innerJoin(consents, eq(consents.id, positions.consent))
    .where(
      and(isNull(positions.frozenAt), or(isNotNull(consents.withdrawnAt), lte(consents.end, ctx.now() - 1))),
    )
  for (const { offer, consent } of over) {
    const sent = await ctx.sendOnce({
      key: `freeze:${offer}:${consent}`,
      sender: ctx.relayer,
      to: ctx.deployment.offers,
      data: encodeFunctionData({ abi: offersAbi, functionName: 'freeze', args: [offer, consent] }),
    })
    await ctx.indexer.reached(sent.block)
  }
}

const noticeId = (license: bigint, consent: Hex) =>
  keccak256(concat([numberToHex(license, { size: 32 }), consent]))

/** Tells every licensee whose license opened rows that were withdrawn since: once for each license and consent,
 * with the charter's clock. */
const tellLicensees = async (ctx: Context) => {
  const affected = await ctx.db
    .select({
      license: licenses.id,
      consent: consents.id,
      dataset: consents.dataset,
      withdrawnAt: consents.withdrawnAt,
      contributions: sql<Hex[]>`array_agg(distinct ${parts.contribution})`,
    })
    .from(consents)
    .innerJoin(contributions, eq(contributions.consent, consents.id))
    .innerJoin(parts, eq(parts.contribution, contributions.id))
    .innerJoin(releases, and(eq(releases.manifest, parts.manifest), eq(releases.state, 'active')))
    .innerJoin(licenses, and(eq(licenses.offer, releases.offer), lte(releases.release, licenses.release)))
    .leftJoin(notices, and(eq(notices.license, licenses.id), eq(notices.consent, consents.id)))
    .where(
      and(
        isNotNull(consents.withdrawnAt),
        isNull(notices.id),
        // A license that had ended before had to be deleted anyway; one bought later never opened these rows.
        gt(licenses.end, consents.withdrawnAt),
        lt(licenses.start, sql`${consents.withdrawnAt} + 1`),
      ),
    )
    .groupBy(licenses.id, consents.id)
  for (const row of affected) {
    const at = row.withdrawnAt ?? ctx.now()
    const rows = await rowsOfContributions(ctx, row.contributions)
    await ctx.db
      .insert(notices)
      .values({
        id: noticeId(row.license, row.consent),
        license: row.license,
        consent: row.consent,
        dataset: ctx.datasetIds.get(row.dataset) ?? '',
        contributions: row.contributions,
        rows,
        at,
        deleteBy: at + ctx.charter.windows.licenseeDeletes,
      })
      .onConflictDoNothing()
  }
}

const rowsOfContributions = async (ctx: Context, list: readonly Hex[]): Promise<number> => {
  const rows = await ctx.db
    .selectDistinct({ contribution: parts.contribution, rows: parts.rows })
    .from(parts)
    .where(sql`${parts.contribution} in ${[...list]}`)
  return rows.reduce((sum, row) => sum + row.rows, 0)
}

/** Carries withdrawals and ended consents on to pools and licensees; releases follow in `advanceReleases`. */
export const advanceWithdrawals = async (ctx: Context) => {
  await freezeOver(ctx)
  await tellLicensees(ctx)
}
