import { z } from 'zod'
import { address, bytes32, slug } from '../../domain/ids.ts'
import { route } from '../route.ts'
import { money, offerId } from '../values.ts'

export const position = z.object({
  offer: offerId,
  offerName: z.string(),
  dataset: slug,
  consent: bytes32,
  inner: bytes32,
  weight: z.string(),
  share: z.number().describe('of the pool, 0 to 1'),
  claimable: money,
  claimed: money,
  frozen: z.boolean(),
})

export const earnings = z.object({
  account: address,
  claimable: money,
  claimed: money,
  credit: money.describe('reviewing and treasury income, collected apart'),
  positions: z.array(position),
  nonce: z.string().describe('for the next ClaimEarnings message'),
})
export type Earnings = z.output<typeof earnings>

export const getMyEarnings = route({
  method: 'GET',
  path: '/api/me/earnings',
  summary: 'What the signed-in account earned and can take',
  auth: 'account',
  response: earnings,
})
