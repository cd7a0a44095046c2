import { z } from 'zod'
import { sha256Hash } from '../../domain/ids.ts'
import { route } from '../route.ts'
import { errorBody } from '../values.ts'

/** asking: no draft yet, or one with open questions. signing: founders have to. deploying: contracts are on their way. */
export const foundingSteps = ['asking', 'signing', 'deploying', 'done', 'failed'] as const

/** A founding draft as JSON; `founding/draft.ts` has its form and says what is wrong with one. */
const draft = z.record(z.string(), z.unknown())

export const foundingState = z.object({
  mode: z.enum(['founding', 'founded']),
  step: z.enum(foundingSteps),
  text: z.string().describe('what is being done, for people'),
  error: errorBody.nullable(),
  home: z.string().nullable().describe('the folder, for whoever sits at this machine'),
})
export type FoundingState = z.output<typeof foundingState>

export const getFounding = route({
  method: 'GET',
  path: '/api/founding',
  summary: 'Whether this home has a DAO, and how far its founding is',
  auth: 'anyone',
  response: foundingState,
})

export const getFoundingTemplates = route({
  method: 'GET',
  path: '/api/founding/templates',
  summary: 'The legal texts to found on: their exact bytes',
  auth: 'anyone',
  response: z.object({
    templates: z.array(z.object({ path: z.string(), hash: sha256Hash, text: z.string() })),
  }),
})

export const getFoundingDraft = route({
  method: 'GET',
  path: '/api/founding/draft',
  summary: 'The draft that is kept in the home (loopback, before there is a DAO)',
  auth: 'loopback',
  response: z.object({ draft: draft.nullable() }),
})

export const putFoundingDraft = route({
  method: 'PUT',
  path: '/api/founding/draft',
  summary: 'Keep a draft in the home (loopback, before there is a DAO)',
  auth: 'loopback',
  body: z.object({ draft }),
  response: z.object({ ok: z.literal(true) }),
})

export const deployFounding = route({
  method: 'POST',
  path: '/api/founding/deploy',
  summary: 'Found the DAO of a draft that every founder signed (loopback)',
  auth: 'loopback',
  body: z.object({ draft }),
  response: z.object({ ok: z.literal(true) }),
})
