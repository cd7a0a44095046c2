import { z } from 'zod'
import { anchoredConsent } from '../anchor/signedConsent.ts'
import { address, bytes32, signature } from '../domain/ids.ts'
import { route } from '../http/route.ts'
import { count, hex, licenseId, unixTime } from '../http/values.ts'

/** What one request to a keeper may carry: a batch stays well inside a second. */
export const maxDepositsPerRequest = 256
export const maxContributionsPerRequest = 10_000
export const maxContinuationsPerRequest = 64
/** Each takes a millisecond: its signature is recovered. */
export const maxShownPerRequest = 256
/** Keepers remember nonces until their deadline, so a deadline must not be far away. */
export const maxRequestLifetime = 3_600

const uint256 = z.string().regex(/^\d{1,78}$/)
const contributions = z.array(bytes32).min(1).max(maxContributionsPerRequest)

/** Why one contribution of a batch was left out, while the others were served. */
export const refusalCode = z.enum([
  'NOT_REGISTERED',
  'NOT_ACCEPTED',
  'NOT_IN_MANIFEST',
  'CONSENT_MISMATCH',
  'CONSENT_UNKNOWN',
  'CONSENT_WITHDRAWN',
  'CONSENT_PAUSED',
  'CONSENT_EXPIRED',
  'PURPOSES_NOT_COVERED',
  'GRANT_MISSING',
  'GRANT_INVALID',
  'GRANT_EXPIRED',
  'NO_SHARE',
  'ERASED',
  'SHARE_EXISTS',
  'SHARE_UNREADABLE',
  'SHARE_HASH_MISMATCH',
  'SIGNATURE_INVALID',
  'TERMS_MISMATCH',
  'CONTINUATION_INVALID',
  'PROOF_INVALID',
  'ROOT_UNKNOWN',
  'TOO_MANY',
])
export type RefusalCode = z.output<typeof refusalCode>
const refused = z.array(z.object({ contribution: bytes32, code: refusalCode }))

const answer = z.object({
  keeper: address,
  enc: hex,
  served: z.array(bytes32),
  ciphertexts: z.array(hex),
  refused,
})
export type KeeperAnswer = z.output<typeof answer>

const requestHead = { keeper: address, nonce: bytes32, ephemeralKey: bytes32, deadline: unixTime }

export const getStatus = route({
  method: 'GET',
  path: '/status',
  summary: 'Who this keeper is and how fresh its view of the chain is',
  auth: 'anyone',
  response: z.object({
    address,
    hpkePublicKey: bytes32,
    /** Which of a key's shares is this keeper's, from 0. */
    index: z.number().int().min(0).max(254),
    chainId: z.number().int().positive(),
    dao: address,
    head: z.object({ number: count, hash: bytes32, timestamp: unixTime }).nullable(),
    /** Seconds since the head's timestamp; null when the chain was never reached. */
    headAge: z.number().nullable(),
    /** Why the chain could not be followed at the last try. */
    problem: z.string().nullable(),
    shares: count,
    /** Withdrawals accepted here that the chain does not show yet. */
    withdrawalsToRelay: count,
  }),
})

export const depositShares = route({
  method: 'POST',
  path: '/shares',
  summary: 'Leave this keeper its share of each contribution’s key; the first one stays',
  auth: 'anyone',
  body: z.object({
    deposits: z
      .array(
        z.object({
          message: z.object({
            account: address,
            contribution: bytes32,
            keyCommitment: bytes32,
            shareHashes: z.array(bytes32).min(2).max(255),
          }),
          signature,
          sealed: hex.refine((value) => value.length <= 2 + 2 * 256, 'a sealed share is not that long'),
        }),
      )
      .min(1)
      .max(maxDepositsPerRequest),
  }),
  response: z.object({
    receipts: z.array(
      z.object({
        keeper: address,
        contribution: bytes32,
        keyCommitment: bytes32,
        shareHash: bytes32,
        at: unixTime,
        signature,
      }),
    ),
    refused,
  }),
})

