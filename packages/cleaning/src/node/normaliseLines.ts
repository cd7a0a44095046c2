import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { reachK } from '../anonymity/reachK.ts'
import { openOnly } from '../archive/expandArchive.ts'
import { cleanTo } from '../cleanTo.ts'
import { castRows } from '../normalise/castRows.ts'
import { invalidLines } from '../normalise/invalidRecord.ts'
import type { NormalisedOutput, NormalisedSource } from '../normalise/manifest.ts'
import { planCleaning } from '../planCleaning.ts'
import { createRowLines } from '../rowLines.ts'
import { toSettings } from '../settings.ts'
import type { Column } from '../types.ts'
import { hashSource } from './hashSource.ts'
import { jsonlToParquet } from './jsonlToParquet.ts'
import { invalidOutput, jsonlOutput, namesWith, parquetOutput, schemaColumn } from './normalisedFiles.ts'
import type { NormaliseGiven } from './normaliseFile.ts'
import { createOutputFile, type WrittenFile } from './outputFile.ts'

/** The rows as lines of JSON, from which Parquet is made where that is wanted, and what is set aside. */
const openLines = async ({ folder, suffix }: NormaliseGiven) => {
  const names = namesWith(suffix)
  const lines = await createOutputFile(join(folder, names.jsonl))
  return { lines, invalid: await createOutputFile(join(folder, names.invalid)) }
}

/** What would be lent. */
export const normaliseDetected = async (given: NormaliseGiven): Promise<NormalisedSource> => {
  const { source, choices, options } = given
  const { lines, invalid } = await openLines(given)
  try {
    const { inspection } = await cleanTo(
      source,
      await reachK(source, choices, options),
      { ...options, onInvalid: (rows) => invalid.write(invalidLines(rows)) },
      (bytes) => lines.write(bytes),
    )
    const { kind, format, encoding, counts, rows, schema, mapping, report } = inspection
    const columns = schema.map(schemaColumn)
    return {
      ...(await hashSource(source)),
      kind,
      format,
      encoding,
      records: counts.records,
      rows,
      columns,
      mapping,
      report: { version: report.body.report, hash: report.hash },
      files: await outputsOf(
        given,
        columns,
        { records: counts.records, rows },
        await lines.end(),
        await invalid.end(),
      ),
    }
  } finally {
    await lines.close()
    await invalid.close()
  }
}

/** The same rows as they stand in the file. */
export const normaliseUndetected = async (given: NormaliseGiven): Promise<NormalisedSource> => {
  const { source, choices, options } = given
  const settings = toSettings(options)
  const plan = await planCleaning(
    await openOnly(source, settings.limits, options),
    settings,
    options,
    choices,
  )
  const columns = plan.targets.map(({ column }) => schemaColumn(column))
  const lineOf = createRowLines(columns)
  const { lines, invalid } = await openLines(given)
  const encoder = new TextEncoder()
  let records = 0
  let rows = 0
  try {
    for await (const batch of castRows(plan, settings)) {
      records += batch.records
      rows += batch.rows.length
      await invalid.write(invalidLines(batch.invalid))
      await lines.write(encoder.encode(batch.rows.map(lineOf).join('')))
    }
    const { format, encoding } = plan.recognised
    return {
      ...(await hashSource(source)),
      kind: format.kind,
      format: format.name,
      encoding,
      records,
      rows,
      columns,
      mapping: plan.mapping,
      report: null,
      files: await outputsOf(given, columns, { records, rows }, await lines.end(), await invalid.end()),
    }
  } finally {
    await lines.close()
    await invalid.close()
  }
}

const outputsOf = async (
  { folder, suffix, to, options }: NormaliseGiven,
  columns: readonly Column[],
  counts: { records: number; rows: number },
  lines: WrittenFile,
  invalid: WrittenFile,
): Promise<NormalisedOutput[]> => {
  const names = namesWith(suffix)
  const aside = invalidOutput(names.invalid, invalid, counts)
  if (to === 'jsonl') return [jsonlOutput(names.jsonl, lines, counts), aside]
  const from = join(folder, names.jsonl)
  const parquet = await jsonlToParquet(from, join(folder, names.parquet), columns, options.signal)
  await rm(from)
  return [parquetOutput(names.parquet, parquet, counts), aside]
}
