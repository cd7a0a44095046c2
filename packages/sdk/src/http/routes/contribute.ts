import { z } from 'zod'
import { datasetKinds } from '../../domain/datasetKinds.ts'
import { address, bytes32, consentSalt, datasetId, sha256Hash, signature, slug } from '../../domain/ids.ts'
import { route } from '../route.ts'
import { column, count, offerId, purposeCode, unixTime } from '../values.ts'
import { reportDetails } from './reportDetails.ts'
import { takenDown } from './takedown.ts'

const deadline = z.string().regex(/^\d{1,16}$/)

/** Member's acts that the node relays, so that a member needs no gas. Messages as in `messages/onchain.ts`. */
export const relayRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('join'),
    message: z.object({ account: address, charter: bytes32, deadline }),
    signature,
  }),
  z.object({
    kind: z.literal('grantConsent'),
    message: z.object({
      account: address,
      dataset: datasetId,
      terms: bytes32,
      purposes: z.number().int().min(1).max(0xffffffff),
      end: z
        .number()
        .int()
        .min(1)
        .max(2 ** 40 - 1),
      salt: consentSalt,
      deadline,
    }),
    /** What `terms` is the hash of, so that everybody can read what was signed. */
    terms: z.string().min(2).max(50_000),
    signature,
  }),
  z.object({
    kind: z.literal('withdrawConsents'),
    message: z.object({ account: address, dataset: bytes32, inners: z.array(bytes32).min(1).max(64) }),
    signature,
  }),
  z.object({
    kind: z.literal('pauseConsents'),
    message: z.object({ account: address, dataset: bytes32, inners: z.array(bytes32).min(1).max(64) }),
    signature,
  }),
  z.object({
    kind: z.literal('registerContribution'),
    message: z.object({
      account: address,
      dataset: bytes32,
      consent: bytes32,
      commitment: bytes32,
      deadline,
    }),
    signature,
  }),
  z.object({
    kind: z.literal('claimEarnings'),
    message: z.object({
      account: address,
      offer: offerId,
      inner: bytes32,
      to: address,
      nonce: deadline,
      deadline,
    }),
    signature,
  }),
])
export type RelayRequest = z.output<typeof relayRequest>

/** Where a signed act is: on the chain, or waiting to be anchored with others under one root. */
export const relayedAct = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('done'),
    transaction: bytes32,
    block: count,
    repeated: z.boolean().describe('this act had been relayed before'),
  }),
  z.object({
    state: z.literal('waiting'),
    act: bytes32.describe('what to ask after it by: the digest that was signed'),
    by: unixTime.describe('when it should be on the chain'),
  }),
])
export type RelayedAct = z.output<typeof relayedAct>

export const relay = route({
  method: 'POST',
  path: '/api/relay',
  summary:
    'Send a signed act to the chain, by itself or with others under one root; the same act twice is sent once',
  auth: 'anyone',
  body: relayRequest,
  response: relayedAct,
})

export const getRelayed = route({
  method: 'GET',
  path: '/api/relay/:act',
  summary: 'Whether an act that waited is on the chain',
  auth: 'anyone',
  params: z.object({ act: bytes32 }),
  response: relayedAct,
})

export const specialCategories = [
  'health',
  'genetic',
  'biometric',
  'ethnic-origin',
  'politics',
  'religion',
  'union-membership',
  'sex-life',
  'criminal',
] as const

/** Who made it, who else is in it, where it comes from (declared by the member, kept with the contribution). */
export const provenance = z.object({
  origin: z.enum(['mine', 'employer', 'someone-else']),
  othersInIt: z.enum(['no', 'yes-allowed', 'unsure']),
  /** GDPR Art. 9 and 10, asked as such: refused unless the charter takes them. */
  specialCategories: z.array(z.enum(specialCategories)).default([]),
  source: z.string().max(2000).default(''),
  madeByAi: z.enum(['none', 'partly', 'fully']),
})
export type Provenance = z.output<typeof provenance>

/** As far as a database's integer goes. */
const rowCount = count.max(2 ** 31 - 1)

export const findingSummary = z.object({
  type: z.string().max(256),
  column: z.string().max(1_000).nullable(),
  action: z.string().max(256),
  count,
})

export const contributionReport = z.object({
  version: z.string().max(256),
  hash: bytes32,
  rows: rowCount,
  invalid: rowCount,
  duplicatesWithin: rowCount,
  findings: z.array(findingSummary).max(10_000),
  details: reportDetails.optional(),
})
export type ContributionReport = z.output<typeof contributionReport>

export const describeContribution = route({
  method: 'POST',
  path: '/api/contributions',
  summary: 'Describe a contribution that is registered on chain, before its bytes are uploaded',
  auth: 'account',
  body: z.object({
    contribution: bytes32,
    dataset: slug,
    name: z.string().min(1).max(256),
    contentHash: sha256Hash,
    salt: bytes32,
    recipient: z.string().regex(/^age1[a-z0-9]{58}$/),
    keyCommitment: bytes32,
    blob: sha256Hash,
    blobBytes: count,
    contentBytes: count,
    rows: rowCount,
    provenance,
    grant: z.object({
      holder: address,
      tasks: z.string().max(100),
      until: unixTime.max(2 ** 40 - 1),
      signature,
    }),
    report: contributionReport,
  }),
  response: z.object({ contribution: bytes32, uploaded: z.boolean() }),
})

