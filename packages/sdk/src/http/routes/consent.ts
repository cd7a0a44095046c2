import { z } from 'zod'
import { anchoredConsent } from '../../anchor/signedConsent.ts'
import { address, bytes32, sha256Hash, signature, slug } from '../../domain/ids.ts'
import { licenseTerms } from '../../terms/terms.ts'
import { route } from '../route.ts'
import { count, purposeCode, unixTime } from '../values.ts'

/** live: permits. paused: licenses that were bought before still open. replaced: its member continued it under
 * another id, with all that was lent under it. */
export const consentStates = ['live', 'paused', 'withdrawn', 'replaced', 'expired'] as const

export const consent = z.object({
  consent: bytes32,
  inner: bytes32,
  account: address,
  dataset: slug,
  purposes: z.array(purposeCode),
  /** What the signed terms name; null while this node does not know them. */
  agreement: bytes32.nullable(),
  agreementVersion: z.string(),
  terms: bytes32,
  grantedAt: unixTime,
  end: unixTime,
  pausedAt: unixTime.nullable(),
  withdrawnAt: unixTime.nullable(),
  replaces: bytes32.nullable(),
  replacedBy: bytes32.nullable(),
  state: z.enum(consentStates),
  live: z.boolean(),
  renewFrom: unixTime.nullable().describe('from when on its member is asked to renew it'),
  /** False while what is signed is not in terms this DAO published: nothing under it is ever released. */
  known: z.boolean(),
  contributions: count,
  licenses: count.describe('licenses that include data under it'),
})
export type Consent = z.output<typeof consent>

export const listMyConsents = route({
  method: 'GET',
  path: '/api/me/consents',
  summary: 'The permissions the signed-in member gave',
  auth: 'account',
  response: z.object({ consents: z.array(consent) }),
})

export const receiptKinds = ['given', 'renewed', 'changed', 'paused', 'withdrawn', 'expired'] as const

/** A consent receipt (ISO/IEC TS 27560 in DPV 2.3), signed by the node's operator over its exact bytes. */
export const receipt = z.object({
  id: z.uuid(),
  consent: bytes32,
  dataset: slug,
  kind: z.enum(receiptKinds),
  at: unixTime,
  hash: sha256Hash.describe('of the document’s bytes'),
  signer: address,
  signature,
})
export type Receipt = z.output<typeof receipt>

export const listMyReceipts = route({
  method: 'GET',
  path: '/api/me/receipts',
  summary: 'Receipts of every change of the signed-in member’s permissions, newest first',
  auth: 'account',
  response: z.object({ receipts: z.array(receipt) }),
})

export const getMyReceipt = route({
  method: 'GET',
  path: '/api/me/receipts/:id',
  summary: 'One receipt with its document',
  auth: 'account',
  params: z.object({ id: z.uuid() }),
  response: receipt.extend({ document: z.string().describe('JSON-LD, the very bytes that were signed') }),
})

export const agreementVersion = z.object({
  hash: sha256Hash,
  title: z.string(),
  version: z.string(),
  language: z.string(),
  authoritative: z.boolean(),
  publishedAt: unixTime,
  /** Newest of its language. */
  current: z.boolean(),
  /** Against the version before: what it narrows holds for everybody by notice; what it widens, only for those
   * who sign it. */
  change: z.enum(['first', 'same', 'narrows', 'widens', 'mixed']),
  changedFields: z.array(z.string()),
})
export type AgreementVersion = z.output<typeof agreementVersion>

export const getAnchoredConsent = route({
  method: 'GET',
  path: '/api/consents/:consent/anchored',
  summary: 'A consent that lies under an anchored root, as its member signed it, with its proof',
  auth: 'anyone',
  params: z.object({ consent: bytes32 }),
  response: anchoredConsent,
})

export const getAnchor = route({
  method: 'GET',
  path: '/api/anchors/:root',
  summary: 'A root over many consents: when it was anchored, and where the file with them is',
  auth: 'anyone',
  params: z.object({ root: bytes32 }),
  response: z.object({
    root: bytes32,
    anchoredAt: unixTime,
    transaction: bytes32,
    /** SHA-256 as the chain has it: of whatever file whoever anchored the root named. */
    named: sha256Hash,
    /** The file whose leaves give the root, under /api/blobs; null while this node does not have it. */
    file: sha256Hash.nullable(),
    consents: count.nullable(),
  }),
})

export const listAgreements = route({
  method: 'GET',
  path: '/api/agreements',
  summary: 'Every published version of the contributor agreement, in every language, newest first',
  auth: 'anyone',
  response: z.object({ agreements: z.array(agreementVersion) }),
})

export const publishAgreement = route({
  method: 'POST',
  path: '/api/agreements',
  summary: 'Publish a new version of the contributor agreement; members are told what it changes',
  auth: 'operator',
  body: z.object({ text: z.string().min(1).max(500_000) }),
  response: agreementVersion,
})

export const getTerms = route({
  method: 'GET',
  path: '/api/terms/:hash',
  summary: 'The machine-readable terms behind a hash on chain: a grant’s or an offer’s',
  auth: 'anyone',
  params: z.object({ hash: sha256Hash }),
  response: z.object({ hash: sha256Hash, terms: licenseTerms }),
})
