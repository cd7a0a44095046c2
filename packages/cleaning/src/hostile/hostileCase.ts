import type { CleaningErrorCode } from '../errors.ts'
import type { CleaningOptions } from '../types.ts'

/** A file that means harm or came to harm, and what has to become of it. */
export type HostileCase = {
  what: string
  bytes: Uint8Array
  /** The error it ends in, or what an inspection of it has to contain. */
  expected: CleaningErrorCode | object
  name?: string
  options?: CleaningOptions
}

export const hostile = (
  what: string,
  bytes: Uint8Array,
  expected: HostileCase['expected'],
  more: Pick<HostileCase, 'name' | 'options'> = {},
): HostileCase => ({ what, bytes, expected, ...more })

/** The same file cut in so many places, which always is the same error. */
export const cuts = (
  what: string,
  bytes: Uint8Array,
  places: readonly number[],
  expected: CleaningErrorCode,
): HostileCase[] =>
  places.map((share) =>
    hostile(
      `${what}, of which ${Math.round(share * 100)} % are there`,
      bytes.slice(0, Math.floor(bytes.length * share)),
      expected,
    ),
  )
