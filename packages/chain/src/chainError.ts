import { type ErrorKind, UsufructError } from '@usufruct/sdk/domain/errors'

export type ChainErrorCode =
  | 'WRONG_USE'
  | 'HOME_UNUSABLE'
  | 'CHAIN_IDENTITY_MISSING'
  | 'CHAIN_IDENTITY_CORRUPT'
  | 'JOURNAL_CORRUPT'
  | 'JOURNAL_MISSING'
  | 'JOURNAL_WRITE_FAILED'
  | 'SNAPSHOT_UNUSABLE'
  | 'HISTORY_UNREACHABLE'
  | 'ANVIL_MISSING'
  | 'ANVIL_UNUSABLE'
  | 'ANVIL_GONE'
  | 'ANVIL_REFUSED'
  | 'ANVIL_KEEPS_FAILING'
  | 'PORT_TAKEN'
  | 'CHAIN_STOPPING'
  | 'CHAIN_BUSY'
  | 'CHAIN_NOT_STARTED'
  | TransactionErrorCode

/** Why the gateway refuses a raw transaction. Nothing of a refused one is written. */
export type TransactionErrorCode =
  | 'TX_MALFORMED'
  | 'TX_TOO_LARGE'
  | 'TX_TYPE_UNSUPPORTED'
  | 'TX_WRONG_CHAIN'
  | 'TX_SIGNATURE_INVALID'
  | 'TX_GAS_TOO_LOW'
  | 'TX_GAS_TOO_HIGH'
  | 'TX_FEE_INVALID'
  | 'TX_INITCODE_TOO_LARGE'
  | 'TX_NONCE_TOO_LOW'
  | 'TX_NONCE_TOO_HIGH'
  | 'TX_INSUFFICIENT_FUNDS'
  | 'TX_REFUSED'

export type ChainErrorDetails = {
  values?: Record<string, string | number>
  hint?: string
  cause?: unknown
}

/** Every failure of this package: a stable code, the values that disagreed, and the way out. */
export class ChainError extends UsufructError {
  declare readonly code: ChainErrorCode

  constructor(code: ChainErrorCode, message: string, { values = {}, hint, cause }: ChainErrorDetails = {}) {
    super({ code, message, hint, details: values, kind: kindOf(code), cause })
    this.name = 'ChainError'
  }

  get values(): Record<string, string | number> {
    return this.details as Record<string, string | number>
  }
}

const kindOf = (code: ChainErrorCode): ErrorKind => {
  if (code.startsWith('TX_')) return 'input'
  if (code === 'WRONG_USE') return 'usage'
  return code === 'PORT_TAKEN' || code === 'CHAIN_BUSY' || code === 'CHAIN_STOPPING'
    ? 'unreachable'
    : 'internal'
}

export function isChainError(error: unknown, code?: ChainErrorCode): error is ChainError {
  return error instanceof ChainError && (code === undefined || error.code === code)
}

/** What a cause says, for a message; never a stack. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
