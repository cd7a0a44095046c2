import { canonicalJson } from '../domain/canonicalJson.ts'
import { fieldRules } from './fields/fieldRules.ts'
import type { TermsField } from './fields/rule.ts'
import { isNarrower } from './narrow.ts'
import type { LicenseTerms, TextTerms } from './terms.ts'

export type TermsChange = { change: 'same' | 'narrows' | 'widens' | 'mixed'; changedFields: TermsField[] }

const noHash = `0x${'0'.repeat(64)}` as const
const someone = { id: 'urn:usufruct:anyone' }

/** A text's terms as if somebody had signed them, so that two texts can be compared as two permissions. */
const asGrant = (terms: TextTerms): LicenseTerms => ({
  ...terms,
  schema: 'usufruct-terms/1',
  kind: 'grant',
  id: 'urn:usufruct:text',
  version: '0.0.0',
  parent: [],
  legalText: { url: 'urn:usufruct:text', sha256: noHash, language: 'en' },
  licensor: someone,
  target: [],
})

/** Free to set for a new contract, and yet nothing that one party may change for the other. */
const bargained: readonly TermsField[] = ['governingLaw', 'forum']
/** Put otherwise, the same is said. */
const wording: readonly TermsField[] = ['attribution.text', 'revocation.plainLanguage']

const valueAt = (terms: LicenseTerms, field: string): unknown =>
  field
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], terms as unknown)

const isSubset = (some: readonly string[], all: readonly string[]) => some.every((item) => all.includes(item))

/**
 * What a new version of a text does to those who signed the one before. Narrower: it can count by notice. Wider, or
 * both at once: only for those who sign it. Another law, another court or more promises to make are no narrowing.
 */
export const compareTerms = (before: TextTerms, after: TextTerms): TermsChange => {
  const [one, other] = [asGrant(before), asGrant(after)]
  const changedFields = (Object.keys(fieldRules) as TermsField[]).filter((field) => {
    const [old, now] = [valueAt(one, field), valueAt(other, field)]
    return canonicalJson(old ?? null) !== canonicalJson(now ?? null)
  })
  const moved = changedFields.some((field) => bargained.includes(field))
  const promisesLess = isSubset(after.warranties, before.warranties)
  const promisesMore = isSubset(before.warranties, after.warranties)
  const isNarrowed = isNarrower(one, other) && !moved && promisesLess
  const isWidened = isNarrower(other, one) && !moved && promisesMore
  const changes = changedFields.filter((field) => !wording.includes(field))
  if (changes.length === 0 || (isNarrowed && isWidened)) return { change: 'same', changedFields }
  return { change: isNarrowed ? 'narrows' : isWidened ? 'widens' : 'mixed', changedFields }
}
