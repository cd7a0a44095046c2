import type { ErrorKind } from '@usufruct/sdk/domain/errors'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** The only place in the keeper that knows HTTP statuses. */
export const errorStatus: Record<ErrorKind, ContentfulStatusCode> = {
  usage: 400,
  input: 400,
  unauthenticated: 401,
  permission: 403,
  notFound: 404,
  conflict: 409,
  limit: 413,
  internal: 500,
  unreachable: 503,
}
