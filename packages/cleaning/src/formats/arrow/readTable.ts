import { CompressionType, type DataType, setCompressionCodec, Type, tableFromIPC } from '@uwdata/flechette'
import { decompressZstd } from 'hyparquet-compressors'
import type { Limits } from '../../limits.ts'
import { damaged } from '../damaged.ts'
import { dateOf, decimalOf, momentOf, timeOf } from '../exactValues.ts'
import { BATCH_ROWS, type DecodedRow } from '../format.ts'
import { noRecords, tooManyRows } from '../tooMany.ts'
import { typedRow } from '../typedRow.ts'
import { checkColumn } from './checkColumn.ts'
import { unpackLz4Frame } from './lz4Frame.ts'
import type { ArrowMessage } from './readMessages.ts'

// The library takes a pair of functions and calls the one that unpacks.
const encode = (bytes: Uint8Array) => bytes
setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: unpackLz4Frame })
setCompressionCodec(CompressionType.ZSTD, {
  encode,
  decode: (bytes, length) => decompressZstd(bytes, new Uint8Array(length)),
})

const OPTIONS = { useBigInt: true, useDecimalInt: true, useBigIntTimestamp: true, useMap: true } as const

export const readColumns = (schema: ArrowMessage): string[] =>
  tableFromIPC(schema.bytes.slice(), OPTIONS).names.map(String)

/** Rows of the record batches that follow the schema. */
export async function* readBatches(
  messages: AsyncGenerator<ArrowMessage>,
  schema: ArrowMessage,
  nested: Map<number, number>,
  limits: Limits,
): AsyncGenerator<DecodedRow[]> {
  const dictionaries: Uint8Array[] = []
  let record = 0
  let held = 0
  for await (const { kind, bytes, rows, offset } of messages) {
    if (kind === 'schema') continue
    if (kind === 'dictionary') {
      held += bytes.length
      if (held > limits.bytes) throw damaged('arrow', 'its dictionaries are larger than it is', { offset })
      dictionaries.push(bytes)
      continue
    }
    if (record + rows > limits.rows) throw tooManyRows(limits)
    const table = tableFromIPC([schema.bytes, ...dictionaries, bytes], OPTIONS)
    const columns = table.children.map((column, i) => {
      const [batch] = column.data
      if (!batch || batch.length !== rows)
        throw damaged('arrow', `column "${String(table.names[i])}" has not the ${rows} rows of its batch`, {
          offset,
        })
      checkColumn(batch, String(table.names[i]))
      return { batch, convert: converter(column.type) }
    })
    for (let from = 0; from < rows; from += BATCH_ROWS) {
      const decoded: DecodedRow[] = []
      for (let row = from; row < Math.min(rows, from + BATCH_ROWS); row++) {
        const values = columns.map(({ batch, convert }) => convert(batch.at(row)))
        decoded.push(typedRow(++record, values, nested, limits))
      }
      yield decoded
    }
  }
  if (record === 0) throw noRecords()
}

type Convert = (value: unknown) => unknown

/** To what a CSV would say: days, moments and decimals to their last digit, also inside of what is nested. */
const converter = (type: DataType): Convert => {
  const orNull =
    (convert: Convert): Convert =>
    (value) =>
      value === null || value === undefined ? null : convert(value)
  switch (type.typeId) {
    case Type.Timestamp: {
      const digits = type.unit * 3
      const local = !type.timezone
      return orNull((value) => {
        const text = momentOf(BigInt(value as bigint), digits)
        return local ? text.replace(/Z$/, '') : text
      })
    }
    case Type.Date:
      return orNull((value) => dateOf(Math.floor(Number(value) / 86_400_000)))
    case Type.Time:
      return orNull((value) => timeOf(BigInt(value as number | bigint), type.unit * 3))
    case Type.Decimal:
      return orNull((value) =>
        decimalOf(typeof value === 'bigint' ? value : BigInt(value as number), type.scale),
      )
    case Type.Dictionary:
      return converter(type.dictionary)
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
    case Type.ListView:
    case Type.LargeListView: {
      const convert = type.children[0] ? converter(type.children[0].type) : undefined
      return orNull((value) => Array.from(value as ArrayLike<unknown>, (item) => convert?.(item)))
    }
    case Type.Struct: {
      const members = type.children.map(({ name, type }) => [name, converter(type)] as const)
      return orNull((value) => {
        const object = value as Record<string, unknown>
        return new Map(members.map(([name, convert]) => [name, convert(object[name])]))
      })
    }
    default:
      return (value) => value
  }
}
