import type { ErrorDetails, ErrorKind } from '@usufruct/sdk/domain/errors'
import type { Choices, CleaningOptions, Inspection } from '../types.ts'

/** What can be said to another process: no functions. */
export type ChildOptions = Pick<
  CleaningOptions,
  'limits' | 'missing' | 'detection' | 'dataset' | 'header' | 'encoding' | 'sheet' | 'mapping' | 'anonymity'
>

/** One line on the child's stdin, which stays open: its end tells the child that nobody waits any more. */
export type ChildRequest = {
  input: string
  name: string
  output: string
  /** Where fingerprints of the rows go, if they are wanted; of as many bytes as the output at most. */
  fingerprints?: string
  /** Where perceptual hashes of pictures go, if they are wanted. */
  pictureHashes?: string
  outputBytes: number
  choices: Choices
  options: ChildOptions
}

/** One line each on the child's stdout; the last is a result or an error. */
export type ChildMessage =
  | { progress: { phase: string; read: number; total: number } }
  | { result: { inspection: Inspection; contentHash: string; rows: number; bytes: number } }
  | { error: { code: string; message: string; hint: string; kind: ErrorKind; details: ErrorDetails } }
