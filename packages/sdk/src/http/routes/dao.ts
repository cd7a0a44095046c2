import { z } from 'zod'
import { address, bytes32, sha256Hash } from '../../domain/ids.ts'
import { stageIds } from '../../domain/stages.ts'
import { personalDataKinds, textTerms } from '../../terms/terms.ts'
import { route } from '../route.ts'
import { count, money, unixTime } from '../values.ts'

export const deployment = z.object({
  chainId: count,
  factory: address,
  members: address,
  offers: address,
  releases: address,
  contributions: address,
  authority: address,
  coin: address,
  fromBlock: count,
})

export const keeperInfo = z.object({
  index: count.describe('number of the share it holds, from 0'),
  address,
  hpkePublicKey: bytes32.describe('X25519 public key that shares are sealed to'),
  url: z.string().describe('where to reach it; a path is relative to the node'),
})

/** Every wait of the DAO, in seconds, as its charter sets it. */
export const charterWindows = z.object({
  roundOpens: count.describe('how long a review round collects before it closes'),
  reviewCommit: count,
  reviewReveal: count,
  challenge: count.describe('how long an asserted release can be challenged'),
  releaseEvery: count.describe('shortest time between two releases of one offer'),
  recutWithin: count.describe('a release without a withdrawn member is cut within this'),
  licenseeDeletes: count.describe('a licensee has this long to delete what was withdrawn'),
})

export const wrapperKinds = ['none', 'duna', 'llc', 'cooperative', 'association', 'foundation'] as const

export const publishedAgreement = z.object({
  hash: sha256Hash,
  title: z.string(),
  version: z.string(),
  language: z.string(),
  authoritative: z.boolean(),
  terms: textTerms,
})
export type PublishedAgreement = z.output<typeof publishedAgreement>

export const dao = z.object({
  name: z.string(),
  practice: z.boolean(),
  banner: z.string().nullable(),
  version: z.string(),
  deployment,
  coin: z.object({ address, name: z.string(), symbol: z.string(), decimals: count }),
  charter: z.object({
    hash: bytes32,
    title: z.string(),
    version: z.string(),
    windows: charterWindows,
    split: z.object({ contributorsBps: count, reviewersBps: count, treasuryBps: count }),
    /** SHA-256 of the template and of the parameters it was filled with; `hash` is that of the text. */
    template: sha256Hash,
    parameters: sha256Hash,
    wrapper: z.object({
      kind: z.enum(wrapperKinds),
      legalName: z.string(),
      accountableAgent: z.string().describe('who answers for the DAO and takes service of documents'),
    }),
    contacts: z.object({
      licensing: z.string(),
      privacy: z.string(),
      takedown: z.string(),
      security: z.string(),
    }),
    duties: z.array(
      z.object({
        id: z.string(),
        text: z.string().describe('what the wrapper asks, in words'),
        state: z.enum(['kept', 'near', 'broken', 'cannot-tell']),
        says: z.string().describe('how things stand'),
      }),
    ),
    personalData: z.enum(personalDataKinds).describe('the most sensitive that it takes'),
  }),
  /** The authoritative text of the newest version. */
  agreement: publishedAgreement,
  /** The newest version in each language; any of them can be signed, and all have the same terms. */
  agreements: z.array(publishedAgreement),
  operator: address.describe('account that holds processing grants for cleaning and review'),
  treasury: address,
  keepers: z.array(keeperInfo),
  keepersNeeded: count,
  rpc: z.string(),
  /** How long, in seconds, a permission waits to be put on the chain with others; null where each goes by itself. */
  anchorEvery: count.nullable(),
})
export type DaoInfo = z.output<typeof dao>

export const act = z.object({
  id: z.string(),
  at: unixTime,
  stage: z.enum([...stageIds, 'withdraw', 'join']),
  text: z.string(),
  account: address.nullable(),
  transaction: bytes32.nullable(),
})
export type Act = z.output<typeof act>

export const overview = z.object({
  stages: z.array(
    z.object({
      id: z.enum(stageIds),
      count,
      unit: z.string().describe('what is counted, plural'),
      waiting: count.describe('how many are under way in this stage now'),
    }),
  ),
  acts: z.array(act).describe('latest first'),
  head: z.object({ block: count, time: unixTime }),
  money: z.object({
    sold: money,
    credited: money,
    reviewers: money,
    treasury: money,
    dust: money,
    claimed: money,
  }),
  story: z
    .object({ state: z.enum(['playing', 'done', 'failed']), step: count, of: count, text: z.string() })
    .nullable(),
})
export type Overview = z.output<typeof overview>

export const getDao = route({
  method: 'GET',
  path: '/api/dao',
  summary: 'What this DAO is: contracts, charter, keepers',
  auth: 'anyone',
  response: dao,
})

export const getOverview = route({
  method: 'GET',
  path: '/api/overview',
  summary: 'Live counts of the eight stages and the latest acts',
  auth: 'anyone',
  response: overview,
})

export const getText = route({
  method: 'GET',
  path: '/api/texts/:hash',
  summary: 'The exact text behind a hash: charter, agreement, license',
  auth: 'anyone',
  params: z.object({ hash: sha256Hash }),
  response: z.object({
    hash: sha256Hash,
    kind: z.enum(['charter', 'agreement', 'license']),
    title: z.string(),
    version: z.string(),
    language: z.string(),
    authoritative: z.boolean(),
    template: sha256Hash,
    parameters: sha256Hash,
    text: z.string().describe('Markdown with front matter, the very bytes behind the hash'),
    html: z.string().describe('rendered from the same bytes'),
  }),
})
