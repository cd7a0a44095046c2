import { type ErrorKind, findUsufructError } from '@usufruct/sdk/domain/errors'

/** The only place that knows exit codes. Scripts depend on them, so they are never given another meaning. */
export const exitCodes: Record<ErrorKind, number> = {
  usage: 2,
  unauthenticated: 3,
  permission: 3,
  notFound: 4,
  input: 5,
  conflict: 5,
  limit: 5,
  unreachable: 6,
  internal: 1,
}

export const exitCodeOf = (error: unknown): number => {
  const known = findUsufructError(error)
  return known ? exitCodes[known.kind] : 1
}
