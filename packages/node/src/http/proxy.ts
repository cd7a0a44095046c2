import { UsufructError } from '@usufruct/sdk/domain/errors'
import { licenseId } from '@usufruct/sdk/http/values'
import type { Hono, Context as HonoContext } from 'hono'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { openings } from '../db/serverSchema.ts'

const forward = async (http: HonoContext, target: string, what: string): Promise<Response> => {
  const hasBody = http.req.method !== 'GET' && http.req.method !== 'HEAD'
  let answer: Response
  try {
    answer = await fetch(target, {
      method: http.req.method,
      headers: { 'content-type': http.req.header('content-type') ?? 'application/json' },
      ...(hasBody ? { body: await http.req.arrayBuffer() } : {}),
      signal: AbortSignal.timeout(120_000),
    })
  } catch (cause) {
    throw new UsufructError({
      code: what === 'chain' ? 'CHAIN_UNREACHABLE' : 'KEEPER_UNREACHABLE',
      kind: 'unreachable',
      message: `The ${what} does not answer.`,
      hint: 'Try again in a moment.',
      details: { what },
      cause,
    })
  }
  return new Response(answer.body, {
    status: answer.status,
    headers: { 'content-type': answer.headers.get('content-type') ?? 'application/json' },
  })
}

const opened = z.object({ request: z.object({ license: licenseId }) })

const countOpening = async (ctx: Context, body: unknown) => {
  const parsed = opened.safeParse(body)
  if (!parsed.success) return
  const minute = Math.floor(ctx.now() / 60)
  await ctx.db
    .insert(openings)
    .values({ license: BigInt(parsed.data.request.license), minute })
    .onConflictDoNothing()
}

/** Keepers and the chain listen on ports of their own; browsers and CLIs reach them through the node. What
 * passes is signed or sealed end to end, so the node can only refuse to pass it on. */
export const mountProxies = (app: Hono, ctx: Context) => {
  app.post('/rpc', (http) => forward(http, ctx.rpcUrl, 'chain'))
  app.all('/keepers/:index/*', async (http) => {
    const keeper = ctx.keepers[Number(http.req.param('index'))]
    if (!keeper)
      throw new UsufructError({
        code: 'KEEPER_UNKNOWN',
        kind: 'notFound',
        message: `There is no key holder ${http.req.param('index')}.`,
        hint: `They are numbered 0 to ${ctx.keepers.length - 1}.`,
      })
    const { pathname, search } = new URL(http.req.url)
    const rest = pathname.replace(/^\/keepers\/[^/]+/, '')
    const answer = await forward(http, `${keeper.url}${rest}${search}`, `key holder ${keeper.index}`)
    if (rest === '/open/license' && answer.ok)
      await countOpening(ctx, await http.req.json().catch(() => null)).catch((error: unknown) =>
        // The keeper has answered, and its answer can be had once.
        ctx.log('an opening was not counted', { error: String(error) }),
      )
    return answer
  })
}
