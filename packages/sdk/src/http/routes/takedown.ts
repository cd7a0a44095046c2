import { z } from 'zod'
import { address, bytes32 } from '../../domain/ids.ts'
import { route } from '../route.ts'
import { count, unixTime } from '../values.ts'

const reason = z.string().trim().min(1).max(2_000)

export const takedown = z.object({
  id: count,
  contribution: bytes32.describe('where it was seen'),
  rows: z.array(count).nullable().describe('its rows, the first of the cleaned ones being 1; null for all'),
  reason: z.string(),
  addedBy: address,
  addedAt: unixTime,
  removed: z.object({ by: address, at: unixTime, reason: z.string() }).nullable(),
  recognisedBy: z
    .object({ rows: count, texts: count, pictures: count })
    .describe('how many rows are recognised word for word, nearly by their text, and by their picture'),
  found: z
    .object({ rows: count, contributions: count })
    .describe('what of that is lent now, and is left out of the next releases'),
})
export type Takedown = z.output<typeof takedown>

export const addTakedown = route({
  method: 'POST',
  path: '/api/takedowns',
  summary: 'Put a contribution, or rows of it, on the list of what was taken down and does not come back',
  auth: 'operator',
  body: z.object({
    contribution: bytes32,
    rows: z
      .array(
        z
          .number()
          .int()
          .min(1)
          .max(2 ** 31 - 1),
      )
      .min(1)
      .max(10_000)
      .optional()
      .describe('rows as cleaned, from 1; all of them when left out'),
    reason: reason.describe('shown to those whose rows it concerns'),
  }),
  response: takedown,
})

export const listTakedowns = route({
  method: 'GET',
  path: '/api/takedowns',
  summary: 'What was taken down, latest first, with what was taken off the list again',
  auth: 'operator',
  response: z.object({ takedowns: z.array(takedown) }),
})

export const removeTakedown = route({
  method: 'POST',
  path: '/api/takedowns/:id/removal',
  summary: 'Take an entry off the list, as after a counter-notice; that it was there is kept',
  auth: 'operator',
  params: z.object({ id: z.string().regex(/^[1-9]\d{0,14}$/) }),
  body: z.object({ reason }),
  response: takedown,
})

/** What a member is told of rows of theirs that are on the list. */
export const takenDown = z.object({
  takedown: count.describe('what to name when countering'),
  reason: z.string(),
  at: unixTime,
  rows: count,
  how: z
    .array(z.enum(['equal', 'text', 'picture']))
    .describe('equal, nearly equal in words, or a picture that looks alike'),
})
export type TakenDown = z.output<typeof takenDown>
