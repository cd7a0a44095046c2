import type { Looked } from '../cleaningMessages.ts'

/** A table of two rows in which nothing was found, but for what is said. */
export const lookedAt = (change: Partial<Looked> = {}): Looked => ({
  head: false,
  kind: 'table',
  format: 'csv',
  rows: 2,
  bytes: 20,
  contentHash: `0x${'ab'.repeat(32)}`,
  schema: [],
  findings: [],
  findingsTotal: 0,
  groups: [],
  invalid: [],
  invalidTotal: 0,
  duplicates: 0,
  nearDuplicates: 0,
  notes: [],
  pictureFindings: [],
  rights: [],
  report: { version: '1', hash: '0x', rows: 2, invalid: 0, duplicatesWithin: 0, findings: [] },
  content: new Blob(),
  ...change,
})
