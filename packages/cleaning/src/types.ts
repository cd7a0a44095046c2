import type { Anonymity, AnonymityOptions } from './anonymity/measureAnonymity.ts'
import type { Fingerprint } from './duplicates/near/fingerprint.ts'
import type { CoarseColumn } from './generalise/coarseness.ts'
import type { Limits } from './limits.ts'
import type { Box } from './pictures/picture.ts'
import type { Histogram } from './quality/histogram.ts'
import type { Quality } from './quality/watchQuality.ts'
import type { LegacyEncoding } from './recognise/legacyEncoding.ts'
import type { NoteCode } from './report/noteCode.ts'
import type { Right } from './rights/right.ts'
import type { RightsTally } from './rights/rightsLog.ts'
import type { Ratio } from './schema/ratio.ts'
import type { Sha256 } from './sha256.ts'
import type { NameModel } from './transformer/nameModel.ts'

export type Kind = 'table' | 'text' | 'image'
export type FormatName =
  | 'csv'
  | 'jsonl'
  | 'json'
  | 'geojson'
  | 'text'
  | 'markdown'
  | 'html'
  | 'parquet'
  | 'arrow'
  | 'xlsx'
  | 'jpeg'
  | 'png'
  | 'webp'
export type TextEncoding =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'utf-32le'
  | 'utf-32be'
  | 'windows-1252'
  | LegacyEncoding
/** `binary` where the bytes are no text as a whole. */
export type Encoding = TextEncoding | 'binary'

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

/**
 * In a picture: what stood beside the pixels and is removed, and what can be seen in them, which its owner decides
 * about. Strip: it does not leave the device. Flag: it is lent as it is, unless the member says otherwise. Cover:
 * coarse tiles stand in its place. Keep: the member has looked, and it may stay.
 */
export type PictureFinding = {
  /** Stable for the same bytes: what a choice refers to. */
  id: string
  type: 'metadata' | 'gps' | 'face' | 'text'
  where: {
    /** Row 1 is the first picture. */
    row: number
    /** Of what can be seen: in pixels of the upright picture. */
    box?: Box
    /** Of what is removed: the names of its fields. */
    tags?: readonly string[]
  }
  action: 'strip' | 'flag' | 'cover' | 'keep'
  /** In a few words, never a value. */
  excerpt: string
}

export type InvalidReason =
  | 'too-few-fields'
  | 'too-many-fields'
  | 'text-after-quote'
  | 'not-json'
  | 'not-an-object'
  | 'not-a-feature'
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
  | 'stands-out'
  | 'damaged-picture'

/** A record set aside for its owner to mend. Values are cut short and personal data in them is masked. */
export type InvalidRow = { row: number; column?: string; reason: InvalidReason; values: Cell[] }

/** A row whose texts nearly repeat those of an earlier one: at least four fifths of their runs of five words. */
export type NearDuplicate = {
  row: number
  earlier: number
  /** Jaccard similarity, rounded down to thousandths. */
  similarity: number
}

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

/** What the member decided after looking. One finding's action goes before its column's. Columns go by the names under
 * which they would be lent, as findings and the schema have them; only what stays at home goes by the file's. */
export type Choices = {
  /** Ids of findings that are none. */
  keep?: readonly string[]
  /** Ids of faces and texts in pictures to cover with coarse tiles. */
  cover?: readonly string[]
  /** All faces, or all texts, in all pictures. */
  coverAll?: readonly ('face' | 'text')[]
  /** All findings of a type in a column, for a column of identifiers that look like something else. */
  keepIn?: readonly { column: string; type: FindingType }[]
  /** What else to do with findings, by id. */
  actions?: readonly { id: string; action: Action }[]
  /** And with all of a type in a column; also the way to have indirect ones dealt with, such as dates. */
  actionsIn?: readonly { column: string; type: FindingType; action: Action }[]
  /** What was overlooked. Row 1 is the first after the header; offsets as in findings. */
  add?: readonly { row: number; column: string; start: number; end: number; type: FindingType }[]
  /** Columns of the file that stay at home. */
  dropColumns?: readonly string[]
  /** Columns that are made coarser as a whole, after what was found in them was dealt with. */
  generalise?: readonly CoarseColumn[]
  /** Rows that are then like fewer than this many, themselves included, in what may single somebody out stay at home. */
  k?: number
}

/** The same value gets the same pseudonym under the same key and dataset, and no two datasets can be joined by them. */
export type Pseudonyms = {
  /** At least 16 random bytes, kept by the member. */
  key: Uint8Array
  dataset: string
}

export type Progress = { phase: 'reading' | 'understanding' | 'cleaning'; read: number; total: number }

/** How one column of a dataset comes out of a file. */
export type ColumnMapping = {
  /** The file's column, or in JSON a path of keys and indices, such as "owner.name" or "sizes.0". */
  from: string
  /** The dataset's column. */
  to: string
  /** Unit in the file and unit in the dataset; see `units.ts` for those that are known. */
  unit?: { from: string; to: string } | undefined
  /** Values of the file, as written there, to values of the dataset. */
  values?: Readonly<Record<string, string | number | boolean | null>> | undefined
}

