import type { ConsentEvent, ConsentRecordInput, RecordController } from '@usufruct/sdk/records/consentRecord'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'
import { and, asc, eq, lte, or, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { consents, contributions, licenses, parts, releases } from '../../db/schema.ts'
import { agreementByHash } from '../consent/agreements.ts'
import { type ConsentActKind, evidenceOf } from './consentEvidence.ts'

export type ConsentRow = typeof consents.$inferSelect

export const controllerOf = ({ charter, deployment }: Context): RecordController => ({
  chainId: deployment.chainId,
  members: deployment.members,
  name: charter.name,
  legalName: charter.wrapper.legalName,
  registration: charter.wrapper.registration,
  address: charter.wrapper.address,
  accountableAgent: charter.wrapper.accountableAgent,
  privacyContact: charter.contacts.privacy,
})

/** Where a member manages permissions and asks for rights. A node without a name in the world names the place only:
 * an address of its own machine would mean another one to whoever reads the receipt. */
const pagesOf = ({ publicHosts, deployment }: Context) => {
  const [host] = publicHosts
  const base = host
    ? `https://${host}`
    : `urn:usufruct:${deployment.chainId}:${deployment.members.toLowerCase()}:page:`
  return {
    consents: `${base}${host ? '/my-data' : 'my-data'}`,
    rights: `${base}${host ? '/account' : 'account'}`,
  }
}

/** Licenses that were given data under a consent, up to a time. */
const recipientsOf = (ctx: Context, consent: ConsentRow, until: number) =>
  ctx.db
    .selectDistinct({ license: licenses.id, licensee: licenses.licensee })
    .from(contributions)
    .innerJoin(parts, eq(parts.contribution, contributions.id))
    .innerJoin(releases, and(eq(releases.manifest, parts.manifest), eq(releases.state, 'active')))
    .innerJoin(licenses, and(eq(licenses.offer, releases.offer), lte(releases.release, licenses.release)))
    .where(
      and(
        or(eq(contributions.consent, consent.id), eq(contributions.currentConsent, consent.id)),
        lte(licenses.start, until),
        // Bought after the rows were taken back: never opened.
        consent.withdrawnAt === null ? undefined : lte(licenses.start, consent.withdrawnAt),
        sql`${licenses.end} > ${consent.grantedAt}`,
      ),
    )
    .orderBy(asc(licenses.id))

const happened = (
  consent: ConsentRow,
  terms: LicenseTerms,
  until: number,
): Omit<ConsentEvent, 'evidence'>[] => {
  const list: Omit<ConsentEvent, 'evidence'>[] = [
    {
      kind: terms.replaces ? 'renewed' : 'given',
      at: consent.grantedAt,
      by: 'member',
      method: 'one unticked box for each purpose, then a signature',
    },
  ]
  if (consent.pausedAt !== null)
    list.push({ kind: 'paused', at: consent.pausedAt, by: 'member', method: 'a signed message' })
  if (consent.withdrawnAt !== null)
    list.push({ kind: 'withdrawn', at: consent.withdrawnAt, by: 'member', method: 'a signed message' })
  else if (consent.end <= until)
    list.push({ kind: 'expired', at: consent.end, by: 'dao', method: 'the end date that was signed' })
  return list.filter(({ at }) => at <= until)
}

const actOf: Partial<Record<ConsentEvent['kind'], ConsentActKind>> = {
  given: 'grant',
  renewed: 'grant',
  paused: 'pause',
  withdrawn: 'withdraw',
}

/**
 * Everything a consent's record says as of a time. Null while the agreement that its terms name is not one of this DAO's.
 * `changed`: it continues another consent with other purposes, which DPV calls given rather than renewed.
 */
export const recordInputOf = async (
  ctx: Context,
  consent: ConsentRow,
  terms: LicenseTerms,
  { identifier, until, changed }: { identifier: string; until: number; changed: boolean },
): Promise<ConsentRecordInput | null> => {
  const agreement = await agreementByHash(ctx, terms.legalText.sha256)
  const slug = ctx.datasetIds.get(consent.dataset)
  if (!agreement || !slug) return null
  const [next] = await ctx.db
    .select({ id: consents.id })
    .from(consents)
    .where(eq(consents.replaces, consent.id))
  const events = await Promise.all(
    happened(consent, terms, until).map(async (event): Promise<ConsentEvent> => {
      const act = actOf[event.kind]
      const kind = event.kind === 'renewed' && changed ? 'given' : event.kind
      return { ...event, kind, evidence: act && (await evidenceOf(ctx, consent, act)) }
    }),
  )
  return {
    identifier,
    createdAt: consent.grantedAt,
    consent: consent.id,
    account: consent.account,
    terms,
    termsHash: consent.terms,
    dataset: { slug, name: ctx.charter.datasets.find((entry) => entry.slug === slug)?.name ?? slug },
    notice: {
      hash: agreement.hash,
      title: agreement.title,
      version: agreement.version,
      language: agreement.language,
      publishedAt: agreement.publishedAt,
    },
    controller: controllerOf(ctx),
    pages: pagesOf(ctx),
    replaces: terms.replaces ?? null,
    replacedBy: next?.id ?? null,
    recipients: (await recipientsOf(ctx, consent, until)).map(({ license, licensee }) => ({
      license: String(license),
      licensee,
    })),
    events,
  }
}
