import { getConnInfo } from '@hono/node-server/conninfo'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { parseDraft } from '@usufruct/sdk/founding/draft'
import { draftFile, keepDraft, readDraft } from '@usufruct/sdk/founding/draftFile.node'
import {
  deployFounding,
  type FoundingState,
  getFounding,
  getFoundingDraft,
  getFoundingTemplates,
  putFoundingDraft,
} from '@usufruct/sdk/http/routes/founding'
import { Hono, type Context as HonoContext } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { presentError } from '../http/errors.ts'
import { isLoopbackAddress, isLoopbackHost } from '../http/loopback.ts'
import { mountStatic } from '../http/static.ts'
import { legalTemplates } from './legalTemplates.ts'

const maxBody = 1024 * 1024

const refused = (code: string, message: string, hint: string) =>
  new UsufructError({ code, kind: 'permission', message, hint })

/** There is no account yet that could be asked for: whoever sits at this machine founds, and nobody through a page
 * elsewhere (DNS rebinding, cross-site requests) or a proxy. */
const requireHere = (http: HonoContext) => {
  const host = http.req.header('host')
  if (!isLoopbackHost(host))
    throw refused('HOST_UNKNOWN', `Nothing is founded under the name ${host ?? ''}.`, 'Use http://localhost.')
  const origin = http.req.header('origin')
  const proxied = http.req.header('x-forwarded-for') ?? http.req.header('forwarded')
  if (!isLoopbackAddress(getConnInfo(http).remote.address) || proxied)
    throw refused('LOOPBACK_ONLY', 'A DAO is founded on its own machine.', 'Open http://localhost there.')
  if (origin !== undefined && origin !== `http://${host}`)
    throw refused('FOREIGN_ORIGIN', 'This request comes from another site.', 'Use the page of this machine.')
}

const draftIn = async (http: HonoContext) => {
  const body: unknown = await http.req.json().catch(() => null)
  return parseDraft(typeof body === 'object' && body !== null && 'draft' in body ? body.draft : null)
}

/** The dApp and what its founding wizard needs, on a home that has no DAO yet. */
export const createFoundingServer = ({
  home,
  state,
  deploy,
}: {
  home: string
  state: () => FoundingState
  /** Begins; how it goes is in `state`. @throws UsufructError what keeps it from beginning */
  deploy: (draft: ReturnType<typeof parseDraft>) => Promise<void>
}): Hono => {
  const app = new Hono()
  app.onError((error, http) => {
    const { status, body } = presentError(error)
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
          message: `A draft may have at most ${maxBody / 1024} KiB.`,
          hint: 'Say it shorter.',
        })
      },
    }),
  )
  app.use(async (http, next) => {
    requireHere(http)
    await next()
  })
  app.get('/api/health', (http) => http.json({ ok: true, head: 0 }))
  app.get(getFounding.path, (http) => http.json(state()))
  app.get(getFoundingTemplates.path, async (http) =>
    http.json({
      templates: (await legalTemplates()).map(({ path, hash, text }) => ({ path, hash, text })),
    }),
  )
  app.get(getFoundingDraft.path, async (http) => http.json({ draft: await readDraft(draftFile(home)) }))
  app.put(putFoundingDraft.path, async (http) => {
    const draft = await draftIn(http)
    if (state().step === 'deploying')
      throw new UsufructError({
        code: 'FOUNDING_UNDER_WAY',
        kind: 'conflict',
        message: 'The DAO is being founded; its draft can no longer be changed.',
        hint: 'Wait until it is there.',
      })
    await keepDraft(draftFile(home), draft)
    return http.json({ ok: true })
  })
  app.post(deployFounding.path, async (http) => {
    await deploy(await draftIn(http))
    return http.json({ ok: true })
  })
  app.all('/api/*', () => {
    throw new UsufructError({
      code: 'NOT_FOUNDED',
      kind: 'unreachable',
      message: 'There is no DAO here yet.',
      hint: 'Found one on the page /found, or with `usufruct found`.',
    })
  })
  mountStatic(app)
  return app
}
