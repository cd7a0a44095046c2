import type { DataType } from '@uwdata/flechette'
import { CleaningError } from '../../errors.ts'
import type { Limits } from '../../limits.ts'
import { damaged } from '../damaged.ts'
import { dateOf, decimalOf, momentOf, timeOf } from '../exactValues.ts'
import { BATCH_ROWS, type ByteFormat, type DecodedRow } from '../format.ts'
import { noRecords, tooManyColumns, tooManyRows } from '../tooMany.ts'
import { typedRow } from '../typedRow.ts'
import { type ArrowMessage, readMessages } from './readMessages.ts'

/** IPC files, which Feather 2 is too, and IPC streams; batch by batch. */
export const arrow: ByteFormat = {
  name: 'arrow',
  kind: 'table',
  extensions: ['arrow', 'arrows', 'feather', 'ipc'],
  typed: true,
  reads: 'bytes',

  recognise: (head) => new TextDecoder('latin1').decode(head.subarray(0, 6)) === 'ARROW1' || isStream(head),

  async decode(source, { limits }) {
    const messages = readMessages(source, limits)
    const first = await messages.next()
    if (first.done || first.value.kind !== 'schema')
      throw damaged('arrow', 'it does not begin with its columns')
    const schema = first.value
    const { tableFromIPC } = await load()
    const { names } = tableFromIPC(schema.bytes.slice(), OPTIONS)
    const columns = names.map(String)
    if (columns.length > limits.columns) throw tooManyColumns(columns.length, limits)
    if (columns.includes('__proto__'))
      throw new CleaningError(
        'RESERVED_COLUMN',
        'A column is called __proto__, which programs that read the data would trip over.',
        'Rename the column.',
        { column: columns.indexOf('__proto__') + 1, name: '__proto__' },
      )
    const nested = new Map<number, number>()
    return { columns, notes: [], nested, batches: toBatches(messages, schema, nested, limits) }
  },
}

// A stream has no signature: a marker, a length, and a message of a few dozen bytes that says it is a schema.
const isStream = (head: Uint8Array): boolean => {
  if (head.length < 32) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const length = view.getInt32(4, true)
  return view.getInt32(0, true) === -1 && length > 0 && length % 8 === 0 && view.getUint32(8, true) < 64
}

const OPTIONS = { useBigInt: true, useDecimalInt: true, useBigIntTimestamp: true, useMap: true } as const

const load = async () => {
  const [flechette, { unpackLz4Frame }, { decompressZstd }] = await Promise.all([
    import('@uwdata/flechette'),
    import('./lz4Frame.ts'),
    import('hyparquet-compressors'),
  ])
  const { CompressionType, setCompressionCodec } = flechette
  const encode = (bytes: Uint8Array) => bytes
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: unpackLz4Frame })
  setCompressionCodec(CompressionType.ZSTD, {
    encode,
    decode: (bytes, length) => decompressZstd(bytes, new Uint8Array(length)),
  })
  return flechette
}

async function* toBatches(
  messages: AsyncGenerator<ArrowMessage>,
  schema: ArrowMessage,
  nested: Map<number, number>,
  limits: Limits,
): AsyncGenerator<DecodedRow[]> {
  const [{ tableFromIPC, Type }, { checkColumn }] = await Promise.all([load(), import('./checkColumn.ts')])
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
      return { batch, convert: converter(column.type, Type) }
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
type Types = typeof import('@uwdata/flechette').Type

/** To what a CSV would say: days, moments and decimals to their last digit, also inside of what is nested. */
const converter = (type: DataType, types: Types): Convert => {
  const orNull =
    (convert: Convert): Convert =>
    (value) =>
      value === null || value === undefined ? null : convert(value)
  switch (type.typeId) {
    case types.Timestamp: {
      const digits = type.unit * 3
      const local = !type.timezone
      return orNull((value) => {
        const text = momentOf(BigInt(value as bigint), digits)
        return local ? text.replace(/Z$/, '') : text
      })
    }
    case types.Date:
      return orNull((value) => dateOf(Math.floor(Number(value) / 86_400_000)))
    case types.Time:
      return orNull((value) => timeOf(BigInt(value as number | bigint), type.unit * 3))
    case types.Decimal:
      return orNull((value) =>
        decimalOf(typeof value === 'bigint' ? value : BigInt(value as number), type.scale),
      )
    case types.Dictionary:
      return converter(type.dictionary, types)
    case types.List:
    case types.LargeList:
    case types.FixedSizeList:
    case types.ListView:
    case types.LargeListView: {
      const convert = type.children[0] ? converter(type.children[0].type, types) : undefined
      return orNull((value) => Array.from(value as ArrayLike<unknown>, (item) => convert?.(item)))
    }
    case types.Struct: {
      const members = type.children.map(({ name, type }) => [name, converter(type, types)] as const)
      return orNull((value) => {
        const object = value as Record<string, unknown>
        return new Map(members.map(([name, convert]) => [name, convert(object[name])]))
      })
    }
    default:
      return (value) => value
  }
}
