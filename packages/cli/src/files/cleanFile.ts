import { clean } from '@usufruct/cleaning/clean'
import { datasetColumns } from '@usufruct/cleaning/schema/datasetColumns'
import type { Choices, CleaningOptions, FindingType, Inspection, Source } from '@usufruct/cleaning/types'
import type { CleanedBytes } from '@usufruct/sdk/actions/contribute/contribute'
import type { ContributionReport } from '@usufruct/sdk/http/routes/contribute'
import type { Column } from '@usufruct/sdk/http/values'
import { plain } from '../io.ts'
import type { Progress } from '../output/progress.ts'
import { usageError } from '../usage.ts'
import { nodeSha256 } from './openFile.ts'

const findingTypes: readonly string[] = ['email', 'phone', 'card', 'iban', 'ip'] satisfies FindingType[]

export type ChoiceOptions = { keep?: string[]; keepIn?: string[]; dropColumn?: string[] }

/** What the member decided, from the command line. @throws UsufructError `USAGE` */
export const choicesFrom = ({ keep, keepIn, dropColumn }: ChoiceOptions): Choices => ({
  ...(keep ? { keep } : {}),
  ...(dropColumn ? { dropColumns: dropColumn } : {}),
  ...(keepIn
    ? {
        keepIn: keepIn.map((text) => {
          const at = text.lastIndexOf(':')
          const type = text.slice(at + 1)
          if (at < 1 || !findingTypes.includes(type))
            throw usageError(
              `“${text}” does not say what to keep where.`,
              `Write COLUMN:TYPE, with a type of ${findingTypes.join(', ')}.`,
            )
          return { column: text.slice(0, at), type: type as FindingType }
        }),
      }
    : {}),
})

const reportOf = ({ report, rows, counts, duplicates }: Inspection): ContributionReport => ({
  version: report.version,
  hash: `0x${report.hash}`,
  rows,
  invalid: counts.invalid,
  duplicatesWithin: duplicates.exact,
  findings: report.body.findings.flatMap(({ type, column, redacted, kept }) => [
    ...(redacted > 0 ? [{ type, column, action: 'redact', count: redacted }] : []),
    ...(kept > 0 ? [{ type, column, action: 'keep', count: kept }] : []),
  ]),
})

/** Only what comes out of here leaves the machine. */
export const cleanFile = async (
  source: Source,
  {
    choices,
    reading = {},
    columns,
    progress,
    signal,
  }: {
    choices: Choices
    reading?: CleaningOptions
    columns: readonly Column[]
    progress: Progress
    signal: AbortSignal
  },
): Promise<{ cleaned: CleanedBytes; inspection: Inspection }> => {
  const { ndjson, contentHash, rows, inspection } = await clean(source, choices, {
    ...reading,
    dataset: datasetColumns(columns),
    sha256: nodeSha256,
    signal,
    onProgress: ({ read, total }) => progress.update(`looking at ${plain(source.name)}`, read, total),
  })
  return {
    cleaned: { ndjson, contentHash: `0x${contentHash}`, rows, report: reportOf(inspection) },
    inspection,
  }
}
