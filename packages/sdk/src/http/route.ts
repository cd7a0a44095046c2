import type { z } from 'zod'

/** Who may call a route. `member` is any signed-in account; finer rules belong to the stage's `authorize`. */
export type RouteAuth = 'anyone' | 'account' | 'operator' | 'loopback'

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Hono's form: `/api/datasets/:slug`. */
  path: `/${string}`
  summary: string
  auth: RouteAuth
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  response: z.ZodType
}

/** Keeps the literal types, so that client and server infer input and output from one definition. */
export const route = <const R extends Route>(definition: R): R => definition

type Part<R, K extends 'params' | 'query' | 'body', Side extends 'input' | 'output'> =
  R extends Record<K, infer S extends z.ZodType>
    ? { [P in K]: Side extends 'input' ? z.input<S> : z.output<S> }
    : unknown

/** What a caller passes: params, query and body as they go over the wire. */
export type RouteInput<R extends Route> = Part<R, 'params', 'input'> &
  Part<R, 'query', 'input'> &
  Part<R, 'body', 'input'>

/** What a handler receives, after validation. */
export type RouteParsed<R extends Route> = Part<R, 'params', 'output'> &
  Part<R, 'query', 'output'> &
  Part<R, 'body', 'output'>

/** What a handler returns, before it is serialised. */
export type RouteResult<R extends Route> = z.input<R['response']>

/** What a caller gets back. */
export type RouteOutput<R extends Route> = z.output<R['response']>
