import { type ErrorDetails, type ErrorKind, UsufructError } from '@usufruct/sdk/domain/errors'

export type CleaningErrorCode =
  | 'EMPTY_FILE'
  | 'NO_RECORDS'
  | 'FORMAT_REFUSED'
  | 'FORMAT_UNKNOWN'
  | 'BINARY_CONTENT'
  | 'INVALID_ENCODING'
  | 'INVALID_JSON'
  | 'DAMAGED_FILE'
  | 'ENCRYPTED_FILE'
  | 'UNSAFE_PATH'
  | 'SEVERAL_FILES'
  | 'NESTED_ARCHIVE'
  | 'UNKNOWN_SHEET'
  | 'BAD_MAPPING'
  | 'PICTURE_DAMAGED'
  | 'PICTURE_REFUSED'
  | 'PICTURE_TOO_LARGE'
  | 'NO_PICTURES'
  | 'UNCLOSED_QUOTE'
  | 'RESERVED_COLUMN'
  | 'SCHEMA_MISMATCH'
  | 'UNKNOWN_FINDING'
  | 'UNKNOWN_COLUMN'
  | 'UNKNOWN_PLACE'
  | 'ACTION_UNSUITABLE'
  | 'PSEUDONYM_KEY_MISSING'
  | 'FILE_TOO_LARGE'
  | 'TOO_MANY_ROWS'
  | 'TOO_MANY_COLUMNS'
  | 'TOO_MANY_FILES'
  | 'UNPACKS_TOO_LARGE'
  | 'CELL_TOO_LARGE'
  | 'RECORD_TOO_LARGE'
  | 'CHILD_TOO_SLOW'
  | 'CHILD_OUT_OF_MEMORY'
  | 'CHILD_OUTPUT_TOO_LARGE'
  | 'CHILD_FAILED'
  | 'MODEL_UNSUITABLE'
  | 'MODEL_TOO_LARGE'
  | 'MODEL_TOO_SLOW'
  | 'MODEL_LIBRARY_MISSING'
  | 'SOURCE_UNREACHABLE'
  | 'SOURCE_NOT_A_URL'

const KINDS: Partial<Record<CleaningErrorCode, ErrorKind>> = {
  FILE_TOO_LARGE: 'limit',
  TOO_MANY_ROWS: 'limit',
  TOO_MANY_COLUMNS: 'limit',
  TOO_MANY_FILES: 'limit',
  UNPACKS_TOO_LARGE: 'limit',
  CELL_TOO_LARGE: 'limit',
  RECORD_TOO_LARGE: 'limit',
  PICTURE_TOO_LARGE: 'limit',
  CHILD_TOO_SLOW: 'limit',
  CHILD_OUT_OF_MEMORY: 'limit',
  CHILD_OUTPUT_TOO_LARGE: 'limit',
  CHILD_FAILED: 'internal',
  MODEL_TOO_LARGE: 'limit',
  MODEL_TOO_SLOW: 'limit',
  MODEL_LIBRARY_MISSING: 'unreachable',
  SOURCE_UNREACHABLE: 'unreachable',
  SOURCE_NOT_A_URL: 'usage',
  UNKNOWN_FINDING: 'usage',
  UNKNOWN_COLUMN: 'usage',
  UNKNOWN_SHEET: 'usage',
  BAD_MAPPING: 'usage',
  UNKNOWN_PLACE: 'usage',
  ACTION_UNSUITABLE: 'usage',
  PSEUDONYM_KEY_MISSING: 'usage',
}

export class CleaningError extends UsufructError {
  declare readonly code: CleaningErrorCode

  constructor(
    code: CleaningErrorCode,
    message: string,
    hint: string,
    details: ErrorDetails = {},
    cause?: unknown,
  ) {
    super({ code, message, hint, kind: KINDS[code] ?? 'input', details, cause })
    this.name = 'CleaningError'
  }
}

export const isCleaningErrorCode = (code: string): code is CleaningErrorCode => code in ALL

// A record rather than an array, so that a code added above and forgotten here does not compile.
const ALL: Record<CleaningErrorCode, true> = {
  EMPTY_FILE: true,
  NO_RECORDS: true,
  FORMAT_REFUSED: true,
  FORMAT_UNKNOWN: true,
  BINARY_CONTENT: true,
  INVALID_ENCODING: true,
  INVALID_JSON: true,
  DAMAGED_FILE: true,
  ENCRYPTED_FILE: true,
  UNSAFE_PATH: true,
  SEVERAL_FILES: true,
  NESTED_ARCHIVE: true,
  UNKNOWN_SHEET: true,
  BAD_MAPPING: true,
  PICTURE_DAMAGED: true,
  PICTURE_REFUSED: true,
  PICTURE_TOO_LARGE: true,
  NO_PICTURES: true,
  UNCLOSED_QUOTE: true,
  RESERVED_COLUMN: true,
  SCHEMA_MISMATCH: true,
  UNKNOWN_FINDING: true,
  UNKNOWN_COLUMN: true,
  UNKNOWN_PLACE: true,
  ACTION_UNSUITABLE: true,
  PSEUDONYM_KEY_MISSING: true,
  FILE_TOO_LARGE: true,
  TOO_MANY_ROWS: true,
  TOO_MANY_COLUMNS: true,
  TOO_MANY_FILES: true,
  UNPACKS_TOO_LARGE: true,
  CELL_TOO_LARGE: true,
  RECORD_TOO_LARGE: true,
  CHILD_TOO_SLOW: true,
  CHILD_OUT_OF_MEMORY: true,
  CHILD_OUTPUT_TOO_LARGE: true,
  CHILD_FAILED: true,
  MODEL_UNSUITABLE: true,
  MODEL_TOO_LARGE: true,
  MODEL_TOO_SLOW: true,
  MODEL_LIBRARY_MISSING: true,
  SOURCE_UNREACHABLE: true,
  SOURCE_NOT_A_URL: true,
}
