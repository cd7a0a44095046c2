import { UsufructError } from '@usufruct/sdk/domain/errors'

/** The call itself is off. */
export const usageError = (message: string, hint: string, details: Record<string, unknown> = {}) =>
  new UsufructError({ code: 'USAGE', kind: 'usage', message, hint, details })