export type Mapping = readonly ColumnMapping[]

/** What was done to a column on its way to the dataset. */
export type AppliedMapping = {
  from: string
  to: string
  cast: ColumnType
  /** value × factor + offset, both exact. */
  unit?: { from: string; to: string; factor: Ratio; offset: Ratio }
  values?: Readonly<Record<string, string | number | boolean | null>>
  /** By its owner or an operator, or because the names say so. */
  by: 'choice' | 'name'
}

export type CleaningOptions = {
  limits?: Partial<Limits> | undefined
  /** Texts that mean "no value". */
  missing?: readonly string[] | undefined
  detection?: Partial<DetectionOptions> | undefined
  /** Given a dataset's columns, rows are cast to them, and columns that are not among them stay at home. */
  dataset?: readonly DatasetColumn[] | undefined
  anonymity?: AnonymityOptions | undefined
  /** What pseudonyms are made with; it never leaves the device. @see Pseudonyms */
  pseudonyms?: Pseudonyms | undefined
  /** Whether the first record of a CSV names the columns; found out when not said. */
  header?: boolean | undefined
  /** How the bytes of a text file are to be read; found out when not said. */
  encoding?: TextEncoding | undefined
  /** How the file's columns become the dataset's, where they are not the same by name. */
  mapping?: Mapping | undefined
  /** Of a workbook with several sheets; the first with data when not said. */
  sheet?: string | undefined
  onProgress?: ((progress: Progress) => void) | undefined
  signal?: AbortSignal | undefined
  /** Told the record that each line comes from, counted from 1, before the line is written. */
  onLine?: ((record: number) => void) | undefined
  /** Told every row that is set aside, also beyond those that are listed, some at a time. */
  onInvalid?: ((rows: readonly InvalidRow[]) => void | Promise<void>) | undefined
  /** Awaited between batches: a page yields to its event loop here. */
  pause?: (() => Promise<void>) | undefined
  /** Told what each row with text in it is recognised by, whose place among the cleaned rows is counted from 0. Rows
   * that repeat an earlier one exactly are left out. The fingerprint's memory is used again. */
  onFingerprint?: ((row: number, fingerprint: Fingerprint) => void | Promise<void>) | undefined
  /** The same of each picture: its place among the cleaned rows, counted from 0, and its perceptual hash. */
  onPictureHash?: ((row: number, hash: string) => void | Promise<void>) | undefined
  /** Asked about running text beside rules and the tagger; see `node/openNameModel.ts`. */
  model?: NameModel | undefined
  /** A faster SHA-256 than the portable one, where the runtime has it. */
  sha256?: (() => Sha256) | undefined
}

export type Source = {
  /** Shown and used as a tie-break; never part of a report. */
  name: string
  size?: number
  /** A function is called once per pass and lets a large file stay on disk. */
  bytes: Uint8Array | AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>)
  /** Bytes from `start` to before `end`, for formats that are read from their end; needs `size`. */
  slice?: (start: number, end: number) => Promise<Uint8Array>
  path?: string // where these very bytes lie on this machine
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
    /** SHA-256 of the tagger's model, and of the member's own if one was asked; not of pictures, which none reads. */
    tagger?: string
    model?: string
  }
  /** Provenance of columns that are not simply the file's under the same name. */
  mapping?: readonly AppliedMapping[]
  records: number
  rows: number
  columns: ColumnReport[]
  invalid: Partial<Record<InvalidReason, number>>
  findings: FindingCounts[]
  /** The member's corrections by id, as far as listed: what was found and is none, and what was overlooked. */
  kept: string[]
  added: string[]
  duplicates: { exact: number; near: number }
  /** Of pictures alone: what was found in them, by what was done with it, and what the member had covered. */
  pictures?: {
    findings: { type: PictureFinding['type']; action: PictureFinding['action']; count: number }[]
    covered: string[]
  }
  /** Not of pictures. */
  quality?: Quality
  /** Columns made coarser, and how many values of the rows that are lent that changed. */
  generalised?: (CoarseColumn & { changed: number })[]
  /** Only where columns may single somebody out. */
  anonymity?: Anonymity
  rights: RightsTally[]
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
  /** Rows that repeat an earlier one, and rows whose texts nearly do. Neither are taken out here. */
  duplicates: { exact: number; near: number }
  /** Listed up to the limit. */
  nearDuplicates: NearDuplicate[]
  quality?: Quality
  histograms?: Histogram[]
  generalised?: ReportBody['generalised']
  anonymity?: Anonymity
  /** Listed up to the limit; the report counts all. */
  rights: Right[]
  mapping: readonly AppliedMapping[]
  /** Of pictures alone; listed up to the limit. */
  pictureFindings?: PictureFinding[]
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
