import type { FileMetaData, SchemaTree } from 'hyparquet'
import { CleaningError } from '../../errors.ts'
import type { Limits } from '../../limits.ts'
import { damaged } from '../damaged.ts'
import { dateOf, decimalOf, momentOf, timeOf } from '../exactValues.ts'
import { BATCH_ROWS, type ByteFormat, type ByteSource, type DecodedRow } from '../format.ts'
import { noRecords, tooManyColumns, tooManyRows } from '../tooMany.ts'
import { typedRow } from '../typedRow.ts'
import { readThrift } from './thrift.ts'

const MAGIC = [0x50, 0x41, 0x52, 0x31]
const begins = (bytes: Uint8Array) => MAGIC.every((byte, i) => bytes[i] === byte)

/** Row group by row group; each is checked before it is decoded. */
export const parquet: ByteFormat = {
  name: 'parquet',
  kind: 'table',
  extensions: ['parquet', 'pq', 'parq'],
  typed: true,
  reads: 'bytes',

  recognise: (head) => begins(head),

  async decode(source, { limits }) {
    const metadata = await readMetadata(source, limits)
    const { parquetSchema } = await import('hyparquet')
    const tree = parquetSchema(metadata)
    const columns = tree.children.map(({ element }) => element.name)
    if (columns.length > limits.columns) throw tooManyColumns(columns.length, limits)
    if (metadata.num_rows > limits.rows) throw tooManyRows(limits)
    if (metadata.num_rows === 0n) throw noRecords()
    const nested = new Map<number, number>()
    return { columns, notes: [], nested, batches: toBatches(source, metadata, tree, nested, limits) }
  },
}

const readMetadata = async (source: ByteSource, limits: Limits): Promise<FileMetaData> => {
  const tail = await source.slice(source.size - 8, source.size)
  if (source.size < 12 || !begins(tail.subarray(4)))
    throw damaged('parquet', 'it ends early: its description, which stands at the end, is not there', {
      offset: source.size,
    })
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true)
  if (length > source.size - 12 || length > limits.recordBytes)
    throw damaged('parquet', `its description is said to have ${length} bytes`, { offset: source.size - 8 })
  const footer = await source.slice(source.size - 8 - length, source.size)
  readThrift(footer.subarray(0, length), 0)
  const { parquetMetadata } = await import('hyparquet')
  const metadata = parquetMetadata(footer.slice(), { geoparquet: false })
  const names = metadata.schema.map(({ name }) => name)
  if (names.includes('__proto__'))
    throw new CleaningError(
      'RESERVED_COLUMN',
      'A column is called __proto__, which programs that read the data would trip over.',
      'Rename the column.',
      { column: names.indexOf('__proto__'), name: '__proto__' },
    )
  const rows = metadata.row_groups.reduce((sum, group) => sum + group.num_rows, 0n)
  if (rows !== metadata.num_rows || metadata.row_groups.some((group) => group.num_rows < 0n))
    throw damaged('parquet', `it says ${metadata.num_rows} rows, and its parts have ${rows}`)
  return metadata
}

async function* toBatches(
  source: ByteSource,
  metadata: FileMetaData,
  tree: SchemaTree,
  nested: Map<number, number>,
  limits: Limits,
): AsyncGenerator<DecodedRow[]> {
  const [{ parquetRead }, { checkPages }, { decompressors }] = await Promise.all([
    import('hyparquet'),
    import('./checkPages.ts'),
    import('./decompressors.ts'),
  ])
  const file = {
    byteLength: source.size,
    // A copy of its own: the library takes whole buffers.
    slice: async (start: number, end = source.size) => (await source.slice(start, end)).slice().buffer,
  }
  const { readable, convert } = exactly(metadata, tree)
  let record = 0
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows)
    if (rows === 0) continue
    await checkPages(source, group, tree, limits)
    const columns = tree.children.map(() => [] as { start: number; end: number; data: ArrayLike<unknown> }[])
    await parquetRead({
      file,
      metadata: readable,
      rowStart,
      rowEnd: rowStart + rows,
      compressors: decompressors,
      parsers: PARSERS,
      utf8: false,
      geoparquet: false,
      onChunk: ({ columnName, columnData, rowStart, rowEnd }) => {
        const at = tree.children.findIndex(({ element }) => element.name === columnName)
        columns[at]?.push({ start: rowStart, end: rowEnd, data: columnData })
      },
    })
    for (let from = rowStart; from < rowStart + rows; from += BATCH_ROWS) {
      const batch: DecodedRow[] = []
      const to = Math.min(from + BATCH_ROWS, rowStart + rows)
      const cursors = columns.map((chunks) => chunks.findIndex(({ end }) => end > from))
      for (let row = from; row < to; row++) {
        const values = columns.map((chunks, column) => {
          let chunk = chunks[cursors[column] as number]
          while (chunk && row >= chunk.end) {
            cursors[column] = (cursors[column] as number) + 1
            chunk = chunks[cursors[column] as number]
          }
          if (!chunk)
            throw damaged('parquet', `column "${tree.children[column]?.element.name}" ends early`, { record })
          return convert[column]?.(chunk.data[row - chunk.start])
        })
        batch.push(typedRow(++record, values, nested, limits))
      }
      yield batch
    }
    rowStart += rows
  }
}

type Convert = (value: unknown) => unknown

const same: Convert = (value) => value

/** The library makes doubles of decimals and drops what a local time is; both are done here, from what is stored. */
const exactly = (
  metadata: FileMetaData,
  tree: SchemaTree,
): { readable: FileMetaData; convert: Convert[] } => {
  const raw = new Set<unknown>()
  const convert = tree.children.map(({ element, children }): Convert => {
    if (children.length > 0 || element.repetition_type === 'REPEATED') return same
    const logical = element.logical_type
    if (element.converted_type === 'DECIMAL' || logical?.type === 'DECIMAL') {
      raw.add(element)
      const scale = (logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0
      return (value) => decimalOf(value, scale)
    }
    if (logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC)
      return (value) => (typeof value === 'string' ? value.replace(/Z$/, '') : value)
    if (logical?.type === 'TIME' || element.converted_type?.startsWith('TIME_M')) {
      const unit =
        logical?.type === 'TIME'
          ? logical.unit
          : element.converted_type === 'TIME_MILLIS'
            ? 'MILLIS'
            : 'MICROS'
      const digits = { MILLIS: 3, MICROS: 6, NANOS: 9 }[unit]
      return (value) =>
        value === null || value === undefined ? null : timeOf(BigInt(value as number), digits)
    }
    return same
  })
  const schema = metadata.schema.map((element) => {
    if (!raw.has(element)) return element
    const { converted_type: _, logical_type: __, ...physical } = element
    return physical
  })
  return { readable: { ...metadata, schema }, convert }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const textOf = (bytes: Uint8Array | undefined) => (bytes ? utf8.decode(bytes) : undefined)

/** Everything as text that loses nothing, in the forms that a CSV would have. */
const PARSERS = {
  timestampFromMilliseconds: (value: bigint) => momentOf(BigInt(value), 3),
  timestampFromMicroseconds: (value: bigint) => momentOf(BigInt(value), 6),
  timestampFromNanoseconds: (value: bigint) => momentOf(BigInt(value), 9),
  dateFromDays: dateOf,
  stringFromBytes: textOf,
  // Left as written: it is text to whoever stored it.
  jsonFromBytes: textOf,
}
