import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { reachK } from '../anonymity/reachK.ts'
import { openOnly } from '../archive/expandArchive.ts'
import { cleanTo } from '../cleanTo.ts'
import { DEFAULT_LIMITS } from '../limits.ts'
import { castRows } from '../normalise/castRows.ts'
import { invalidLines } from '../normalise/invalidRecord.ts'
import type { NormalisedOutput, NormalisedSource } from '../normalise/manifest.ts'
import { openSource } from '../openSource.ts'
import { recognisePictures } from '../pictures/readPictures.ts'
import { planCleaning } from '../planCleaning.ts'
import { createRowLines } from '../rowLines.ts'
import { toSettings } from '../settings.ts'
import type { Choices, CleaningOptions, Column, Source } from '../types.ts'
import { jsonlToParquet } from './jsonlToParquet.ts'
import { nodeSha256 } from './nodeSha256.ts'
import { normaliseCsv } from './normaliseCsv.ts'
import { invalidOutput, jsonlOutput, namesWith, parquetOutput, schemaColumn } from './normalisedFiles.ts'
import { createOutputFile, type WrittenFile } from './outputFile.ts'
import { writePictures } from './writePictures.ts'

export type NormalisedForm = 'parquet' | 'jsonl' | 'originals'

export type NormaliseParameters = {
  source: Source
  to: NormalisedForm
  /** A folder that is there. */
  folder: string
  /** Put behind the names of files, to tell those of several sources apart. */
  suffix?: string | undefined
  /** Whether personal data, rights and duplicates are looked for, as in what is lent. Pictures are always looked at. */
  detection: boolean
  choices?: Choices | undefined
  options?: CleaningOptions | undefined
  /** How many threads read a CSV by its bytes, 0 for this one alone, and their program where it is compiled. */
  workers?: number | undefined
  program?: string | undefined
}

/** Without detection nothing grows with a text on disk but what is written. */
export const STREAMED_LIMITS = { bytes: 2 ** 40, rows: 2 ** 40 }

const HEAD = 1024

/** Formats that are not text may have to be read whole, so for them the usual limits stay. */
const isStreamed = async (source: Source): Promise<boolean> => {
  if (source.path === undefined) return false
  const opened = openSource(source, { ...DEFAULT_LIMITS, ...STREAMED_LIMITS }, {})
  return !(await opened.head(HEAD)).includes(0)
}

/**
 * One file in its normal form: its rows in their types, what is set aside with the reasons, or its pictures stripped.
 * Files are begun in the folder and are only good when this returns.
 * @throws CleaningError
 */
export const normaliseFile = async (parameters: NormaliseParameters): Promise<NormalisedSource> => {
  const { source, to, detection, choices = {} } = parameters
  const options: CleaningOptions = {
    sha256: nodeSha256,
    ...parameters.options,
    ...(!detection && (await isStreamed(source)) ? { limits: STREAMED_LIMITS } : {}),
  }
  const given = { ...parameters, choices, options }
  if (to === 'originals') return { ...(await hashOf(source)), ...(await writePictures(given)) }
  const opened = await openOnly(source, toSettings(options).limits, options)
  if (detection || (await recognisePictures(opened, toSettings(options).limits))) return detected(given)
  return (to === 'parquet' && (await byBytes(given))) || undetected(given)
}

type Given = NormaliseParameters & { choices: Choices; options: CleaningOptions }

/** The rows as lines of JSON, from which Parquet is made where that is wanted, and what is set aside. */
const openLines = async ({ folder, suffix }: Given) => {
  const names = namesWith(suffix)
  const lines = await createOutputFile(join(folder, names.jsonl))
  return { lines, invalid: await createOutputFile(join(folder, names.invalid)) }
}

/** What would be lent. */
const detected = async (given: Given): Promise<NormalisedSource> => {
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
      ...(await hashOf(source)),
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
const undetected = async (given: Given): Promise<NormalisedSource> => {
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
      ...(await hashOf(source)),
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

/** A CSV on disk in the fast lane, if it is one for it. */
const byBytes = async (given: Given): Promise<NormalisedSource | undefined> => {
  const { source, folder, suffix, choices, options, workers, program } = given
  if (source.path === undefined || choices.generalise) return undefined
  const names = namesWith(suffix)
  const data = join(folder, names.parquet)
  const invalid = join(folder, names.invalid)
  const done = await normaliseCsv({
    path: source.path,
    name: source.name,
    dropColumns: choices.dropColumns ?? [],
    settings: toSettings(options),
    options,
    data,
    invalid,
    workers,
    program,
  })
  if (!done) {
    for (const path of [data, invalid]) await rm(path, { force: true })
    return undefined
  }
  const { records, rows, columns } = done
  return {
    ...done.source,
    kind: 'table',
    format: 'csv',
    encoding: 'utf-8',
    records,
    rows,
    columns,
    mapping: [],
    report: null,
    files: [parquetOutput(names.parquet, done.data, done), invalidOutput(names.invalid, done.invalid, done)],
  }
}

const outputsOf = async (
  { folder, suffix, to, options }: Given,
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

const hashOf = async ({ bytes }: Source): Promise<{ sha256: string; bytes: number }> => {
  const hash = createHash('sha256')
  let size = 0
  const parts = bytes instanceof Uint8Array ? [bytes] : typeof bytes === 'function' ? bytes() : bytes
  for await (const part of parts) {
    hash.update(part)
    size += part.length
  }
  return { sha256: hash.digest('hex'), bytes: size }
}