export const openLicense = route({
  method: 'POST',
  path: '/open/license',
  summary: 'Shares of what a license lets its owner read, sealed to the request’s key',
  auth: 'anyone',
  body: z.object({
    request: z.object({ license: licenseId, release: z.number().int().min(1), ...requestHead }),
    signature,
    /** The release's manifest, byte for byte as its hash on chain says. */
    manifest: z.string(),
    /** Which of its parts; all of them when left out. */
    contributions: contributions.optional(),
  }),
  response: answer,
})

export const openTask = route({
  method: 'POST',
  path: '/open/task',
  summary: 'Shares of contributions whose members granted the holder this task',
  auth: 'anyone',
  body: z.object({
    request: z.object({
      holder: address,
      task: z.string().min(1).max(64),
      contributions,
      ...requestHead,
    }),
    signature,
    grants: z
      .array(
        z.object({
          grant: z.object({
            account: address,
            contribution: bytes32,
            holder: address,
            tasks: z.string().max(256),
            until: uint256,
          }),
          signature,
        }),
      )
      .max(maxContributionsPerRequest),
  }),
  response: answer,
})

export const withdraw = route({
  method: 'POST',
  path: '/withdraw',
  summary: 'Take consents back: refused from here on at once, and passed on to the chain',
  auth: 'anyone',
  body: z.object({
    message: z.object({ account: address, dataset: bytes32, inners: z.array(bytes32).min(1).max(256) }),
    signature,
  }),
  response: z.object({
    consents: z.array(bytes32),
    /** `pending`: the keeper refuses already, and goes on trying to tell the chain. */
    relay: z.enum(['onChain', 'pending']),
    problem: z.string().nullable(),
  }),
})

export const continueConsents = route({
  method: 'POST',
  path: '/continue',
  summary: 'Tell that consents continue earlier ones: the signed terms say so, and their hash is on chain',
  auth: 'anyone',
  body: z.object({
    continuations: z
      .array(
        z.object({
          consent: bytes32,
          /** What the consent's hash of terms on chain is the SHA-256 of, byte for byte. */
          terms: z.string().min(2).max(50_000),
        }),
      )
      .min(1)
      .max(maxContinuationsPerRequest),
  }),
  response: z.object({
    /** Kept for good: what was lent under the earlier consent opens under these from now on. */
    known: z.array(bytes32),
    refused: z.array(z.object({ consent: bytes32, code: refusalCode })),
  }),
})

export const showConsents = route({
  method: 'POST',
  path: '/consents',
  summary: 'Show consents that lie under anchored roots: nothing else on chain tells what they say',
  auth: 'anyone',
  body: z.object({ consents: z.array(anchoredConsent).min(1).max(maxShownPerRequest) }),
  response: z.object({
    /** Kept for good. Whether one permits anything is looked at whenever something is opened under it. */
    known: z.array(bytes32),
    refused: z.array(z.object({ consent: bytes32, code: refusalCode })),
  }),
})

export const accessUnder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('license'), license: licenseId, offer: z.string(), release: z.number().int() }),
  z.object({ kind: z.literal('task'), task: z.string() }),
])

export const getLog = route({
  method: 'GET',
  path: '/log',
  summary: 'Who was given this keeper’s share of a contribution, when, and under what',
  auth: 'anyone',
  query: z.object({ contribution: bytes32 }),
  response: z.object({
    entries: z.array(z.object({ at: unixTime, who: address, under: accessUnder, request: bytes32 })),
  }),
})

/** A keeper's whole HTTP API: the keeper mounts it, the client calls it. */
export const keeperApi = {
  getStatus,
  depositShares,
  openLicense,
  openTask,
  withdraw,
  continueConsents,
  showConsents,
  getLog,
} as const
export type KeeperApi = typeof keeperApi
export type KeeperApiName = keyof KeeperApi
