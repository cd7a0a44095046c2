import type {
  Action,
  Choices,
  ColumnReport,
  Finding,
  FindingType,
  Inspection,
  InvalidRow,
  Note,
  PictureFinding,
  Progress,
  Pseudonyms,
} from '@usufruct/cleaning/types'
import type { ContributionReport } from '@usufruct/sdk/http/routes/contribute'
import type { Column } from '@usufruct/sdk/http/values'

/** A row as it is in the member's file, beside what of it would be sent. */
export type PreviewRow = {
  /** As findings count: 1 is the first after the header. */
  row: number
  /** Null while the member's own version of a row with something hidden is still being read. */
  own: Record<string, unknown> | null
  sent: Record<string, unknown>
}

/** Everything the page needs to show. Rows are asked for as they are looked at. */
export type Looked = {
  /** Only the first rows so far; the rest is being read. */
  head: boolean
  kind: Inspection['kind']
  format: string
  rows: number
  bytes: number
  contentHash: `0x${string}`
  schema: ColumnReport[]
  /** As far as they are listed one by one; `findingsTotal` counts them all. */
  findings: Finding[]
  findingsTotal: number
  /** All of a type in a column, and what is done with them. */
  groups: { column: string; type: FindingType; count: number; action: Action | 'mixed' }[]
  invalid: InvalidRow[]
  invalidTotal: number
  /** Of these, the rows that k sets aside. */
  standsOut: number
  duplicates: number
  nearDuplicates: number
  notes: Note[]
  /** Of pictures alone, as far as they are listed one by one. */
  pictureFindings: PictureFinding[]
  rights: Inspection['rights']
  /** Not of pictures. */
  quality: NonNullable<Inspection['quality']> | null
  histograms: NonNullable<Inspection['histograms']>
  /** Only where columns may single somebody out. */
  anonymity: NonNullable<Inspection['anonymity']> | null
  generalised: NonNullable<Inspection['generalised']>
  /** Equal for tables that can be joined as one; null where there is nothing to join. */
  joinKey: string | null
  report: ContributionReport
  /** The very bytes that would be sent, as NDJSON. The browser may keep them on disk. */
  content: Blob
}

/** Which rows of an input to show: all of them, or those with a finding that is listed. */
export type RowFilter = 'all' | 'found'

/** `input` names one of several inputs, `turn` the question: an answer to an earlier one is of no use any more. */
export type CleaningRequest =
  | {
      kind: 'look'
      input: string
      turn: number
      file: File
      columns: Column[] | null
      /** How many rows the dataset wants to be alike, where it says so. */
      k: number | null
      choices: Choices
      pseudonyms: Pseudonyms
    }
  | { kind: 'rows'; input: string; turn: number; filter: RowFilter; from: number; count: number }
  | { kind: 'forget'; input: string }

export type CleaningFailure = {
  code: string
  message: string
  hint: string
  details: Record<string, unknown>
}

export type UnpackedMember = { name: string } & ({ file: File } | { error: CleaningFailure })

export type CleaningAnswer =
  | { kind: 'progress'; input: string; turn: number; progress: Progress }
  /** It is an archive of several files, which take its place. */
  | { kind: 'unpacked'; input: string; turn: number; members: UnpackedMember[] }
  | { kind: 'looked'; input: string; turn: number; looked: Looked }
  /** The member's own version of all rows with findings can be had. */
  | { kind: 'own'; input: string; turn: number }
  | { kind: 'rows'; input: string; turn: number; rows: PreviewRow[] }
  | { kind: 'failed'; input: string; turn: number; error: CleaningFailure }
