import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { keeperApi } from '@usufruct/sdk/shares/keeperContract'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import type { z } from 'zod'
import type { Keeper } from '../keeper.ts'
import { continueConsents } from '../verbs/continueConsents.ts'
import { depositShares } from '../verbs/depositShares.ts'
import { getStatus } from '../verbs/getStatus.ts'
import { openLicense } from '../verbs/openLicense.ts'
import { openTask } from '../verbs/openTask.ts'
import { showConsents } from '../verbs/showConsents.ts'
import { withdrawConsents } from '../verbs/withdrawConsents.ts'
import { errorStatus } from './errorStatus.ts'

const KiB = 1_024
const MiB = 1_024 * KiB

const limit = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new UsufructError({
        code: 'BODY_TOO_LARGE',
        kind: 'limit',
        message: `The request is larger than ${maxSize} bytes.`,
        hint: 'Send it in several parts.',
        details: { maxSize },
      })
    },
  })

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new UsufructError({
    code: 'REQUEST_INVALID',
    message: `The request does not have the agreed form (${issues[0]}).`,
    hint: 'Client and keeper may be of different versions.',
    details: { issues },
  })
}

async function readBody<S extends z.ZodType>(context: Context, schema: S): Promise<z.output<S>> {
  let body: unknown
  try {
    body = await context.req.json()
  } catch (error) {
    // The body limit speaks up while the body is read.
    const known = findUsufructError(error)
    if (known) throw known
  }
  return parse(schema, body)
}

const unexpected = (cause: unknown) =>
  new UsufructError({
    code: 'KEEPER_FAILED',
    kind: 'internal',
    message: 'The keeper failed in a way it did not expect.',
    hint: 'Its own output says more.',
    cause,
  })

/** Routes are parse, verb, answer. There are no cookies and no sessions, so any page may call. */
export function createApp(keeper: Keeper): Hono {
  const app = new Hono()
  app.use(cors({ origin: '*' }))
  app.onError((error, context) => {
    const known = findUsufructError(error) ?? unexpected(error)
    if (known.kind === 'internal') console.error(error)
    return context.json(known.toJSON(), errorStatus[known.kind])
  })
  app.notFound((context) => {
    const error = new UsufructError({
      code: 'ROUTE_UNKNOWN',
      kind: 'notFound',
      message: `A keeper has no ${context.req.method} ${context.req.path}.`,
      hint: 'GET /status says what it is.',
    })
    return context.json(error.toJSON(), errorStatus[error.kind])
  })

  const { depositShares: deposit, openLicense: license, openTask: task, withdraw, getLog } = keeperApi
  const { continueConsents: goOn, showConsents: show } = keeperApi
  app.get(keeperApi.getStatus.path, async (context) => context.json(await getStatus(keeper)))
  app.post(deposit.path, limit(4 * MiB), async (context) =>
    context.json(await depositShares(keeper, await readBody(context, deposit.body))),
  )
  app.post(license.path, limit(64 * MiB), async (context) =>
    context.json(await openLicense(keeper, await readBody(context, license.body))),
  )
  app.post(task.path, limit(16 * MiB), async (context) =>
    context.json(await openTask(keeper, await readBody(context, task.body))),
  )
  app.post(withdraw.path, limit(64 * KiB), async (context) =>
    context.json(await withdrawConsents(keeper, await readBody(context, withdraw.body))),
  )
  app.post(goOn.path, limit(4 * MiB), async (context) =>
    context.json(await continueConsents(keeper, await readBody(context, goOn.body))),
  )
  app.post(show.path, limit(2 * MiB), async (context) =>
    context.json(await showConsents(keeper, await readBody(context, show.body))),
  )
  app.get(getLog.path, (context) => {
    const { contribution } = parse(getLog.query, context.req.query())
    return context.json({ entries: keeper.accesses.of(contribution) })
  })
  return app
}
