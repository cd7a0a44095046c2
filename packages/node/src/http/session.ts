import { createHash, randomBytes } from 'node:crypto'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { and, eq, gt, lt } from 'drizzle-orm'
import type { Context as HonoContext } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Address, Hex } from 'viem'
import { parseSiweMessage, validateSiweMessage } from 'viem/siwe'
import type { Context } from '../context.ts'
import { sessions, signInNonces } from '../db/serverSchema.ts'

export const sessionCookie = 'usufruct_session'
const sessionSeconds = 7 * 24 * 3600
const nonceSeconds = 600

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

/** The account whose session the request carries, lower case, or null. */
export const accountOf = async (ctx: Context, http: HonoContext): Promise<Address | null> => {
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(http.req.header('authorization') ?? '')?.[1]
  const token = bearer ?? getCookie(http, sessionCookie)
  if (!token) return null
  const [session] = await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.tokenHash, hashToken(token)), gt(sessions.expiresAt, ctx.now())))
  return session?.account ?? null
}

export const createNonce = async (ctx: Context): Promise<string> => {
  const nonce = randomBytes(16).toString('hex')
  await ctx.db.delete(signInNonces).where(lt(signInNonces.expiresAt, ctx.now()))
  await ctx.db.insert(signInNonces).values({ nonce, expiresAt: ctx.now() + nonceSeconds })
  return nonce
}

const refused = (code: string, message: string, hint: string) =>
  new UsufructError({ code, kind: 'unauthenticated', message, hint })

/** Signs in with an ERC-4361 message. `host` is the one the request was sent to: a message that was made for
 * another site is refused.
 * @throws UsufructError `SIGN_IN_INVALID`, `SIGN_IN_FOREIGN`, `SIGN_IN_REPLAYED` */
export const signIn = async (ctx: Context, input: { message: string; signature: Hex; host: string }) => {
  const parsed = parseSiweMessage(input.message)
  const account = parsed.address?.toLowerCase() as Address | undefined
  if (!account || !parsed.nonce)
    throw refused('SIGN_IN_INVALID', 'This is not a sign-in message (ERC-4361).', 'Sign in again.')
  if (parsed.domain !== input.host || parsed.chainId !== ctx.deployment.chainId)
    throw refused(
      'SIGN_IN_FOREIGN',
      'The sign-in message was made for another site or another DAO.',
      `Sign in at ${input.host}, on chain ${ctx.deployment.chainId}.`,
    )
  if (!validateSiweMessage({ message: parsed, time: new Date(ctx.now() * 1000) }))
    throw refused(
      'SIGN_IN_EXPIRED',
      'The sign-in message is not valid at this time.',
      'Check the clock and sign in again.',
    )
  const [used] = await ctx.db
    .delete(signInNonces)
    .where(and(eq(signInNonces.nonce, parsed.nonce), gt(signInNonces.expiresAt, ctx.now())))
    .returning()
  if (!used)
    throw refused('SIGN_IN_REPLAYED', 'The sign-in message was used before or is too old.', 'Sign in again.')
  if (
    !(await ctx.publicClient.verifyMessage({
      address: account,
      message: input.message,
      signature: input.signature,
    }))
  )
    throw refused(
      'SIGNATURE_INVALID',
      'The signature is not this account’s.',
      'Sign with the account’s own key.',
    )

  const token = randomBytes(32).toString('base64url')
  const expiresAt = ctx.now() + sessionSeconds
  await ctx.db.delete(sessions).where(lt(sessions.expiresAt, ctx.now()))
  await ctx.db.insert(sessions).values({ tokenHash: hashToken(token), account, expiresAt })
  return { token, account, expiresAt }
}

export const signOut = async (ctx: Context, account: Address) => {
  await ctx.db.delete(sessions).where(eq(sessions.account, account))
}
