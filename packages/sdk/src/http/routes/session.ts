import { z } from 'zod'
import { address, signature } from '../../domain/ids.ts'
import { route } from '../route.ts'
import { unixTime } from '../values.ts'

export const getSessionNonce = route({
  method: 'POST',
  path: '/api/session/nonce',
  summary: 'A fresh nonce for a sign-in message (ERC-4361)',
  auth: 'anyone',
  response: z.object({ nonce: z.string() }),
})

export const createSession = route({
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with an ERC-4361 message and its signature',
  auth: 'anyone',
  body: z.object({ message: z.string().max(4096), signature }),
  response: z.object({ token: z.string(), account: address, expiresAt: unixTime }),
})

export const deleteSession = route({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out',
  auth: 'account',
  response: z.object({ ok: z.literal(true) }),
})
