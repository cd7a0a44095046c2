import type { SchemaElement } from 'hyparquet'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import type { JsonValue } from '../domain/canonicalJson.ts'
import { UsufructError } from '../domain/errors.ts'
import { type Manifest, rowColumns } from '../domain/manifest.ts'
import type { Row } from './readPart.ts'

export type ReleaseColumn = Manifest['columns'][number]

type Typed = { element: Omit<SchemaElement, 'name'>; data: unknown[] }

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } } as const

const day = 86_400_000

/** What a value becomes in its column; `undefined` says that it is not of the column's type. */
const converters: Record<
  Exclude<ReleaseColumn['type'], 'datetime'>,
  { element: Omit<SchemaElement, 'name'>; convert: (value: JsonValue) => unknown }
> = {
  string: { element: text, convert: (value) => (typeof value === 'string' ? value : undefined) },
  integer: {
    element: { type: 'INT64' },
    convert: (value) => (Number.isSafeInteger(value) ? BigInt(value as number) : undefined),
  },
  number: {
    element: { type: 'DOUBLE' },
    convert: (value) => (typeof value === 'number' ? value : undefined),
  },
  boolean: {
    element: { type: 'BOOLEAN' },
    convert: (value) => (typeof value === 'boolean' ? value : undefined),
  },
  date: {
    element: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
    convert: (value) => {
      if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined
      const time = Date.parse(`${value}T00:00:00Z`)
      return Number.isNaN(time) ? undefined : time / day
    },
  },
}

/**
 * The rows of a release as one Parquet file: the dataset's columns by their declared types, and in front of
 * them record, contributor and grant. The same rows give the same bytes.
 *
 * @throws UsufructError `ROW_TYPE_MISMATCH`
 */
export function toParquet(
  columns: readonly ReleaseColumn[],
  rows: readonly Row[],
  metadata: Record<string, string> = {},
): Uint8Array {
  const all: ReleaseColumn[] = [...rowColumns.map((name) => ({ name, type: 'string' as const })), ...columns]
  const schema: SchemaElement[] = [{ name: 'root', num_children: all.length }]
  const columnData: ColumnSource[] = []
  for (const column of all) {
    const values = rows.map((row) => (Object.hasOwn(row, column.name) ? (row[column.name] ?? null) : null))
    const { element, data } = column.type === 'datetime' ? datetimes(column, values) : typed(column, values)
    schema.push({ ...element, name: column.name, repetition_type: 'OPTIONAL' })
    columnData.push({ name: column.name, data })
  }
  const buffer = parquetWriteBuffer({
    columnData,
    schema,
    createdBy: 'usufruct',
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  })
  return new Uint8Array(buffer)
}

function typed({ name, type }: ReleaseColumn, values: JsonValue[]): Typed {
  const { element, convert } = converters[type as keyof typeof converters]
  const data = values.map((value, row) => {
    if (value === null) return null
    const converted = convert(value)
    if (converted !== undefined) return converted
    throw new UsufructError({
      code: 'ROW_TYPE_MISMATCH',
      message: `Row ${row + 1} has no ${type} in the column ${name}.`,
      hint: 'The release’s manifest and its rows disagree; tell the DAO.',
      details: { row: row + 1, column: name, type },
    })
  })
  return { element, data }
}

const datetimeText = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(Z?)$/

/** Parquet knows moments and local times, not both in one column, and we write microseconds: what that cannot
 * say exactly stays the text it is. */
function datetimes(column: ReleaseColumn, values: JsonValue[]): Typed {
  const zones = new Set<boolean>()
  const data: (bigint | null)[] = []
  for (const value of values) {
    const match = typeof value === 'string' ? datetimeText.exec(value) : null
    if (value !== null && !match) return typed({ ...column, type: 'string' }, values)
    if (!match) {
      data.push(null)
      continue
    }
    const [, seconds, fraction = '', zone] = match
    const time = Date.parse(`${seconds}Z`)
    if (Number.isNaN(time)) return typed({ ...column, type: 'string' }, values)
    zones.add(zone === 'Z')
    data.push(BigInt(time) * 1_000n + BigInt(fraction.padEnd(6, '0')))
  }
  if (zones.size > 1) return typed({ ...column, type: 'string' }, values)
  const isAdjustedToUTC = !zones.has(false)
  return {
    element: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MICROS' } },
    data,
  }
}