export const startUpload = route({
  method: 'POST',
  path: '/api/uploads',
  summary: 'Start or resume an upload; answers with how many bytes are already there',
  auth: 'account',
  body: z.object({ sha256: sha256Hash, size: count }),
  response: z.object({ offset: count, complete: z.boolean() }),
})

/** `PATCH /api/uploads/:sha256` takes raw bytes with an `Upload-Offset` header and is mounted beside the
 * JSON routes; this is its answer. */
export const uploadProgress = z.object({ offset: count, complete: z.boolean() })

export const timelineEntry = z.object({
  at: unixTime,
  stage: z.string(),
  text: z.string(),
  ledger: z
    .object({ transaction: bytes32, block: count })
    .nullable()
    .describe('where the chain says so; null for what only the node knows'),
})
export type TimelineEntry = z.output<typeof timelineEntry>

export const contributionStates = [
  'registered',
  'uploaded',
  'cleaning',
  'cleaned',
  'in-review',
  'accepted',
  'rejected',
  'returned',
  'withdrawn',
  'failed',
] as const

export const contribution = z.object({
  contribution: bytes32,
  account: address,
  dataset: slug,
  name: z.string(),
  consent: bytes32,
  order: count,
  at: unixTime,
  state: z.enum(contributionStates),
  rows: count,
  newRows: count.nullable().describe('rows that nobody lent before; null until cleaned'),
  nearRows: count
    .nullable()
    .describe(
      'new rows that someone lent before, nearly word for word or as a picture that looks alike; null until cleaned',
    ),
  takenDown: z.array(takenDown).describe('rows that are set aside, because they were taken down'),
  redactions: count,
  contentHash: sha256Hash.nullable(),
  commitment: bytes32,
  blob: sha256Hash.nullable(),
  opening: z
    .object({ salt: bytes32, keyCommitment: bytes32, contentBytes: count })
    .nullable()
    .describe('what its member needs to make the commitment again from the stored bytes'),
  weights: z.array(z.object({ offer: offerId, release: count, weight: z.string() })),
  timeline: z.array(timelineEntry),
  looked: z
    .array(
      z.object({
        at: unixTime,
        who: address,
        task: z.string(),
        transaction: bytes32.nullable().describe('what put the permission for it on the chain'),
      }),
    )
    .describe('who has looked'),
  mayLook: z
    .array(
      z.object({
        who: address,
        tasks: z.array(z.string()),
        until: unixTime,
        at: unixTime,
        transaction: bytes32,
      }),
    )
    .describe('whom the member permits on the chain to see plaintext, whatever else they need for it'),
})
export type Contribution = z.output<typeof contribution>

export const listMyContributions = route({
  method: 'GET',
  path: '/api/me/contributions',
  summary: 'What the signed-in member lent, with a timeline each',
  auth: 'account',
  response: z.object({ contributions: z.array(contribution) }),
})

export const dataset = z.object({
  slug,
  id: bytes32,
  name: z.string(),
  description: z.string(),
  kind: z.enum(datasetKinds),
  columns: z.array(column),
  k: count.nullable().describe('how many rows are to be alike, where the charter says so'),
  contributions: z.object({
    total: count,
    accepted: count,
    rejected: count,
    waiting: count,
    withdrawn: count,
  }),
  members: count,
  rows: count.describe('accepted, not duplicate, under a live consent'),
  offers: z.array(
    z.object({
      offer: offerId,
      name: z.string(),
      purposes: z.array(purposeCode),
      pricePerMonth: z.string(),
      maxMonths: count,
      closed: z.boolean(),
      release: count.describe('current release, 0 before the first'),
      rows: count,
      members: count,
      weight: z.string(),
      validUntil: unixTime.nullable(),
      terms: bytes32,
    }),
  ),
  releases: z.array(
    z.object({
      offer: offerId,
      release: count,
      state: z.enum(['asserted', 'active', 'challenged']),
      at: unixTime,
      validUntil: unixTime,
      manifest: sha256Hash,
      croissant: sha256Hash,
      rows: count,
      members: count,
      parts: count,
    }),
  ),
})
export type Dataset = z.output<typeof dataset>

export const listDatasets = route({
  method: 'GET',
  path: '/api/datasets',
  summary: 'All datasets with their offers and releases',
  auth: 'anyone',
  response: z.object({ datasets: z.array(dataset) }),
})

export const getDataset = route({
  method: 'GET',
  path: '/api/datasets/:slug',
  summary: 'One dataset',
  auth: 'anyone',
  params: z.object({ slug }),
  response: dataset,
})
