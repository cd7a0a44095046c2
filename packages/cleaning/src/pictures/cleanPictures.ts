import { bytesToHex } from '@noble/hashes/utils.js'
import { createHashSet } from '../duplicates/hashSet.ts'
import { CleaningError } from '../errors.ts'
import { hashReport } from '../report/hashReport.ts'
import { tallyColumn } from '../report/tallyColumn.ts'
import type { Settings } from '../settings.ts'
import type {
  Choices,
  CleaningOptions,
  Inspection,
  InvalidReason,
  InvalidRow,
  NearDuplicate,
  Note,
} from '../types.ts'
import { examinePicture } from './examinePicture.ts'
import { createPictureIndex } from './hash/pictureIndex.ts'
import { createPictureLog } from './pictureLog.ts'
import { pictureRow, planPictureRows } from './pictureRow.ts'
import type { PictureSource } from './readPictures.ts'
import { pictureFormatOf } from './strip/stripPicture.ts'

export type CleanedPictures = { inspection: Inspection; contentHash: string; rows: number }

/**
 * Pictures to rows, one each: stripped, measured, hashed, searched, and written as canonical NDJSON with the bytes
 * in base64. A picture that cannot be taken is set aside with the reason; when there is no other, that is thrown.
 */
export const cleanPictures = async (
  source: PictureSource,
  settings: Settings,
  choices: Choices,
  options: CleaningOptions,
  write: (bytes: Uint8Array) => void | Promise<void>,
): Promise<CleanedPictures> => {
  const { limits } = settings
  const { targets, notes: mapped } = planPictureRows(options.dataset, choices)
  const tallies = targets.map(({ column }) => tallyColumn(column))
  const log = createPictureLog(choices, limits.listed)
  const content = settings.sha256()
  const seen = createHashSet()
  const index = createPictureIndex<number>()
  const nearDuplicates: NearDuplicate[] = []
  const invalid: InvalidRow[] = []
  const reasons: Partial<Record<InvalidReason, number>> = {}
  const notes: Note[] = [...mapped]
  let failure: unknown
  let animated = 0
  let records = 0
  let rows = 0
  let duplicates = 0
  let near = 0

  const setAside = async (reason: InvalidReason, value: string, column?: string) => {
    reasons[reason] = (reasons[reason] ?? 0) + 1
    const row = { row: records, ...(column === undefined ? {} : { column }), reason, values: [value] }
    if (invalid.length < limits.listed) invalid.push(row)
    await options.onInvalid?.([row])
  }

  for await (const bytes of source.pictures()) {
    options.signal?.throwIfAborted()
    if (++records > limits.rows) throw tooMany(limits.rows)
    const format = bytes && pictureFormatOf(bytes)
    if (!format) {
      await setAside('damaged-picture', 'There is no JPEG, PNG or WebP picture in this row.')
      continue
    }
    let picture: Awaited<ReturnType<typeof examinePicture>>
    try {
      const row = records
      picture = await examinePicture(format, bytes, limits, (one) => log.covers(row, one), settings.sha256)
    } catch (error) {
      if (!(error instanceof CleaningError)) throw error
      failure ??= error
      await setAside('damaged-picture', error.message)
      continue
    }
    const row = pictureRow(picture, targets)
    if ('reason' in row) {
      await setAside(row.reason, String(row.value), row.column)
      continue
    }
    for (const [i, value] of row.values.entries()) tallies[i]?.add(value)
    log.add(records, picture)
    if (picture.animated) animated++
    content.update(row.line)
    const hash = settings.sha256()
    hash.update(row.line.subarray(0, -1))
    if (!seen.add(hash.digest())) duplicates++
    else if (picture.perceptualHash !== null) {
      await options.onPictureHash?.(rows, picture.perceptualHash)
      const [nearest] = index.add(records, picture.perceptualHash)
      if (nearest && ++near <= limits.listed) {
        const similarity = Math.floor(((64 - nearest.distance) * 1000) / 64) / 1000
        nearDuplicates.push({ row: records, earlier: nearest.id, similarity })
      }
    }
    rows++
    options.onLine?.(records)
    await write(row.line)
    await options.pause?.()
  }
  if (rows === 0) throw failure ?? nothing()
  log.refuseUnknown()

  if (animated > 0) {
    notes.push({
      code: 'animation',
      count: animated,
      text: 'Moves; only the picture that is shown without moving is taken.',
    })
  }
  if (log.credentials() > 0) {
    notes.push({
      code: 'content-credentials',
      count: log.credentials(),
      text: 'Carries signed credentials of its origin, which are removed with everything else.',
    })
  }
  const kind = 'image'
  const format = source.format
  const encoding = format === 'jsonl' ? 'utf-8' : 'binary'
  const contentHash = bytesToHex(content.digest())
  const rights = log.rights()
  const report = hashReport({
    report: 'usufruct-clean/2',
    kind,
    format,
    encoding,
    settings: {
      missing: [...settings.missing],
      regions: settings.regions,
      dataset: options.dataset !== undefined,
    },
    records,
    rows,
    columns: tallies.map((tally) => tally.report()),
    invalid: reasons,
    findings: [],
    kept: log.kept,
    added: [],
    duplicates: { exact: duplicates, near },
    rights: rights.tallies,
    pictures: { findings: log.counts(), covered: log.covered },
    notes,
    content: contentHash,
  })
  const inspection: Inspection = {
    kind,
    format,
    encoding,
    rows,
    schema: report.body.columns,
    invalid,
    findings: [],
    counts: { records, invalid: records - rows, findings: log.total() },
    duplicates: report.body.duplicates,
    mapping: [],
    nearDuplicates,
    rights: rights.listed,
    pictureFindings: log.listed,
    notes,
    report,
  }
  return { inspection, contentHash, rows }
}

const tooMany = (limit: number) =>
  new CleaningError(
    'TOO_MANY_ROWS',
    `There are more than ${limit} pictures.`,
    'Split them into several files and lend each.',
    { limit },
  )

const nothing = () =>
  new CleaningError(
    'NO_RECORDS',
    'There are no pictures in the file.',
    'Lend a file that has at least one picture.',
  )
