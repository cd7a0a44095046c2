import { summariseFindings } from '@usufruct/cleaning/report/summariseFindings'
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
  findings: [
    ...summariseFindings(report.body.findings),
    ...(report.body.pictures?.findings ?? []).map((found) => ({ ...found, column: 'picture' })),
  ],
})
