import type { Limits } from './limits.ts'

export type Kind = 'table' | 'text'
export type FormatName = 'csv' | 'jsonl' | 'json' | 'text'
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** A value as its decoder gives it: text formats give strings, JSON gives types, nested JSON canonical text. */
export type Cell = string | number | boolean | null

export type ColumnType = 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'string'

export type Column = {
  name: string
  type: ColumnType
  nullable: boolean
  unit?: string
}

/** What a dataset asks of a column. */
export type DatasetColumn = Column & {
  allowed?: readonly (string | number | boolean)[]
  min?: number
  max?: number
}

/** Kinds of personal data. `detect/findingTypes.ts` says what is done with each unless the member says otherwise. */
export type FindingType =
  | 'email'
  | 'phone'
  | 'card'
  | 'iban'
  | 'ip'
  | 'ssn'
  | 'national-id'
  | 'id-document'
  | 'vehicle'
  | 'crypto'
  | 'birth-date'
  | 'person'
  | 'address'
  | 'coordinates'
  | 'postcode'
  | 'url'
  | 'location'
  | 'organization'
  | 'date'
  | 'job'
  | 'age'

/**
 * Redact: a marker of its type stands where it stood. Pseudonymise: a name that is the same wherever the same value
 * stands in the dataset, and says nothing to whoever lacks the member's key. Generalise: the year for a day, a band
 * of five years for an age, and so on. Keep: it is lent as it is.
 */
export type Action = 'redact' | 'pseudonymise' | 'generalise' | 'keep'

export type Finding = {
  /** Stable for the same bytes and options: what a choice refers to. */
  id: string
  type: FindingType
  /** Row 0 is the header. Offsets are UTF-16 code units in the normalised cell, end exclusive. */
  where: { row: number; column: string; start: number; end: number }
  action: Action
  /** The member's own: nothing was found there. */
  added?: true
  /** Masked: the first and last character at most. */
  excerpt: string
}

export type InvalidReason =
  | 'too-few-fields'
  | 'too-many-fields'
  | 'text-after-quote'
  | 'not-json'
  | 'not-an-object'
  | 'too-deep'
  | 'lone-surrogate'
  | 'reserved-key'
  | 'not-finite'
  | 'missing'
  | 'wrong-type'
  | 'not-allowed'
  | 'below-minimum'
  | 'above-maximum'
  | 'personal-data'

/** A record set aside for its owner to mend. Values are cut short and personal data in them is masked. */
export type InvalidRow = { row: number; column?: string; reason: InvalidReason; values: Cell[] }

export type NoteCode =
  | 'mislabelled'
  | 'windows-1252'
  | 'no-header'
  | 'excel-separator-line'
  | 'duplicate-column'
  | 'unnamed-column'
  | 'column-added-row-names'
  | 'nested-values'
  | 'large-integers'
  | 'mostly-typed'
  | 'ambiguous-dates'
  | 'decimal-comma'
  | 'formula-characters'
  | 'identifier-column'
  | 'unmapped-column'
  | 'dropped-column'
  | 'indirect-identifiers'

/** Something the owner should know that stops nothing. */
export type Note = {
  code: NoteCode
  column?: string
  count?: number
  text: string
  /** With `indirect-identifiers`: what an action can be chosen for, in this column. */
  finding?: FindingType
}

export type DetectionOptions = {
  /** Where numbers without +country are read as if dialled. */
  regions: readonly string[]
}

/** What the member decided after looking. One finding's action goes before its column's. */
export type Choices = {
  /** Ids of findings that are none. */
  keep?: readonly string[]
  /** All findings of a type in a column, for a column of identifiers that look like something else. */
  keepIn?: readonly { column: string; type: FindingType }[]
  /** What else to do with findings, by id. */
  actions?: readonly { id: string; action: Action }[]
  /** And with all of a type in a column; also the way to have indirect ones dealt with, such as dates. */
  actionsIn?: readonly { column: string; type: FindingType; action: Action }[]
  /** What was overlooked. Row 1 is the first after the header; offsets as in findings. */
  add?: readonly { row: number; column: string; start: number; end: number; type: FindingType }[]
  /** Columns that stay at home. */
  dropColumns?: readonly string[]
}

/** The same value gets the same pseudonym under the same key and dataset, and no two datasets can be joined by them. */
export type Pseudonyms = {
  /** At least 16 random bytes, kept by the member. */
  key: Uint8Array
  dataset: string
}

export type Progress = { phase: 'reading' | 'understanding' | 'cleaning'; read: number; total: number }

export type Sha256 = { update(bytes: Uint8Array): unknown; digest(): Uint8Array }

export type CleaningOptions = {
  limits?: Partial<Limits> | undefined
  /** Texts that mean "no value". */
  missing?: readonly string[] | undefined
  detection?: Partial<DetectionOptions> | undefined
  /** Given a dataset's columns, rows are cast to them, and columns that are not among them stay at home. */
  dataset?: readonly DatasetColumn[] | undefined
  /** What pseudonyms are made with; it never leaves the device. @see Pseudonyms */
  pseudonyms?: Pseudonyms | undefined
  /** Whether the first record of a CSV names the columns; found out when not said. */
  header?: boolean | undefined
  onProgress?: ((progress: Progress) => void) | undefined
  signal?: AbortSignal | undefined
  /** Awaited between batches: a page yields to its event loop here. */
  pause?: (() => Promise<void>) | undefined
  /** A faster SHA-256 than the portable one, where the runtime has it. */
  sha256?: (() => Sha256) | undefined
}

export type Source = {
  /** Shown and used as a tie-break; never part of a report. */
  name: string
  size?: number
  /** A function is called once per pass and lets a large file stay on disk. */
  bytes: Uint8Array | AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>)
}

export type ColumnReport = Column & { missing: number; min?: number; max?: number; mean?: number }

export type FindingCounts = {
  column: string
  type: FindingType
  redacted: number
  pseudonymised: number
  generalised: number
  kept: number
  /** Of these, how many the member added. */
  added: number
}

/** Everything that is hashed: decided by bytes, choices and options alone, never by name, chunks or clock. */
export type ReportBody = {
  report: 'usufruct-clean/2'
  kind: Kind
  format: FormatName
  encoding: Encoding
  settings: {
    missing: readonly string[]
    regions: readonly string[]
    dataset: boolean
    /** SHA-256 of the tagger's model. */
    tagger: string
  }
  records: number
  rows: number
  columns: ColumnReport[]
  invalid: Partial<Record<InvalidReason, number>>
  findings: FindingCounts[]
  /** The member's corrections by id, as far as listed: what was found and is none, and what was overlooked. */
  kept: string[]
  added: string[]
  duplicates: { exact: number; near: number }
  notes: Note[]
  /** sha256 of the cleaned bytes, which binds the report to every decoded value. */
  content: string
}

export type Report = { version: '1'; hash: string; body: ReportBody }

export type Inspection = {
  kind: Kind
  format: FormatName
  encoding: Encoding
  /** Rows that would be lent. */
  rows: number
  schema: ColumnReport[]
  /** Listed up to the limit; `counts` has them all. */
  invalid: InvalidRow[]
  findings: Finding[]
  counts: { records: number; invalid: number; findings: number }
  /** `near` is 0 until near-duplicates are looked for. */
  duplicates: { exact: number; near: number }
  rights: []
  notes: Note[]
  report: Report
}

export type Cleaned = {
  /** Canonical NDJSON: one canonical JSON object a line, each line ended. */
  ndjson: Uint8Array
  contentHash: string
  rows: number
  schema: ColumnReport[]
  report: Report
  inspection: Inspection
}
