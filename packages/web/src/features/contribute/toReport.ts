import { summariseFindings } from '@usufruct/cleaning/report/summariseFindings'
import type { Cleaned } from '@usufruct/cleaning/types'
import type { CleanedBytes } from '@usufruct/sdk/actions/contribute/contribute'
import type { ContributionReport } from '@usufruct/sdk/http/routes/contribute'

const prefixed = (hex: string): `0x${string}` => `0x${hex.replace(/^0x/, '')}`

const summaryOf = ({ report, inspection }: Cleaned): ContributionReport => ({
  version: report.version,
  hash: prefixed(report.hash),
  rows: report.body.rows,
  invalid: inspection.counts.invalid,
  duplicatesWithin: inspection.duplicates.exact,
  findings: summariseFindings(report.body.findings),
})

/** What the cleaning made, in the form in which it is lent. */
export const toCleanedBytes = (cleaned: Cleaned): CleanedBytes => ({
  ndjson: cleaned.ndjson,
  contentHash: prefixed(cleaned.contentHash),
  rows: cleaned.rows,
  report: summaryOf(cleaned),
})
