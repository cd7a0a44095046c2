import { UsufructError } from '../domain/errors.ts'
import type { Route, RouteInput, RouteOutput } from '../http/route.ts'
import { errorBody } from '../http/values.ts'
import { type KeeperApi, type KeeperApiName, keeperApi } from './keeperContract.ts'

export type KeeperClient = {
  url: string
  /** @throws UsufructError with the keeper's own code, `KEEPER_UNREACHABLE` or `KEEPER_ANSWER_UNREADABLE` */
  call: <N extends KeeperApiName>(
    name: N,
    input: RouteInput<KeeperApi[N]>,
    options?: { signal?: AbortSignal },
  ) => Promise<RouteOutput<KeeperApi[N]>>
}

const failure = (code: string, url: string, message: string, details: object, cause?: unknown) =>
  new UsufructError({
    code,
    kind: 'unreachable',
    message,
    hint: 'Two of three keepers are enough: go on without this one, or try again later.',
    details: { url, ...details },
    cause,
  })

async function readJson(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined)
}

/** A typed client for one keeper, for browsers and Node. */
export function createKeeperClient(
  url: string,
  { fetch = globalThis.fetch }: { fetch?: typeof globalThis.fetch } = {},
): KeeperClient {
  const base = url.replace(/\/$/, '')
  return {
    url: base,
    async call(name, input, { signal } = {}) {
      const definition: Route = keeperApi[name]
      const { query, body } = input as { query?: Record<string, string>; body?: unknown }
      const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
      const init: RequestInit = {
        method: definition.method,
        headers: { accept: 'application/json' },
        ...(signal === undefined ? {} : { signal }),
      }
      if (body !== undefined) {
        init.headers = { ...init.headers, 'content-type': 'application/json' }
        init.body = JSON.stringify(body)
      }
      let response: Response
      try {
        response = await fetch(`${base}${definition.path}${search}`, init)
      } catch (cause) {
        if (signal?.aborted) throw cause
        throw failure('KEEPER_UNREACHABLE', base, `No keeper answers at ${base}.`, {}, cause)
      }
      const answered = await readJson(response)
      const parsed = (response.ok ? definition.response : errorBody).safeParse(answered)
      if (!parsed.success)
        throw failure('KEEPER_ANSWER_UNREADABLE', base, `${base} did not answer like a keeper.`, {
          status: response.status,
        })
      if (!response.ok) {
        const body = parsed.data as ReturnType<typeof errorBody.parse>
        throw new UsufructError({ ...body, kind: body.kind as UsufructError['kind'] })
      }
      return parsed.data as never
    },
  }
}
