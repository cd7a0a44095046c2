import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { and, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import { concat, encodeFunctionData, type Hex, keccak256, numberToHex } from 'viem'
import type { Context } from '../../context.ts'
import { rowsOf } from '../../db/rowsOf.ts'
import { consents, notices, parts, positions } from '../../db/schema.ts'
import { findAnchored } from '../anchor/anchoredProof.ts'
import { forgetPrints } from '../clean/forgetPrints.ts'

/** Stops positions whose consent is over. A withdrawal and a pause do it in their own transaction, an end date that
 * passed needs somebody to say so; and a leaf that joins afterwards is stopped here. */
const freezeOver = async (ctx: Context) => {
  const over = await ctx.db
    .select({
      offer: positions.offer,
      consent: positions.consent,
      isKnown: sql<boolean>`${consents.withdrawnAt} is not null or ${consents.pausedAt} is not null or exists (
        select 1 from chain_events e
        where e.name = 'ConsentGranted' and e.args->>'consentId' = ${consents.id})`,
    })
    .from(positions)
    .innerJoin(consents, eq(consents.id, positions.consent))
    .where(
      and(
        isNull(positions.frozenAt),
        or(isNotNull(consents.withdrawnAt), isNotNull(consents.pausedAt), lte(consents.end, ctx.now() - 1)),
      ),
    )
  for (const { offer, consent, isKnown } of over) {
    // The chain has a record or a tombstone of most; of one that ran out under a root it knows nothing, so it is shown
    // what was signed.
    const found = isKnown ? null : await findAnchored(ctx, consent)
    const { account, terms, bits } = found?.leaf ?? {}
    const sent = await ctx.sendOnce({
      key: `freeze:${offer}:${consent}`,
      sender: ctx.relayer,
      to: ctx.deployment.offers,
      data:
        account && terms && bits
          ? encodeFunctionData({
              abi: offersAbi,
              functionName: 'freezeShown',
              args: [offer, account, terms, BigInt(bits)],
            })
          : encodeFunctionData({ abi: offersAbi, functionName: 'freeze', args: [offer, consent] }),
    })
    await ctx.indexer.reached(sent.block)
  }
}

const noticeId = (license: bigint, consent: Hex) =>
  keccak256(concat([numberToHex(license, { size: 32 }), consent]))

type Affected = { license: string; consent: Hex; dataset: Hex; at: string; contributions: Hex[] }

/**
 * Tells every licensee whose license opened rows that were withdrawn since: once for each license and consent, with
 * the charter's clock. A consent that was taken back because another one continues it is no withdrawal of the data,
 * unless what continues it no longer permits what was licensed, or was taken back or over before: then it is, for
 * those licensees.
 */
const tellLicensees = async (ctx: Context) => {
  const affected = rowsOf<Affected>(
    await ctx.db.execute(sql`
      with recursive line(contribution, consent, place) as (
        select c.id, c.consent, 0 from chain_contributions c
        union all
        select line.contribution, next.id, line.place + 1
        from line join chain_consents next on next.replaces = line.consent
      )
      select l.id_number::text as license, gone.id as consent, gone.dataset,
        gone.withdrawn_at::text as at, array_agg(distinct line.contribution) as contributions
      from chain_consents gone
      join line on line.consent = gone.id
      join release_parts p on p.contribution = line.contribution
      join chain_releases r on r.manifest = p.manifest and r.state = 'active'
      join chain_offers o on o.id = r.offer
      join chain_licenses l on l.offer = r.offer and r.release <= l.release
      left join notices told on told.license = l.id_number and told.consent = gone.id
      where gone.withdrawn_at is not null and told.id is null
        and (gone.purposes & o.purposes) = o.purposes
        and not exists (
          select 1 from line after join chain_consents still on still.id = after.consent
          where after.contribution = line.contribution and after.place > line.place
            and (still.purposes & o.purposes) = o.purposes
            and (still.withdrawn_at is null or still.withdrawn_at >= gone.withdrawn_at)
            and still."end" > gone.withdrawn_at)
        -- A license that had ended before had to be deleted anyway; one bought later never opened these rows.
        and l."end" > gone.withdrawn_at and l.start <= gone.withdrawn_at
      group by l.id_number, gone.id`),
  )
  for (const row of affected) {
    const at = Number(row.at)
    const license = BigInt(row.license)
    await ctx.db
      .insert(notices)
      .values({
        id: noticeId(license, row.consent),
        license,
        consent: row.consent,
        dataset: ctx.datasetIds.get(row.dataset) ?? '',
        contributions: row.contributions,
        rows: await rowsOfContributions(ctx, row.contributions),
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

/** Carries withdrawals and ended consents on to pools, licensees and what rows are recognised by; releases follow in `advanceReleases`. */
export const advanceWithdrawals = async (ctx: Context) => {
  await freezeOver(ctx)
  await tellLicensees(ctx)
  await forgetPrints(ctx)
}
