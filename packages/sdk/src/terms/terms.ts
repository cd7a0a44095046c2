import { type Hex, sha256, stringToBytes } from 'viem'
import { z } from 'zod'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { bytes32 } from '../domain/ids.ts'
import { purposes } from '../domain/purposes.ts'

/**
 * License terms, as one machine-readable object: what a member grants, what an offer asks, what a licensee agreed
 * to. Everything else that says so (ODRL, Croissant, cards, registers) is projected from this one. The JSON Schema
 * in `legal/schemas/` is printed from these definitions.
 *
 * Wherever a field orders its values, they stand from narrow to wide.
 */
export const purpose = z.enum(purposes.map(({ code }) => code))

/** From narrow to wide: who may use it at all. */
export const commercialUse = ['not-for-profit-org-only', 'non-commercial', 'any'] as const
export const sublicensingScopes = ['none', 'affiliates', 'one-tier', 'unlimited'] as const
export const redistributionScopes = ['none', 'derived-only', 'same-terms'] as const
export const exclusivities = ['none', 'sole', 'exclusive'] as const
export const modelScopes = ['named-model', 'model-family', 'any'] as const
export const outputUses = ['evaluation-only', 'internal', 'commercial'] as const
export const modelDistributions = ['none', 'api-only', 'weights-closed', 'weights-open'] as const
export const syntheticDataUses = ['prohibited', 'internal', 'permitted'] as const
/** What happens to trained models when data is withdrawn, from strict to lenient. */
export const trainedModelRules = [
  'retrain-or-unlearn-at-next-major',
  'stop-distribution',
  'unaffected-unless-unlawful',
  'unaffected',
] as const
/** What a withdrawal does; a child has all that its parent has. */
export const revocationEffects = [
  'stop-new-licenses',
  'exclude-from-next-version',
  'stop-new-downloads',
  'stop-new-training-runs',
  'delete-copies',
  'notify-recipients',
  'exclude-from-finetune-of-existing-models',
  'retrain-or-unlearn',
] as const
/** When a grant can be taken back, from the member's freedom to none. */
export const revocabilities = ['at-will', 'for-cause', 'personal-data-only', 'no'] as const
export const evidences = ['ack', 'deletion-attestation', 'version-attestation'] as const
export const attributionPlaces = ['model-card', 'documentation', 'training-summary', 'ui'] as const
/** What the licensor may ask to see, from least to most. */
export const auditRights = ['none', 'self-attestation', 'records', 'on-site'] as const
/** From what gives away least to most. */
export const accessModes = ['query', 'compute-to-data', 'clean-room', 'download'] as const
/** What a text says is in the data, from least to most sensitive. */
export const personalDataKinds = ['none', 'pseudonymous', 'yes', 'special-category'] as const
export const personalDataRoles = ['n/a', 'independent-controllers', 'joint-controllers', 'processor'] as const
export const priceModels = [
  'free',
  'one-off',
  'subscription',
  'per-record',
  'per-token',
  'per-training-run',
  'revenue-share',
] as const
export const settlements = ['invoice', 'erc20', 'x402'] as const
export const warrantyKinds = [
  'own-or-authorised',
  'no-third-party-personal-data',
  'no-infringement',
  'lawful-collection',
  'no-malware',
  'as-is',
] as const

/** ISO 3166-1 alpha-2, `EU`, `EEA`, or `*` for everywhere. */
const region = z.string().regex(/^(\*|EU|EEA|[A-Z]{2})$/, 'expected *, EU, EEA or a two-letter country code')
const country = z.string().regex(/^[A-Z]{2}$/, 'expected a two-letter country code')
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a BCP 47 language tag')
const days = z.number().int().min(0).max(36_500)
const dateTime = z.iso.datetime()
/** Names a term, a party or a dataset; `urn:` names need nobody to host them. */
const uri = z
  .string()
  .max(2_000)
  .regex(/^[a-z][a-z0-9+.-]*:\S+$/, 'expected a URI')

const party = z.strictObject({
  id: uri,
  name: z.string().max(300).optional(),
  contact: z.string().max(500).optional(),
})

