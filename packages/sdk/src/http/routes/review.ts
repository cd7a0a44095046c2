import { z } from 'zod'
import { address, bytes32, signature, slug } from '../../domain/ids.ts'
import { route } from '../route.ts'
import { column, count, unixTime } from '../values.ts'
import { contributionReport, provenance } from './contribute.ts'
import { reportDetails } from './reportDetails.ts'

/** 1 unusable, 2 poor, 3 sound, 4 good, 5 excellent. A panel accepts at a median of 3. */
export const reviewScore = z.number().int().min(1).max(5)

export const reviewTask = z.object({
  round: bytes32,
  contribution: bytes32,
  dataset: slug,
  phase: z.enum(['commit', 'reveal']),
  until: unixTime,
  committed: z.boolean(),
  revealed: z.boolean(),
  columns: z.array(column),
  rowsTotal: count,
  rows: z.array(z.record(z.string(), z.unknown())).describe('the first rows, as they would be licensed'),
  places: z.array(count).describe('of those rows among all that were cleaned, from 1: what a takedown names'),
  provenance: provenance.describe('as the member says'),
  report: contributionReport
    .extend({
      newRows: count,
      nearRows: count.describe(
        'new rows that someone lent before, nearly word for word or as a picture that looks alike',
      ),
      nearWithin: count.describe('rows that nearly repeat another in the file'),
      takenDown: count.describe('rows that were taken down: they are not shown and not licensed'),
    })
    .describe('as the device of the member says, but for what is compared with what others lent'),
  recomputed: z
    .object({
      reportHash: bytes32,
      rows: count,
      kept: count.describe('findings of personal data that are left in'),
      details: reportDetails,
    })
    .nullable()
    .describe('as the node found by cleaning what came once more; it never sees what stayed at home'),
  doubts: z
    .array(z.object({ code: z.string(), text: z.string() }))
    .describe('where what was found, there or here, does not go with what the member declares'),
})
export type ReviewTask = z.output<typeof reviewTask>

export const nextReview = route({
  method: 'GET',
  path: '/api/review/next',
  summary: 'What waits for the signed-in reviewer: to commit first, then to reveal',
  auth: 'account',
  response: z.object({ task: reviewTask.nullable(), waiting: count }),
})

export const commitReview = route({
  method: 'POST',
  path: '/api/review/commits',
  summary: 'Commit to a score without showing it',
  auth: 'anyone',
  body: z.object({
    message: z.object({ reviewer: address, round: bytes32, contribution: bytes32, commitment: bytes32 }),
    signature,
  }),
  response: z.object({ phase: z.enum(['commit', 'reveal', 'closed']) }),
})

export const revealReview = route({
  method: 'POST',
  path: '/api/review/reveals',
  summary: 'Show the score that was committed to',
  auth: 'anyone',
  body: z.object({
    message: z.object({
      reviewer: address,
      round: bytes32,
      contribution: bytes32,
      score: reviewScore,
      salt: bytes32,
    }),
    signature,
    note: z.string().max(2000).default(''),
  }),
  response: z.object({ phase: z.enum(['reveal', 'closed']) }),
})

export const reviewRound = z.object({
  round: bytes32,
  phase: z.enum(['open', 'commit', 'reveal', 'closed']),
  seedCommitment: bytes32,
  seed: bytes32.nullable().describe('revealed when the panels are dealt'),
  items: z.array(
    z.object({
      contribution: bytes32,
      panel: z.array(address),
      reveals: z.array(z.object({ reviewer: address, score: reviewScore, note: z.string(), signature })),
      outcome: z.enum(['accepted', 'rejected', 'returned']).nullable(),
    }),
  ),
})

export const getRound = route({
  method: 'GET',
  path: '/api/rounds/:round',
  summary: 'A review round: seed, panels, commitments and what was revealed, for anyone to check',
  auth: 'anyone',
  params: z.object({ round: bytes32 }),
  response: reviewRound,
})

export const listRounds = route({
  method: 'GET',
  path: '/api/rounds',
  summary: 'Review rounds, latest first',
  auth: 'anyone',
  response: z.object({ rounds: z.array(reviewRound.pick({ round: true, phase: true })) }),
})
