import { clean } from '@usufruct/cleaning/clean'
import type { CleanedBytes } from '@usufruct/sdk/actions/contribute/contribute'
import type { Column } from '@usufruct/sdk/http/values'

/** A sample file in the form that may leave the device, cast to a dataset's columns. */
export const cleanForDataset = async (
  name: string,
  bytes: Uint8Array,
  columns: readonly Column[],
): Promise<CleanedBytes> => {
  const { ndjson, contentHash, rows, inspection } = await clean(
    { name, bytes },
    {},
    {
      dataset: columns.map(({ name, type, nullable, unit, values, min, max }) => ({
        name,
        type,
        nullable,
        ...(unit === undefined ? {} : { unit }),
        ...(values === undefined ? {} : { allowed: values }),
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      })),
    },
  )
  const { report, counts, duplicates } = inspection
  return {
    ndjson,
    contentHash: `0x${contentHash}`,
    rows,
    report: {
      version: report.version,
      hash: `0x${report.hash}`,
      rows,
      invalid: counts.invalid,
      duplicatesWithin: duplicates.exact,
      findings: report.body.findings.flatMap(({ type, column, redacted, kept }) => [
        ...(redacted > 0 ? [{ type, column, action: 'redact', count: redacted }] : []),
        ...(kept > 0 ? [{ type, column, action: 'keep', count: kept }] : []),
      ]),
    },
  }
}
