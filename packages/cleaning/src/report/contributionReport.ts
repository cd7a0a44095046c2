import type { Anonymity } from '../anonymity/measureAnonymity.ts'
import type { Quality } from '../quality/watchQuality.ts'
import type { AppliedMapping, Inspection } from '../types.ts'
import { summariseFindings } from './summariseFindings.ts'

// Whoever takes a report has bounds of its own. What is longer is cut, since no file is refused for what is told of it.
const COLUMNS = 2_000
const TALLIES = 1_000
const IDENTIFIERS = 100
const ROWS = 1_024
const NAME = 1_000

/** What cleaning found beside personal data: how columns were mapped, who may have a say, how good the rows are, and
 * how well people hide in them. Counts and names of columns, never a value. */
export const reportDetails = ({ report: { body } }: Inspection) => ({
  mapping: (body.mapping ?? []).slice(0, COLUMNS).map(cutMapping),
  rights: body.rights.slice(0, TALLIES).map(({ kind, spdx, count }) => ({
    kind,
    ...(spdx === undefined ? {} : { spdx: spdx.slice(0, IDENTIFIERS) }),
    count,
  })),
  ...(body.quality === undefined ? {} : { quality: cutQuality(body.quality) }),
  ...(body.anonymity === undefined ? {} : { anonymity: cutAnonymity(body.anonymity) }),
})

/** What the DAO is told with a file: the form of `contributionReport` in the SDK's HTTP contract. */
export const contributionReport = (inspection: Inspection) => {
  const { report, counts, duplicates } = inspection
  return {
    version: report.version,
    hash: `0x${report.hash}` as const,
    rows: report.body.rows,
    invalid: counts.invalid,
    duplicatesWithin: duplicates.exact,
    findings: [
      ...summariseFindings(report.body.findings),
      ...(report.body.pictures?.findings ?? []).map((found) => ({ ...found, column: 'picture' })),
    ],
    details: reportDetails(inspection),
  }
}

const name = (text: string) => text.slice(0, NAME)

const cutMapping = ({ from, to, cast, unit, values, by }: AppliedMapping) => ({
  from: name(from),
  to: name(to),
  cast,
  ...(unit === undefined ? {} : { unit: { from: unit.from, to: unit.to } }),
  ...(values === undefined ? {} : { values: Object.keys(values).length }),
  by,
})

const cutQuality = ({ completeness, validity, outliers, labelDoubts, languages }: Quality) => ({
  completeness,
  validity,
  outliers: outliers.slice(0, COLUMNS).map(({ column, fences, count, more, rows }) => ({
    column: name(column),
    fences,
    count,
    more,
    rows: rows.slice(0, ROWS),
  })),
  labelDoubts: labelDoubts.slice(0, COLUMNS).map(({ column, agreement, rows, of }) => ({
    column: name(column),
    agreement,
    rows: rows.slice(0, ROWS),
    of,
  })),
  languages: languages.slice(0, COLUMNS).map(({ column, language }) => ({ column: name(column), language })),
})

const cutAnonymity = ({ columns, wanted, k, below }: Anonymity) => ({
  columns: columns.slice(0, COLUMNS).map(name),
  wanted,
  k,
  below,
})
