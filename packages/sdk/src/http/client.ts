import { UsufructError } from '../domain/errors.ts'
import { type Api, type ApiName, api } from './contract.ts'
import type { Route, RouteInput, RouteOutput } from './route.ts'
import { errorBody } from './values.ts'

export type NodeClientParameters = {
  /** Where the node is, such as `http://localhost:4747`; empty in a page the node serves. */
  url: string
  /** A session's token, asked for at each call because it can change. */
  token?: (() => string | undefined) | undefined
  fetch?: typeof globalThis.fetch | undefined
}

export type NodeClient = {
  url: string
  call: <N extends ApiName>(
    name: N,
    input: RouteInput<Api[N]>,
    options?: CallOptions,
  ) => Promise<RouteOutput<Api[N]>>
  /** For what is not JSON: blobs, uploads, keepers behind the node. Throws the same typed errors. */
  raw: (path: string, init?: RequestInit) => Promise<Response>
}

export type CallOptions = { idempotencyKey?: string; signal?: AbortSignal }

const unreachable = (url: string, cause: unknown) =>
  new UsufructError({
    code: 'NODE_UNREACHABLE',
    kind: 'unreachable',
    message: `No DAO node answers at ${url}.`,
    hint: 'Start one with `npm start`, or name another with --node URL.',
    details: { url },
    cause,
  })

const readError = async (response: Response, url: string): Promise<UsufructError> => {
  const parsed = errorBody.safeParse(await response.json().catch(() => undefined))
  if (parsed.success)
    return new UsufructError({ ...parsed.data, kind: parsed.data.kind as UsufructError['kind'] })
  return new UsufructError({
    code: 'NODE_ANSWER_UNREADABLE',
    kind: 'unreachable',
    message: `${url} answered ${response.status} in a way this version does not understand.`,
    hint: 'Is it a Usufruct node of the same version?',
    details: { url, status: response.status },
  })
}

const fillPath = (
  definition: Route,
  input: { params?: Record<string, unknown>; query?: Record<string, unknown> },
) => {
  const path = definition.path.replace(/:([A-Za-z]+)/g, (_, key: string) =>
    encodeURIComponent(String(input.params?.[key] ?? '')),
  )
  const query = Object.entries(input.query ?? {}).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(
    query.map(([key, value]): [string, string] => [key, String(value)]),
  ).toString()
  return search ? `${path}?${search}` : path
}

/** A typed client for the node's HTTP API, for browsers and Node. Validates what comes back.
 * @throws UsufructError with the node's own code, or `NODE_UNREACHABLE`, `NODE_ANSWER_UNREADABLE` */
export const createNodeClient = ({
  url,
  token,
  fetch = globalThis.fetch,
}: NodeClientParameters): NodeClient => {
  const base = url.replace(/\/$/, '')

  const raw: NodeClient['raw'] = async (path, init = {}) => {
    const headers = new Headers(init.headers)
    const bearer = token?.()
    if (bearer) headers.set('authorization', `Bearer ${bearer}`)
    let response: Response
    try {
      response = await fetch(`${base}${path}`, { ...init, headers })
    } catch (cause) {
      if (init.signal?.aborted) throw cause
      throw unreachable(base, cause)
    }
    if (!response.ok) throw await readError(response, `${base}${path}`)
    return response
  }

  return {
    url: base,
    raw,
    call: async (name, input, options = {}) => {
      const definition: Route = api[name]
      const given = input as {
        params?: Record<string, unknown>
        query?: Record<string, unknown>
        body?: unknown
      }
      const response = await raw(fillPath(definition, given), {
        method: definition.method,
        headers: {
          accept: 'application/json',
          ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
        },
        ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
        ...(options.signal ? { signal: options.signal } : {}),
      })
      const parsed = definition.response.safeParse(await response.json().catch(() => undefined))
      if (!parsed.success)
        throw new UsufructError({
          code: 'NODE_ANSWER_UNREADABLE',
          kind: 'unreachable',
          message: `The node’s answer to ${definition.method} ${definition.path} does not have the agreed form.`,
          hint: 'Client and node are of different versions; upgrade the older one.',
          details: { issues: parsed.error.issues.slice(0, 5) },
        })
      return parsed.data as never
    },
  }
}
