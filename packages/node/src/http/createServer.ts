import { UsufructError } from '@usufruct/sdk/domain/errors'
import { api } from '@usufruct/sdk/http/contract'
import { createSession, deleteSession, getSessionNonce } from '@usufruct/sdk/http/routes/session'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, setCookie } from 'hono/cookie'
import { secureHeaders } from 'hono/secure-headers'
import type { Context } from '../context.ts'
import { agreementRoutes } from '../flow/consent/agreementRoutes.ts'
import { consentRoutes } from '../flow/consent/routes.ts'
import { contributeRoutes } from '../flow/contribute/routes.ts'
import { licenseRoutes } from '../flow/license/routes.ts'
import { payoutRoutes } from '../flow/payout/routes.ts'
import { recordRoutes } from '../flow/records/routes.ts'
import { releaseRoutes } from '../flow/release/routes.ts'
import { reviewRoutes } from '../flow/review/routes.ts'
import { takedownRoutes } from '../flow/takedown/routes.ts'
import { foundingRoutes } from '../foundingServer/routes.ts'
import { overviewRoutes } from '../overview/routes.ts'
import { practiceRoutes } from '../practice/routes.ts'
import { mountBlobs } from './blobs.ts'
import { mountDocuments } from './documents.ts'
import { presentError } from './errors.ts'
import { requireKnownHost } from './loopback.ts'
import { type Handlers, mount } from './mount.ts'
import { openApi } from './openapi.ts'
import { mountProxies } from './proxy.ts'
import { accountOf, createNonce, sessionCookie, signIn, signOut } from './session.ts'
import { mountStatic } from './static.ts'

const maxBody = 16 * 1024 * 1024

/** Sessions set a cookie, which the other routes never do, so they are mounted by hand. */
const mountSession = (app: Hono, ctx: Context) => {
  app.post(getSessionNonce.path, async (http) => http.json({ nonce: await createNonce(ctx) }))
  app.post(createSession.path, async (http) => {
    const body = createSession.body.safeParse(await http.req.json().catch(() => undefined))
    if (!body.success)
      throw new UsufructError({
        code: 'REQUEST_INVALID',
        message: 'Signing in takes a message and its signature.',
        hint: 'See /api/openapi.json for the form it takes.',
      })
    const session = await signIn(ctx, { ...body.data, host: http.req.header('host') ?? '' })
    setCookie(http, sessionCookie, session.token, {
      httpOnly: true,
      sameSite: 'Strict',
      secure: new URL(http.req.url).protocol === 'https:',
      path: '/',
      expires: new Date(session.expiresAt * 1000),
    })
    return http.json(session)
  })
  app.delete(deleteSession.path, async (http) => {
    const account = await accountOf(ctx, http)
    if (account) await signOut(ctx, account)
    deleteCookie(http, sessionCookie, { path: '/' })
    return http.json({ ok: true })
  })
}

const handlers = (): Handlers => ({
  ...overviewRoutes,
  ...agreementRoutes,
  ...consentRoutes,
  ...contributeRoutes,
  ...reviewRoutes,
  ...takedownRoutes,
  ...releaseRoutes,
  ...licenseRoutes,
  ...payoutRoutes,
  ...recordRoutes,
  ...foundingRoutes,
  ...practiceRoutes,
})

const mountedByHand = ['getSessionNonce', 'createSession', 'deleteSession']

/** Routes of the contract that nothing answers. Empty, or the contract promises too much. */
export const unanswered = (): string[] =>
  Object.keys(api).filter((name) => !(name in handlers()) && !mountedByHand.includes(name))

/** The node's HTTP face: API, blobs, uploads, proxies to chain and keepers, and the dApp. */
export const createServer = (ctx: Context): Hono => {
  const app = new Hono()
  app.onError((error, http) => {
    const { status, body } = presentError(error)
    if (status === 500)
      ctx.log('request failed', { path: http.req.path, error: String(error), stack: error.stack })
    return http.json(body, status)
  })
  app.use(secureHeaders({ crossOriginResourcePolicy: 'same-origin', referrerPolicy: 'same-origin' }))
  app.use(
    bodyLimit({
      maxSize: maxBody,
      onError: () => {
        throw new UsufructError({
          code: 'REQUEST_TOO_LARGE',
          kind: 'limit',
          message: `A request may have at most ${maxBody / 1024 / 1024} MiB.`,
          hint: 'Upload files in pieces.',
        })
      },
    }),
  )
  app.use(async (http, next) => {
    requireKnownHost(ctx, http)
    await next()
  })
  // A page elsewhere must not act with a visitor's session; same-site cookies alone leave old browsers open.
  app.use('/api/*', async (http, next) => {
    const origin = http.req.header('origin')
    const here = [`http://${http.req.header('host')}`, `https://${http.req.header('host')}`]
    if (http.req.method !== 'GET' && origin !== undefined && !here.includes(origin))
      throw new UsufructError({
        code: 'FOREIGN_ORIGIN',
        kind: 'permission',
        message: 'This request comes from another site.',
        hint: 'Use the DAO’s own page.',
        details: { origin },
      })
    await next()
  })
  app.get('/api/health', (http) => http.json({ ok: true, head: ctx.indexer.head().block }))
  app.get('/api/openapi.json', (http) => http.json(openApi(ctx.version)))
  mountSession(app, ctx)
  mount(app, ctx, handlers())
  mountDocuments(app, ctx, handlers())
  mountBlobs(app, ctx)
  mountProxies(app, ctx)
  app.all('/api/*', (http) => {
    throw new UsufructError({
      code: 'ROUTE_UNKNOWN',
      kind: 'notFound',
      message: `The node has no ${http.req.method} ${http.req.path}.`,
      hint: 'See /api/openapi.json.',
    })
  })
  mountStatic(app)
  return app
}
