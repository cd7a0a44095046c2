import { z } from 'zod'
import { address } from '../../domain/ids.ts'
import { route } from '../route.ts'
import { count, hex } from '../values.ts'

export const practiceRoles = ['member', 'reviewer', 'licensee', 'operator'] as const

export const practiceAccount = z.object({
  name: z.string(),
  address,
  role: z.enum(practiceRoles),
  may: z.string().describe('what this account may do, in words'),
})
export type PracticeAccount = z.output<typeof practiceAccount>

export const listPracticeAccounts = route({
  method: 'GET',
  path: '/api/practice/accounts',
  summary: 'The sample’s accounts and what each may do (practice DAO only)',
  auth: 'loopback',
  response: z.object({ accounts: z.array(practiceAccount) }),
})

export const getPracticeKey = route({
  method: 'POST',
  path: '/api/practice/accounts/:name/key',
  summary: 'Hand out a sample account’s key (loopback of a practice DAO only)',
  auth: 'loopback',
  params: z.object({ name: z.string().regex(/^[a-z0-9-]{1,40}$/) }),
  response: z.object({ name: z.string(), address, privateKey: hex, role: z.enum(practiceRoles) }),
})

export const reportStory = route({
  method: 'POST',
  path: '/api/practice/story',
  summary: 'Tell the node how far the sample story is, for the page to show',
  auth: 'operator',
  body: z.object({
    state: z.enum(['playing', 'done', 'failed']),
    step: count,
    of: count,
    text: z.string().max(300),
  }),
  response: z.object({ ok: z.literal(true) }),
})
