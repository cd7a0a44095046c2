import type { Limits } from '../limits.ts'
import type { Cell, FormatName, InvalidReason, Kind, Note } from '../types.ts'

/** The beginning of a file as text, from which formats recognise their own. */
export type Head = {
  text: string
  /** The head is all there is. */
  whole: boolean
  /** Lower case, without the dot; '' when there is none. Decides only between equals. */
  extension: string
}

export type DecodedRow =
  | { record: number; cells: readonly (Cell | undefined)[] }
  /** A record that cannot be one row, for its owner to mend. */
  | { record: number; reason: InvalidReason; values: readonly Cell[] }

export type DecodeContext = {
  head: Head
  limits: Limits
  header: boolean | undefined
  sheet: string | undefined
}

export type Decoded = {
  /** As written in the file. Grows while batches are read where records name their own columns. */
  columns: string[]
  notes: Note[]
  /** Nested values given as canonical JSON text, by column. */
  nested: Map<number, number>
  batches: AsyncGenerator<DecodedRow[]>
}

/** Any part of a file that is read by its offsets. A range beyond the end is cut short. */
export type ByteSource = {
  size: number
  slice(start: number, end: number): Promise<Uint8Array>
}

type Described = {
  name: FormatName
  kind: Kind
  extensions: readonly string[]
  /** Whether its values come with types, so that digits in a text stay text. */
  typed: boolean
}

/** A format whose files are text in some encoding. */
export type TextFormat = Described & {
  reads: 'text'
  /** How sure, from 0 (it is not) to 1. May throw a typed error for what it knows it cannot read. */
  recognise(head: Head): number
  decode(text: AsyncIterable<string>, context: DecodeContext): Promise<Decoded>
}

/**
 * A format that is read by its bytes. What `decode` or its batches throw is brought home as `DAMAGED_FILE`, unless
 * it is a typed error already.
 */
export type ByteFormat = Described & {
  reads: 'bytes'
  /** Whether it is one, by its content alone. Asked before any text format. */
  recognise(head: Uint8Array, source: ByteSource): boolean | Promise<boolean>
  decode(source: ByteSource, context: Omit<DecodeContext, 'head'>): Promise<Decoded>
}

/** To add a format, write one file like those beside this one and list it in `formats.ts`. */
export type Format = TextFormat | ByteFormat

export const BATCH_ROWS = 4096
