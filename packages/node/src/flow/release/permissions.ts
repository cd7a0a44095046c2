import { purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { grantTerms } from '@usufruct/sdk/terms/deriveTerms'
import {
  createSelector,
  type GrantToSelect,
  type Refusal,
  type SelectOptions,
} from '@usufruct/sdk/terms/selectGrants'
import { type LicenseTerms, licenseTerms, termsHash, termsText } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { type consents, terms } from '../../db/schema.ts'
import { readGrantText } from '../../indexer/readGrantText.ts'
import { type Agreement, allAgreements } from '../consent/agreements.ts'
import { isNewerVersion } from '../consent/isNewerVersion.ts'
import { termsGiven, termsHomeOf } from '../consent/knownTerms.ts'

type ConsentRow = typeof consents.$inferSelect

/** A permission as releases and licenses decide on it: what was signed, and what every later version of the
 * agreement leaves of it. All of them have to allow a use. */
export type Permission = Omit<GrantToSelect, 'id'>[]

/** Narrower by notice, wider only by a new consent: a later version takes away what it no longer offers, and adds
 * nothing. */
const leftBy = (signed: Agreement, later: Agreement, purposes: number): number => {
  const dropped =
    purposesToBitmap(signed.terms.purposes.permit) & ~purposesToBitmap(later.terms.purposes.permit)
  return (purposes & ~dropped) >>> 0
}

/** Consents whose signed terms were held against their agreement: by database, since they never change. */
const checked = new WeakMap<Context['db'], Map<Hex, boolean>>()
const mostChecked = 1_000_000

/**
 * Reads what this DAO published, once, and answers for any number of consents. The terms' text of a consent is asked
 * for too: `null` where this node does not know it.
 */
export const loadPermissions = async (ctx: Context) => {
  const agreements = await allAgreements(ctx)
  const byHash = new Map(agreements.map((agreement) => [agreement.hash, agreement]))
  const home = termsHomeOf(ctx)
  const known = checked.get(ctx.db) ?? new Map<Hex, boolean>()
  checked.set(ctx.db, known)

  // What all who signed a text share is one object, so that it is decided on once for all of them.
  const shared = new Map<string, LicenseTerms>()
  const sharedOf = (agreement: Agreement, dataset: string): LicenseTerms => {
    const key = `${agreement.hash} ${dataset}`
    const found =
      shared.get(key) ??
      grantTerms(home, agreement, { dataset, purposes: agreement.terms.purposes.permit, end: 0 })
    shared.set(key, found)
    return found
  }

  const later = new Map<Hex, Agreement[]>()
  const laterThan = (signed: Agreement): Agreement[] => {
    const found =
      later.get(signed.hash) ??
      agreements.filter(
        ({ authoritative, version }) => authoritative && isNewerVersion(version, signed.version),
      )
    later.set(signed.hash, found)
    return found
  }

  /** Whether what was signed is what the agreement gives: a hash on chain may be anything. */
  const isSigned = (consent: ConsentRow, agreement: Agreement, dataset: string, text: string): boolean => {
    const before = known.get(consent.id)
    if (before !== undefined) return before
    const { purposes, end } = consent
    const replaces = readGrantText(text)?.replaces
    const made = termsGiven(home, agreement, { dataset, purposes, end, replaces })
    const answer = made !== null && termsText(made) === text && termsHash(made) === consent.terms
    if (known.size >= mostChecked) known.clear()
    known.set(consent.id, answer)
    return answer
  }

  const texts: ReadonlyMap<string, PublishedText> = new Map(agreements.map(({ hash, text }) => [hash, text]))

  return {
    texts,
    /** Newest first. */
    agreements,
    sharedOf,
    /** Null where nobody can say what was signed: an agreement that this DAO did not publish, or terms that are not
     * known or not those of one. */
    permissionOf: (consent: ConsentRow, text: string | null): Permission | null => {
      const dataset = ctx.datasetIds.get(consent.dataset)
      const signed = consent.agreement === null ? undefined : byHash.get(consent.agreement)
      if (!dataset || !signed || text === null || !isSigned(consent, signed, dataset, text)) return null
      const { end } = consent
      // What the text did not let anybody allow is not allowed, though a transaction of one's own may name it.
      const purposes = (consent.purposes & purposesToBitmap(signed.terms.purposes.permit)) >>> 0
      return [
        { terms: sharedOf(signed, dataset), purposes, end },
        ...laterThan(signed).map((version) => ({
          terms: sharedOf(version, dataset),
          purposes: leftBy(signed, version, purposes),
          end,
        })),
      ]
    },
  }
}

/** Decides on whole permissions: the first reason of the first version that does not allow it. */
export const selectorFor = (child: LicenseTerms, options: SelectOptions) => {
  const decide = createSelector(child, options)
  return (permission: Permission): Refusal | null => {
    for (const grant of permission) {
      const refusal = decide(grant)
      if (refusal) return refusal
    }
    return null
  }
}

/** What an offer says, from the text whose hash is on chain; null while this node does not know it. */
export const offerTermsOf = async (ctx: Context, offer: { terms: Hex }): Promise<LicenseTerms | null> => {
  const [kept] = await ctx.db.select().from(terms).where(eq(terms.hash, offer.terms))
  if (!kept) return null
  const read = licenseTerms.safeParse(JSON.parse(kept.text))
  return read.success && read.data.kind === 'offer' && termsHash(read.data) === offer.terms ? read.data : null
}