export const licenseTerms = z
  .strictObject({
    schema: z.literal('usufruct-terms/1'),
    kind: z
      .enum(['grant', 'offer', 'agreement'])
      .describe('grant: member to DAO; offer: DAO to the public; agreement: DAO and licensee'),
    id: uri,
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    parent: z.array(uri).default([]).describe('what this derives from; never wider than any of them'),
    replaces: bytes32.optional().describe('grant: consent id of the same member that this one continues'),
    legalText: z.strictObject({ url: uri, sha256: bytes32, language }),
    licensor: party,
    licensee: party.optional(),
    target: z
      .array(z.strictObject({ id: uri, sha256: bytes32.optional(), version: z.string().max(64).optional() }))
      .default([]),
    purposes: z.strictObject({
      permit: z.array(purpose).min(1),
      prohibit: z.array(purpose),
      useRestrictions: z.array(z.string().max(500)).default([]),
    }),
    commercial: z.enum(commercialUse),
    term: z.strictObject({
      start: dateTime.nullable().describe('null: from signing'),
      end: dateTime.nullable().describe('null: no end'),
      renewal: z.enum(['none', 'by-agreement', 'auto']).default('none'),
      noticeDays: days.default(0),
    }),
    territory: z.strictObject({
      allow: z.array(region).min(1),
      deny: z.array(country).default([]),
      storage: z.array(region).default(['*']),
    }),
    exclusivity: z.enum(exclusivities),
    sublicensing: z.enum(sublicensingScopes),
    redistribution: z.enum(redistributionScopes),
    model: z.strictObject({
      derivativesAllowed: z.boolean(),
      scope: z.enum(modelScopes).default('any'),
      modelIds: z.array(z.string().max(300)).default([]),
      outputUse: z.enum(outputUses),
      distribution: z.enum(modelDistributions),
      syntheticData: z.enum(syntheticDataUses),
      distillation: z.enum(['prohibited', 'permitted']),
      memorisationControls: z.boolean().default(false),
      survivesTermination: z.boolean(),
    }),
    revocation: z.strictObject({
      revocable: z.enum(revocabilities),
      lockInDays: days.default(0),
      effect: z.array(z.enum(revocationEffects)).min(1),
      licenseeDeadlineDays: days,
      trainedModels: z.enum(trainedModelRules),
      evidence: z.array(z.enum(evidences)).default([]),
      plainLanguage: z.string().max(600).default(''),
    }),
    attribution: z.strictObject({
      required: z.boolean(),
      text: z.string().max(1_000).default(''),
      where: z.array(z.enum(attributionPlaces)).default([]),
    }),
    audit: z.strictObject({
      rights: z.enum(auditRights),
      frequencyPerYear: z.number().int().min(0).max(365).default(0),
      noticeDays: days.default(0),
      keepLogsMonths: z.number().int().min(0).max(1_200).default(0),
    }),
    security: z.strictObject({
      noReidentification: z.boolean(),
      breachNoticeHours: z.number().int().min(0).max(8_760).nullable().default(null),
      accessMode: z.enum(accessModes).default('download'),
    }),
    personalData: z.strictObject({
      present: z.enum(personalDataKinds),
      roles: z.enum(personalDataRoles).default('n/a'),
      legalBasis: z.array(z.string().max(64)).default([]),
      transferMechanism: z.string().max(300).default(''),
    }),
    price: z
      .strictObject({
        model: z.enum(priceModels),
        amount: z
          .string()
          .regex(/^\d{1,30}(\.\d{1,18})?$/)
          .optional()
          .describe('in whole units of the currency'),
        currency: z.string().max(64),
        unit: z.string().max(100).optional(),
        revSharePct: z.number().min(0).max(100).optional(),
        settlement: z.array(z.enum(settlements)).default(['erc20']),
      })
      .optional(),
    warranties: z.array(z.enum(warrantyKinds)).default([]),
    governingLaw: z.string().max(200),
    forum: z.string().max(300).default(''),
    charter: bytes32.optional().describe('SHA-256 of the charter these terms were made under'),
  })
  .describe('License terms of a Data DAO: a member’s grant, a dataset’s offer or a licensee’s agreement')

export type LicenseTerms = z.output<typeof licenseTerms>
export type LicenseTermsInput = z.input<typeof licenseTerms>

/** The one form of some terms that has a hash: canonical JSON (RFC 8785), all defaults written out. */
export const termsText = (terms: LicenseTerms): string => canonicalJson(terms)

/** What a member signs and what an offer names on chain. SHA-256 of {@link termsText}. */
export const termsHash = (terms: LicenseTerms): Hex => sha256(stringToBytes(termsText(terms)))

/** What a published text (contributor agreement, license) says in its front matter: terms without the parts that
 * come with a signature, a dataset or a buyer. */
export const textTerms = licenseTerms.omit({
  schema: true,
  kind: true,
  id: true,
  version: true,
  parent: true,
  replaces: true,
  legalText: true,
  licensor: true,
  licensee: true,
  target: true,
  price: true,
  charter: true,
})
export type TextTerms = z.output<typeof textTerms>
