import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openOnly } from '../archive/expandArchive.ts'
import { cleanTo } from '../cleanTo.ts'
import { CleaningError } from '../errors.ts'
import { invalidLines } from '../normalise/invalidRecord.ts'
import type { NormalisedOutput, NormalisedSource } from '../normalise/manifest.ts'
import { decodeBase64 } from '../pictures/base64.ts'
import { MEDIA_TYPES, type PictureFormat } from '../pictures/picture.ts'
import { recognisePictures } from '../pictures/readPictures.ts'
import { pictureFormatOf } from '../pictures/strip/stripPicture.ts'
import { toSettings } from '../settings.ts'
import type { Choices, CleaningOptions, Source } from '../types.ts'
import { invalidOutput, namesWith, schemaColumn } from './normalisedFiles.ts'
import { createOutputFile } from './outputFile.ts'

const FOLDER = 'pictures'
const ENDINGS: Record<PictureFormat, string> = { jpeg: 'jpg', png: 'png', webp: 'webp' }

/**
 * The pictures of a source as files of their own, named by their hash, with nothing in them but what shows them.
 * @throws CleaningError `NO_PICTURES`
 */
export const writePictures = async ({
  source,
  folder,
  suffix,
  choices,
  options,
}: {
  source: Source
  folder: string
  suffix?: string | undefined
  choices: Choices
  options: CleaningOptions
}): Promise<Omit<NormalisedSource, 'sha256' | 'bytes'>> => {
  const { limits } = toSettings(options)
  if (!(await recognisePictures(await openOnly(source, limits, options), limits))) throw noPictures()
  await mkdir(join(folder, FOLDER), { recursive: true })
  const pictures = new Map<string, NormalisedOutput>()
  const names = namesWith(suffix)
  const invalid = await createOutputFile(join(folder, names.invalid))
  try {
    const { inspection } = await cleanTo(
      source,
      choices,
      { ...options, onInvalid: (rows) => invalid.write(invalidLines(rows)) },
      async (line) => {
        const row = JSON.parse(new TextDecoder().decode(line)) as { picture: string }
        const written = await writePicture(folder, decodeBase64(row.picture) ?? new Uint8Array())
        pictures.set(written.name, written)
      },
    )
    const { kind, format, encoding, counts, rows, schema, mapping, report } = inspection
    return {
      kind,
      format,
      encoding,
      records: counts.records,
      rows,
      columns: schema.map(schemaColumn),
      mapping,
      report: { version: report.body.report, hash: report.hash },
      files: [
        ...pictures.values(),
        invalidOutput(names.invalid, await invalid.end(), { records: counts.records, rows }),
      ],
    }
  } finally {
    await invalid.close()
  }
}

/** Under the name of its hash, which is known when it is written. */
const writePicture = async (folder: string, bytes: Uint8Array): Promise<NormalisedOutput> => {
  const format = pictureFormatOf(bytes) as PictureFormat
  const begun = join(folder, FOLDER, `${randomUUID()}.tmp`)
  const file = await createOutputFile(begun)
  try {
    await file.write(bytes)
    const written = await file.end()
    const name = `${FOLDER}/${written.sha256}.${ENDINGS[format]}`
    await rename(begun, join(folder, name))
    return { name, holds: 'picture', mediaType: MEDIA_TYPES[format], ...written }
  } catch (error) {
    await file.close()
    await rm(begun, { force: true })
    throw error
  }
}

const noPictures = () =>
  new CleaningError(
    'NO_PICTURES',
    'There are no pictures in the file, and only pictures can be cleaned without becoming rows.',
    'Use --to parquet or --to jsonl.',
  )
