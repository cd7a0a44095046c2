import type { Action, FindingCounts, FindingType } from '../types.ts'

export type FindingSummary = { type: FindingType; column: string; action: Action; count: number }

/** What was done with how many findings, one line for each column, type and action. */
export const summariseFindings = (findings: readonly FindingCounts[]): FindingSummary[] =>
  findings.flatMap(({ type, column, redacted, pseudonymised, generalised, kept }) =>
    (
      [
        ['redact', redacted],
        ['pseudonymise', pseudonymised],
        ['generalise', generalised],
        ['keep', kept],
      ] as const
    ).flatMap(([action, count]) => (count > 0 ? [{ type, column, action, count }] : [])),
  )
