import type {
  Action,
  Choices,
  Cleaned,
  ColumnReport,
  Finding,
  FindingType,
  InvalidRow,
  Note,
  Progress,
  Pseudonyms,
} from '@usufruct/cleaning/types'
import type { Column } from '@usufruct/sdk/http/values'

/** A row as it is in the member's file, beside what of it would be sent. */
export type PreviewRow = {
  /** As findings count: 1 is the first after the header. */
  row: number
  own: Record<string, unknown>
  sent: Record<string, unknown>
}

/** Everything the page needs to show; the bytes stay in the worker until they are sent. */
export type Looked = {
  format: string
  rows: number
  bytes: number
  contentHash: `0x${string}`
  schema: ColumnReport[]
  findings: Finding[]
  findingsTotal: number
  /** All of a type in a column, and what is done with them. */
  groups: { column: string; type: FindingType; count: number; action: Action | 'mixed' }[]
  invalid: InvalidRow[]
  invalidTotal: number
  duplicates: number
  notes: Note[]
  preview: PreviewRow[]
}

export type CleaningRequest =
  | {
      kind: 'look'
      id: number
      file: File
      columns: Column[] | null
      choices: Choices
      pseudonyms: Pseudonyms
    }
  /** Hands over what was looked at last, for sending. */
  | { kind: 'take'; id: number }

export type CleaningAnswer =
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'looked'; id: number; looked: Looked }
  | { kind: 'taken'; id: number; cleaned: Cleaned }
  | {
      kind: 'failed'
      id: number
      error: { code: string; message: string; hint: string; details: Record<string, unknown> }
    }
