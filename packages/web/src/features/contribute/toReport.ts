import type { Inspection } from '@usufruct/cleaning/types'
import type { ContributionReport } from '@usufruct/sdk/http/routes/contribute'

export const prefixed = (hex: string): `0x${string}` => `0x${hex.replace(/^0x/, '')}`

/** What the cleaning found, in the form in which it goes with what is lent. */
export const toReport = ({ report, counts, duplicates }: Inspection): ContributionReport => ({
  version: report.version,
  hash: prefixed(report.hash),
  rows: report.body.rows,
  invalid: counts.invalid,
  duplicatesWithin: duplicates.exact,
  findings: report.body.findings.flatMap(({ type, column, redacted, kept }) => [
    ...(redacted > 0 ? [{ type, column, action: 'redact', count: redacted }] : []),
    ...(kept > 0 ? [{ type, column, action: 'keep', count: kept }] : []),
  ]),
})
