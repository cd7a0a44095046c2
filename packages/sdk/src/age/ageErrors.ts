import { type ErrorDetails, UsufructError } from '../domain/errors.ts'

/** The key is not one that the file was encrypted to. The file may be fine. */
export class AgeWrongKeyError extends UsufructError {
  constructor(details: ErrorDetails = {}) {
    super({
      code: 'AGE_WRONG_KEY',
      message: 'This key does not open the file.',
      hint: 'Check that the key and the file belong to the same contribution.',
      details,
    })
    this.name = 'AgeWrongKeyError'
  }
}

/** Bytes of the file are not those that were written. */
export class AgeCorruptError extends UsufructError {
  constructor(what: string, details: ErrorDetails = {}) {
    super({
      code: 'AGE_CORRUPT',
      message: `The encrypted file is damaged: ${what}.`,
      hint: 'Fetch it again, from another copy if there is one.',
      details,
    })
    this.name = 'AgeCorruptError'
  }
}

/** Everything that arrived is good, but the end is missing. */
export class AgeTruncatedError extends UsufructError {
  constructor(details: ErrorDetails = {}) {
    super({
      code: 'AGE_TRUNCATED',
      message: 'The encrypted file stops before its end.',
      hint: 'The transfer was cut off: fetch it again.',
      details,
    })
    this.name = 'AgeTruncatedError'
  }
}
