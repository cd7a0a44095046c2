import { bitmapToPurposes, purposesToBitmap } from '../domain/purposes.ts'
import type { PublishedText } from '../texts/frontMatter.ts'
import { comparedFields, fieldRules } from './fields/fieldRules.ts'
import { endOf } from './fields/placeAndTime.ts'
import type { Compared, TermsField } from './fields/rule.ts'
import { type Block, blockOf } from './narrow.ts'
import type { LicenseTerms } from './terms.ts'

/** A member's permission as it is decided on: what all who signed the same share, and what is the member's own. */
export type GrantToSelect = {
  id: string
  /** As signed, but for its purposes and end. Grants that say the same should share one object: it is looked at
   * once for all of them. */
  terms: LicenseTerms
  /** Bitmap of what the member ticked. */
  purposes: number
  /** Unix time in seconds. */
  end: number
}

/** Why a permission does not cover something. The words are made when somebody reads them: a million that are out
 * cost nothing. */
export type Refusal = { field: TermsField; block: () => Block }

export type Selected<G> = { grant: G; refusal: Refusal | null }

/** The fields in which one member's permission differs from another's under the same text. */
const own: ReadonlySet<TermsField> = new Set(['purposes.permit', 'term.end'])
const permitRule = fieldRules['purposes.permit'] as Compared
const endRule = fieldRules['term.end'] as Compared

/** The grant's terms in full. */
export const termsOfGrant = ({ terms, purposes, end }: Omit<GrantToSelect, 'id'>): LicenseTerms => ({
  ...terms,
  purposes: { ...terms.purposes, permit: bitmapToPurposes(purposes) },
  term: { ...terms.term, end: new Date(end * 1000).toISOString() },
})

export type SelectOptions = {
  /** Published texts by hash, so that a reason can quote the words that block. */
  texts?: ReadonlyMap<string, PublishedText> | undefined
  /** Where only some fields were asked about: those. */
  fields?: ReadonlySet<TermsField> | undefined
}

type SharedDecision = { refusal: Refusal | null; prohibit: number }

/**
 * Decides for one offer, or one license of it, on any number of grants. It answers as `narrow` does, and keeps only
 * what terms objects share, for as long as they live.
 */
export const createSelector = (child: LicenseTerms, { texts, fields }: SelectOptions = {}) => {
  const shared = comparedFields.filter(([field]) => !own.has(field) && (fields?.has(field) ?? true))
  const decided = new WeakMap<LicenseTerms, SharedDecision>()
  const asked = purposesToBitmap(child.purposes.permit)
  const end = endOf(child) / 1000

  const refusalBy = (field: TermsField, rule: Compared, terms: LicenseTerms): Refusal => ({
    field,
    block: () => blockOf(field, rule, terms, child, texts),
  })
  const ownRefusal = (field: TermsField, rule: Compared, grant: Omit<GrantToSelect, 'id'>): Refusal => ({
    field,
    block: () => blockOf(field, rule, termsOfGrant(grant), child, texts),
  })

  const decideShared = (terms: LicenseTerms): SharedDecision => {
    const refused = shared.find(([, rule]) => !rule.allows(terms, child))
    const decision = {
      refusal: refused ? refusalBy(...refused, terms) : null,
      prohibit: purposesToBitmap(terms.purposes.prohibit),
    }
    decided.set(terms, decision)
    return decision
  }

  /** The first reason why a grant does not cover it, or null when it does. */
  return (grant: Omit<GrantToSelect, 'id'>): Refusal | null => {
    const { refusal, prohibit } = decided.get(grant.terms) ?? decideShared(grant.terms)
    if ((asked & ~(grant.purposes & ~prohibit)) !== 0) return ownRefusal('purposes.permit', permitRule, grant)
    if (end > grant.end) return ownRefusal('term.end', endRule, grant)
    return refusal
  }
}

/** Which grants an offer may contain, and for each other the first reason why not, one by one as they come. */
export function* selectGrants<G extends GrantToSelect>(
  offer: LicenseTerms,
  grants: Iterable<G>,
  options: SelectOptions = {},
): Generator<Selected<G>> {
  const decide = createSelector(offer, options)
  for (const grant of grants) yield { grant, refusal: decide(grant) }
}
