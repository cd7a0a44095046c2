import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openOnly } from '../archive/expandArchive.ts'
import { DEFAULT_LIMITS } from '../limits.ts'
import type { NormalisedSource } from '../normalise/manifest.ts'
import { openSource } from '../openSource.ts'
import { recognisePictures } from '../pictures/readPictures.ts'
import { toSettings } from '../settings.ts'
import type { Choices, CleaningOptions, Source } from '../types.ts'
import { hashSource } from './hashSource.ts'
import { nodeSha256 } from './nodeSha256.ts'
import { normaliseCsv } from './normaliseCsv.ts'
import { invalidOutput, namesWith, parquetOutput } from './normalisedFiles.ts'

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
  // All that looks for something is half of the program, and is loaded where it is needed.
  if (to === 'originals') {
    const { writePictures } = await import('./writePictures.ts')
    return { ...(await hashSource(source)), ...(await writePictures(given)) }
  }
  const opened = await openOnly(source, toSettings(options).limits, options)
  const looks = detection || (await recognisePictures(opened, toSettings(options).limits)) !== undefined
  const done = !looks && to === 'parquet' && (await byBytes(given))
  if (done) return done
  const { normaliseDetected, normaliseUndetected } = await import('./normaliseLines.ts')
  return looks ? normaliseDetected(given) : normaliseUndetected(given)
}

export type NormaliseGiven = NormaliseParameters & { choices: Choices; options: CleaningOptions }

/** A CSV on disk in the fast lane, if it is one for it. */
const byBytes = async (given: NormaliseGiven): Promise<NormalisedSource | undefined> => {
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
