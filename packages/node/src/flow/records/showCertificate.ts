import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { bitmapToPurposes } from '@usufruct/sdk/domain/purposes'
import { type Certificate, certificate } from '@usufruct/sdk/http/routes/terms'
import { daoUrn } from '@usufruct/sdk/records/consentRecord'
import { hashDocument, signedDocumentData } from '@usufruct/sdk/records/signedDocument'
import { agreementTerms } from '@usufruct/sdk/terms/deriveTerms'
import { termsHash } from '@usufruct/sdk/terms/terms'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { builds, events, licenses, releases } from '../../db/schema.ts'
import { offerRecordOf } from './offerRecord.ts'

type LicenseRow = typeof licenses.$inferSelect

const licenseOf = async (ctx: Context, license: string): Promise<LicenseRow> => {
  const [row] = await ctx.db
    .select()
    .from(licenses)
    .where(eq(licenses.id, BigInt(license)))
  if (row) return row
  throw new UsufructError({
    code: 'LICENSE_UNKNOWN',
    kind: 'notFound',
    message: `There is no license ${license}.`,
    hint: '`usufruct license list --all` shows the ids.',
    details: { license },
  })
}

/** The purchase, the renewal after it, or its early end: what a certificate is about, and when it was. */
const lastChange = async (ctx: Context, license: bigint) => {
  const [event] = await ctx.db
    .select({ transaction: events.transaction, at: events.at })
    .from(events)
    .where(
      and(
        inArray(events.name, ['LicenseBought', 'LicenseRenewed', 'LicenseEnded']),
        sql`${events.args} ->> 'license' = ${String(license)}`,
      ),
    )
    .orderBy(desc(events.block), desc(events.logIndex))
    .limit(1)
  if (!event) throw new Error('a license that the chain told of has its event')
  return event
}

const releaseOf = async (ctx: Context, { offer, release }: LicenseRow) => {
  const [found] = await ctx.db
    .select({ manifest: releases.manifest, rows: builds.rows })
    .from(releases)
    .innerJoin(builds, eq(builds.manifest, releases.manifest))
    .where(and(eq(releases.offer, offer), eq(releases.release, release)))
  if (found) return found
  throw new UsufructError({
    code: 'RELEASE_UNKNOWN',
    kind: 'notFound',
    message: `This node did not build version ${release} of offer ${offer}.`,
    hint: 'Ask the node that released it.',
    details: { offer: String(offer), release },
  })
}

const certify = async (ctx: Context, row: LicenseRow): Promise<Certificate> => {
  const { name, slug, terms: offered } = await offerRecordOf(ctx, row.offer)
  const changed = await lastChange(ctx, row.id)
  const { manifest, rows } = await releaseOf(ctx, row)
  const { deployment, charter, coin } = ctx
  const dao = daoUrn(deployment)
  const terms = agreementTerms(offered, {
    id: `${dao}:license:${row.id}`,
    licensee: { id: `${dao}:account:${row.licensee}` },
    start: row.start,
    end: row.end,
    purposes: bitmapToPurposes(row.purposes),
  })
  return certificate.parse({
    schema: 'usufruct-certificate/1',
    license: String(row.id),
    dao: {
      name: charter.name,
      chainId: deployment.chainId,
      members: deployment.members,
      offers: deployment.offers,
    },
    licensee: row.licensee,
    offer: String(row.offer),
    offerName: name,
    dataset: slug,
    release: row.release,
    manifest,
    rows,
    purposes: bitmapToPurposes(row.purposes),
    start: row.start,
    end: row.end,
    price: String(row.price),
    coin: { symbol: coin.symbol, decimals: coin.decimals },
    terms,
    termsHash: termsHash(terms),
    legalText: terms.legalText.sha256,
    charter: terms.charter ?? ctx.texts.charter.hash,
    transaction: changed.transaction,
    issuedAt: changed.at,
  })
}

/**
 * What a licensee can show: everything in it is on the chain or in published texts, so that the same license has the
 * same certificate, byte for byte, whenever it is asked for.
 * @throws UsufructError `LICENSE_UNKNOWN`, `RELEASE_UNKNOWN`, and as `offerRecordOf`
 */
export const showCertificate = async (ctx: Context, license: string) => {
  const content = await certify(ctx, await licenseOf(ctx, license))
  const document = canonicalJson(content)
  const hash = hashDocument(document)
  const { chainId, members } = ctx.deployment
  const signature = await ctx.operator.signTypedData(
    signedDocumentData({ chainId, members, kind: 'license-certificate', hash, at: content.issuedAt }),
  )
  return {
    certificate: content,
    document,
    hash,
    signer: ctx.operator.address.toLowerCase() as Hex,
    signature,
  }
}
