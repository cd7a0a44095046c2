import { pictureColumns } from '@usufruct/sdk/domain/datasetKinds'
import { CleaningError } from '../errors.ts'
import { castCell } from '../schema/castCell.ts'
import { mapColumns } from '../schema/mapColumns.ts'
import type { Cell, Choices, Column, DatasetColumn, InvalidReason, Note } from '../types.ts'
import { encodeBase64 } from './base64.ts'
import type { ExaminedPicture } from './examinePicture.ts'
import { MEDIA_TYPES } from './picture.ts'
import { concatBytes } from './strip/bytes.ts'

/** What a picture is as a row: its name stays at home, since names tell of people and places. */
export const PICTURE_COLUMNS: readonly Column[] = pictureColumns
const PICTURE = 3

/** A column that is lent, and which of a picture's it is; -1 for one of the dataset's that pictures lack. */
export type PictureTarget = { column: DatasetColumn; from: number }

/** In the order of their names, as RFC 8785 asks for. */
export const planPictureRows = (
  dataset: readonly DatasetColumn[] | undefined,
  { dropColumns = [] }: Choices,
): { targets: PictureTarget[]; notes: Note[] } => {
  const names = PICTURE_COLUMNS.map(({ name }) => name)
  for (const column of dropColumns) {
    if (names.includes(column) && column !== 'picture') continue
    throw new CleaningError(
      'UNKNOWN_COLUMN',
      `Pictures have no column "${column}" that could stay at home.`,
      'Use the names that an inspection of the file gives.',
      { column, found: names },
    )
  }
  const notes = dropColumns.map(
    (column): Note => ({ code: 'dropped-column', column, text: 'The column stays at home.' }),
  )
  const offered = names.map((name) => (dropColumns.includes(name) ? '' : name))
  const columns = dataset ?? PICTURE_COLUMNS.filter(({ name }) => offered.includes(name))
  if (!columns.some(({ name }) => name === 'picture')) {
    throw new CleaningError(
      'SCHEMA_MISMATCH',
      'The dataset has no column "picture", so it does not take pictures.',
      'Choose a dataset of pictures.',
      { missing: ['picture'], found: columns.map(({ name }) => name).slice(0, 100) },
    )
  }
  const mapping = mapColumns(offered, columns)
  return {
    targets: columns
      .map((column, i) => ({ column, from: mapping[i]?.from ?? -1 }))
      .sort((a, b) => (a.column.name < b.column.name ? -1 : 1)),
    notes,
  }
}

export type PictureRow =
  | { line: Uint8Array; values: Cell[] }
  | { reason: InvalidReason; column: string; value: Cell }

/** One line of canonical NDJSON, with its newline. The values leave the picture's own text out. */
export const pictureRow = (picture: ExaminedPicture, targets: readonly PictureTarget[]): PictureRow => {
  const { width, height } = picture
  const cells: Cell[] = [
    height,
    MEDIA_TYPES[picture.format],
    picture.perceptualHash,
    // Not the text itself, which may be forty megabytes: what no column can refuse.
    '…',
    picture.sha256,
    width,
  ]
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  const values: Cell[] = []
  for (const [i, { column, from }] of targets.entries()) {
    const cast = castCell(cells[from], column, { missing: new Set(), decimalComma: false })
    if ('reason' in cast) return { reason: cast.reason, column: column.name, value: cells[from] ?? null }
    values.push(cast.value)
    const key = `${i === 0 ? '{' : ','}${JSON.stringify(column.name)}:`
    if (from === PICTURE)
      parts.push(encoder.encode(`${key}"`), encodeBase64(picture.bytes), encoder.encode('"'))
    else parts.push(encoder.encode(key + JSON.stringify(cast.value)))
  }
  parts.push(encoder.encode('}\n'))
  return { line: concatBytes(parts), values }
}
