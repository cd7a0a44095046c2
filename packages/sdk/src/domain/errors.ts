/**
 * What went wrong, from the point of view of whoever has to react to it. HTTP statuses and exit codes are
 * derived from the kind, each in one place (`node/src/http/errors.ts`, `cli/src/exitCodes.ts`).
 */
export type ErrorKind =
  | 'usage' // the call itself is off: unknown option, missing argument
  | 'unauthenticated' // nobody is signed in, or the signature is not the account's
  | 'permission' // known, but not allowed: no license, withdrawn, expired
  | 'notFound'
  | 'input' // the file, the query, the message is bad
  | 'conflict' // it clashes with what is already there
  | 'limit' // too large, too many, too slow
  | 'unreachable' // something needed does not answer; trying again may help
  | 'internal'

export type ErrorDetails = Record<string, unknown>

export type UsufructErrorParameters = {
  /** Stable, SCREAMING_SNAKE_CASE; what programs match on. */
  code: string
  message: string
  /** A way out, in words a person can follow. */
  hint?: string | undefined
  kind?: ErrorKind | undefined
  /** The values that matter: both sides of a failed comparison, the place in a file. Must be JSON. */
  details?: ErrorDetails | undefined
  cause?: unknown
}

export class UsufructError extends Error {
  readonly code: string
  readonly hint: string
  readonly kind: ErrorKind
  readonly details: ErrorDetails

  constructor({ code, message, hint = '', kind = 'input', details = {}, cause }: UsufructErrorParameters) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'UsufructError'
    this.code = code
    this.hint = hint
    this.kind = kind
    this.details = details
  }

  /** What leaves a process: never a stack, never a cause. */
  toJSON() {
    return { code: this.code, message: this.message, hint: this.hint, kind: this.kind, details: this.details }
  }
}

/** Runs over the cause chain, since libraries wrap. */
export const findUsufructError = (error: unknown): UsufructError | undefined => {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof UsufructError) return at
  return undefined
}
