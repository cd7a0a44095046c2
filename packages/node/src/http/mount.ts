import { UsufructError } from '@usufruct/sdk/domain/errors'
import { type Api, type ApiName, api } from '@usufruct/sdk/http/contract'
import type { Route, RouteParsed, RouteResult } from '@usufruct/sdk/http/route'
import type { Hono, Context as HonoContext } from 'hono'
import type { Address } from 'viem'
import type { ZodType, z } from 'zod'
import type { Context } from '../context.ts'
import { requireLoopback } from './loopback.ts'
import { accountOf } from './session.ts'

/** Who is asking. `account` is null only on routes for anyone. */
export type Caller = { account: Address | null; idempotencyKey: string | null }

export type Handler<N extends ApiName> = (
  ctx: Context,
  input: RouteParsed<Api[N]>,
  caller: Api[N]['auth'] extends 'account' | 'operator' ? Caller & { account: Address } : Caller,
) => Promise<RouteResult<Api[N]>>

/** A stage mounts some of the routes; together they must mount all. */
export type Handlers = { [N in ApiName]?: Handler<N> }

/** @throws UsufructError `REQUEST_INVALID` naming the first field that is not right */
export const parse = <T extends ZodType>(schema: T, value: unknown, where: string): z.output<T> => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new UsufructError({
    code: 'REQUEST_INVALID',
    message: `The request’s ${where} is not right: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(' ')}.`,
    hint: 'See /api/openapi.json for the form it takes.',
    details: {
      issues: parsed.error.issues.slice(0, 5).map(({ path, message }) => ({ path: path.join('.'), message })),
    },
  })
}

const readJson = async (http: HonoContext): Promise<unknown> => {
  try {
    return await http.req.json()
  } catch (cause) {
    throw new UsufructError({
      code: 'REQUEST_INVALID',
      message: 'The request’s body is not JSON.',
      hint: 'Send JSON with content-type application/json.',
      cause,
    })
  }
}

const authorize = async (ctx: Context, http: HonoContext, definition: Route): Promise<Caller> => {
  const idempotencyKey = http.req.header('idempotency-key') ?? null
  if (definition.auth === 'loopback') requireLoopback(ctx, http)
  if (definition.auth === 'anyone' || definition.auth === 'loopback') return { account: null, idempotencyKey }
  const account = await accountOf(ctx, http)
  if (!account)
    throw new UsufructError({
      code: 'SIGN_IN_FIRST',
      kind: 'unauthenticated',
      message: 'This needs a signed-in account.',
      hint: 'Sign in; on the command line name an account with --as.',
    })
  if (definition.auth === 'operator' && account !== ctx.operator.address.toLowerCase())
    throw new UsufructError({
      code: 'OPERATOR_ONLY',
      kind: 'permission',
      message: 'Only the DAO’s operator can do this.',
      hint: 'Sign in with the operator’s account.',
      details: { account },
    })
  return { account, idempotencyKey }
}

/** Mounts handlers on their routes: parse → authorize → verb → present. Rules of the business are in verbs. */
export const mount = (app: Hono, ctx: Context, handlers: Handlers) => {
  for (const [name, handler] of Object.entries(handlers) as [ApiName, Handler<ApiName>][]) {
    const definition: Route = api[name]
    app.on(definition.method, definition.path, async (http) => {
      const caller = await authorize(ctx, http, definition)
      const input = {
        params: definition.params && parse(definition.params, http.req.param(), 'path'),
        query: definition.query && parse(definition.query, http.req.query(), 'query'),
        body: definition.body && parse(definition.body, await readJson(http), 'body'),
      }
      const result = await handler(ctx, input as never, caller as never)
      // Validating what leaves keeps the contract honest and drops what the caller must not see.
      return http.json(definition.response.parse(result))
    })
  }
}
