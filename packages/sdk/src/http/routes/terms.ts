import { z } from 'zod'
import { address, bytes32, sha256Hash, signature, slug } from '../../domain/ids.ts'
import { commercialUse, licenseTerms, personalDataKinds, warrantyKinds } from '../../terms/terms.ts'
import { route } from '../route.ts'
import { count, licenseId, money, offerId, purposeCode, unixTime } from '../values.ts'

const list = <T extends z.ZodType<string, string>>(of: T) =>
  z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(of).min(1))

/** One reason why something is not allowed: a field, whose it is, both values, and the words that say so. */
export const block = z.object({
  field: z.string().describe('path in the terms, such as purposes.permit'),
  parent: z.string().describe('id of the terms that do not allow it'),
  parentValue: z.unknown(),
  childValue: z.unknown(),
  words: z.string().describe('the reason, for people'),
  clause: z
    .object({ text: sha256Hash, section: z.string(), quote: z.string() })
    .nullable()
    .describe('the words of the signed text that block'),
})

export const checkLicense = route({
  method: 'GET',
  path: '/api/datasets/:slug/check',
  summary: 'May I use this dataset for X in Y until Z, how many rows, and at what price?',
  auth: 'anyone',
  params: z.object({ slug }),
  query: z.object({
    purposes: list(purposeCode),
    territory: list(z.string().regex(/^(\*|EU|EEA|[A-Z]{2})$/)).optional(),
    until: z.coerce.number().int().positive().optional().describe('Unix time in seconds'),
    commercial: z.enum(commercialUse).optional(),
    offer: offerId.optional(),
  }),
  response: z.object({
    dataset: slug,
    allowed: z.boolean(),
    answer: z.string().describe('one sentence'),
    asked: z.object({
      purposes: z.array(purposeCode),
      territory: z.array(z.string()),
      until: unixTime.nullable(),
      commercial: z.enum(commercialUse),
    }),
    offers: z.array(
      z.object({
        offer: offerId,
        name: z.string(),
        allowed: z.boolean(),
        rows: count.describe('that the newest version opens'),
        members: count,
        months: count.nullable().describe('needed to reach the asked end'),
        price: money.nullable(),
        end: unixTime.nullable(),
        blocks: z.array(block),
      }),
    ),
    /** Whether or not there is an offer for it: whose permissions would cover the use. */
    permitted: z.object({ rows: count, members: count }),
    refused: z.array(
      z.object({ field: z.string(), words: z.string(), rows: count, members: count, example: block }),
    ),
  }),
})

export const stability = z.object({
  offer: offerId,
  offerName: z.string(),
  dataset: slug,
  release: count,
  at: unixTime,
  months: count,
  end: unixTime,
  rows: count,
  members: count,
  outlasting: z.object({ rows: count, members: count, share: z.number().min(0).max(1) }),
  withdrawals: z.object({
    members: count.describe('who took their data back since the first release'),
    rows: count,
    last: unixTime.nullable(),
    perYear: z
      .number()
      .nullable()
      .describe('share of rows, extrapolated; null before there is a month of history'),
    cutWithin: count.describe('seconds'),
  }),
  paused: z.object({ members: count, rows: count }),
  survives: z.array(z.string()).describe('what stays with the licensee when data is withdrawn, in sentences'),
  ends: z.array(z.string()).describe('what does not'),
  licenseeDeadlineDays: count,
  refunds: z.string(),
  warranties: z.array(z.enum(warrantyKinds)),
  warrantyText: z.string(),
  personalData: z.enum(personalDataKinds),
  contact: z.string(),
  terms: sha256Hash,
  legalText: sha256Hash,
})
export type Stability = z.output<typeof stability>

export const getStability = route({
  method: 'GET',
  path: '/api/offers/:offer/stability',
  summary:
    'What a licensee should know before paying: how long the permissions last and what a withdrawal does',
  auth: 'anyone',
  params: z.object({ offer: offerId }),
  query: z.object({ months: z.coerce.number().int().min(1).max(120) }),
  response: stability,
})

export const certificate = z.object({
  schema: z.literal('usufruct-certificate/1'),
  license: licenseId,
  dao: z.object({ name: z.string(), chainId: count, members: address, offers: address }),
  licensee: address,
  offer: offerId,
  offerName: z.string(),
  dataset: slug,
  release: count,
  manifest: sha256Hash,
  rows: count,
  purposes: z.array(purposeCode),
  start: unixTime,
  end: unixTime,
  price: money,
  coin: z.object({ symbol: z.string(), decimals: count }),
  terms: licenseTerms,
  termsHash: sha256Hash,
  legalText: sha256Hash,
  charter: sha256Hash,
  transaction: bytes32,
  issuedAt: unixTime,
})
export type Certificate = z.output<typeof certificate>

export const getCertificate = route({
  method: 'GET',
  path: '/api/licenses/:license/certificate',
  summary: 'What a licensee can show: a license, its terms and hashes, signed by the DAO’s operator',
  auth: 'anyone',
  params: z.object({ license: licenseId }),
  response: z.object({
    certificate,
    document: z.string().describe('canonical JSON, the very bytes that were signed'),
    hash: sha256Hash,
    signer: address,
    signature,
  }),
})

export const projectionFormats = [
  'croissant',
  'huggingface',
  'odrl',
  'ai-act',
  'processing-register',
] as const

export const getProjection = route({
  method: 'GET',
  path: '/api/offers/:offer/projections/:format',
  summary: 'An offer’s terms in a format that others read, and what that format cannot say',
  auth: 'anyone',
  params: z.object({ offer: offerId, format: z.enum(projectionFormats) }),
  response: z.object({
    format: z.enum(projectionFormats),
    mediaType: z.string(),
    fileName: z.string(),
    document: z.string(),
    notCarried: z.array(z.object({ field: z.string(), why: z.string() })),
  }),
})
