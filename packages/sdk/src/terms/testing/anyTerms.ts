import fc from 'fast-check'
import { type Purpose, purposes } from '../../domain/purposes.ts'
import type { LicenseTerms } from '../terms.ts'
import * as values from '../terms.ts'

/** Terms that are valid, over small sets of values, so that two of them often are comparable. */

const oneOf = <T>(list: readonly T[]) => fc.constantFrom(...list)
const some = <T>(list: readonly T[]) => fc.subarray([...list])
const days = oneOf([0, 1, 14, 30, 90])
const regions = ['*', 'EU', 'EEA', 'DE', 'FR', 'NO', 'CH', 'US', 'RU']
const moments = [
  '2026-12-01T00:00:00Z',
  '2027-01-01T00:00:00.000Z',
  '2027-06-01T00:00:00Z',
  '2029-01-01T12:00:00Z',
]
const ids = ['urn:x:a', 'urn:x:b']
const hash = (digit: string) => `0x${digit.repeat(64)}` as const

/** Each purpose is permitted, forbidden or neither: never both. */
const anyPurposes = fc
  .tuple(
    fc.array(oneOf(['permit', 'prohibit', 'neither', 'permit'] as const), {
      minLength: purposes.length,
      maxLength: purposes.length,
    }),
    some(['no surveillance', 'no weapons']),
  )
  .map(([said, useRestrictions]) => {
    const codes = purposes.map(({ code }) => code)
    const those = (what: string): Purpose[] => codes.filter((_, at) => said[at] === what)
    return { permit: those('permit'), prohibit: those('prohibit'), useRestrictions }
  })
  .filter(({ permit }) => permit.length > 0)

const party = oneOf(ids).map((id) => ({ id }))

const anyTarget = some([
  { id: 'urn:d:birds' },
  { id: 'urn:d:birds', version: '1' },
  { id: 'urn:d:birds', version: '1', sha256: hash('a') },
  { id: 'urn:d:trees' },
])

const anyPrice = fc.option(
  fc.record(
    {
      model: oneOf(['subscription', 'revenue-share'] as const),
      amount: oneOf(['0', '5', '5.00', '12.5']),
      currency: oneOf(['EUR', 'USD']),
      unit: fc.constant('month'),
      revSharePct: oneOf([0, 5, 10]),
      settlement: fc.constant(['erc20' as const]),
    },
    { requiredKeys: ['model', 'currency', 'settlement'] },
  ),
  { nil: undefined },
)

export const anyTerms: fc.Arbitrary<LicenseTerms> = fc
  .record({
    schema: fc.constant('usufruct-terms/1' as const),
    kind: oneOf(['grant', 'offer', 'agreement'] as const),
    id: oneOf(['urn:t:1', 'urn:t:2']),
    version: fc.constant('1.0.0'),
    parent: fc.constant<string[]>([]),
    legalText: fc.record({
      url: oneOf(ids),
      sha256: oneOf([hash('1'), hash('2')]),
      language: oneOf(['en', 'de']),
    }),
    licensor: party,
    licensee: fc.option(party, { nil: undefined }),
    target: anyTarget,
    purposes: anyPurposes,
    commercial: oneOf(values.commercialUse),
    term: fc.record({
      start: fc.option(oneOf(moments)),
      end: fc.option(oneOf(moments)),
      renewal: oneOf(['none', 'by-agreement', 'auto'] as const),
      noticeDays: days,
    }),
    territory: fc.record({
      allow: some(regions).filter((list) => list.length > 0),
      deny: some(['RU', 'US', 'FR']),
      storage: some(regions),
    }),
    exclusivity: oneOf(values.exclusivities),
    sublicensing: oneOf(values.sublicensingScopes),
    redistribution: oneOf(values.redistributionScopes),
    model: fc.record({
      derivativesAllowed: fc.boolean(),
      scope: oneOf(values.modelScopes),
      modelIds: some(['acme/*', 'acme/coder-*', 'acme/coder-7', 'zeta/one']),
      outputUse: oneOf(values.outputUses),
      distribution: oneOf(values.modelDistributions),
      syntheticData: oneOf(values.syntheticDataUses),
      distillation: oneOf(['prohibited', 'permitted'] as const),
      memorisationControls: fc.boolean(),
      survivesTermination: fc.boolean(),
    }),
    revocation: fc.record({
      revocable: oneOf(values.revocabilities),
      lockInDays: days,
      effect: some(values.revocationEffects).filter((list) => list.length > 0),
      licenseeDeadlineDays: days,
      trainedModels: oneOf(values.trainedModelRules),
      evidence: some(values.evidences),
      plainLanguage: oneOf(['', 'You can stop.']),
    }),
    attribution: fc.record({
      required: fc.boolean(),
      text: oneOf(['', 'From the co-op']),
      where: some(values.attributionPlaces),
    }),
    audit: fc.record({
      rights: oneOf(values.auditRights),
      frequencyPerYear: oneOf([0, 1, 4]),
      noticeDays: days,
      keepLogsMonths: oneOf([0, 12, 36]),
    }),
    security: fc.record({
      noReidentification: fc.boolean(),
      breachNoticeHours: fc.option(oneOf([24, 72])),
      accessMode: oneOf(values.accessModes),
    }),
    personalData: fc.record({
      present: oneOf(values.personalDataKinds),
      roles: oneOf(values.personalDataRoles),
      legalBasis: some(['eu-gdpr:A6-1-a', 'eu-gdpr:A6-1-f']),
      transferMechanism: oneOf(['', 'SCC-2021/914-M1']),
    }),
    price: anyPrice,
    warranties: some(values.warrantyKinds),
    governingLaw: oneOf(['DE', 'US-WY']),
    forum: oneOf(['', 'Berlin']),
  })
  // As parsed terms are: what is not there has no key.
  .map((terms) => values.licenseTerms.parse(JSON.parse(JSON.stringify(terms))))

type Group = keyof LicenseTerms

/** The same terms but for a few top-level parts of others: often comparable, and in either direction. */
export const likeTerms = (terms: LicenseTerms): fc.Arbitrary<LicenseTerms> =>
  fc
    .tuple(anyTerms, fc.subarray(Object.keys(terms) as Group[], { minLength: 0, maxLength: 3 }))
    .map(([other, taken]) => {
      const mixed = { ...terms, ...Object.fromEntries(taken.map((key) => [key, other[key]])) }
      return values.licenseTerms.parse(JSON.parse(JSON.stringify(mixed)))
    })
