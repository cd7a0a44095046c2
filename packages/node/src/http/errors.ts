import { type ErrorKind, findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** The only place that knows HTTP statuses. */
const statuses: Record<ErrorKind, ContentfulStatusCode> = {
  usage: 400,
  unauthenticated: 401,
  permission: 403,
  notFound: 404,
  input: 422,
  conflict: 409,
  limit: 413,
  unreachable: 503,
  internal: 500,
}

/** What leaves the node for an error: typed ones as they are, anything else without its insides. */
export const presentError = (error: unknown) => {
  const known =
    findUsufructError(error) ??
    new UsufructError({
      code: 'INTERNAL',
      kind: 'internal',
      message: 'The node made a mistake.',
      hint: 'Try again; if it stays, look into the node’s log and report it.',
    })
  return { status: statuses[known.kind], body: known.toJSON() }
}
