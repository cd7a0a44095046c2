import type { Limits } from '../../limits.ts'
import { damaged } from '../damaged.ts'
import type { ByteSource } from '../format.ts'
import { tooManyRows } from '../tooMany.ts'
import { type FlatTable, flatRoot } from './flatbuffer.ts'

export type ArrowMessage = {
  kind: 'schema' | 'dictionary' | 'records'
  /** Whole and by itself, aligned as its buffers need it. */
  bytes: Uint8Array
  rows: number
  offset: number
}

const DEPTH = 32
const SCHEMA = 1
const DICTIONARY = 2
const RECORDS = 3

/** The messages of a stream, or of a file, which is a stream with something around it. All checked. */
export async function* readMessages(source: ByteSource, limits: Limits): AsyncGenerator<ArrowMessage> {
  const magic = new TextDecoder('latin1').decode(await source.slice(0, 8))
  for (let at = magic.startsWith('ARROW1') ? 8 : 0; at < source.size; ) {
    const prefix = await source.slice(at, at + 8)
    if (prefix.length < 8) throw damaged('arrow', 'it ends inside a message', { offset: at })
    const view = new DataView(prefix.buffer, prefix.byteOffset, 8)
    const marked = view.getInt32(0, true) === -1
    const head = marked ? 8 : 4
    const length = view.getInt32(marked ? 4 : 0, true)
    if (length === 0) return
    if (length < 8 || length > limits.recordBytes || at + head + length > source.size)
      throw damaged('arrow', `a message is said to have ${length} bytes`, { offset: at })
    const description = (await source.slice(at + head, at + head + length)).slice()
    const message = flatRoot(description)
    const body = message.int(10, 8)
    const end = at + head + length + body
    if (!(body >= 0 && end <= source.size)) throw damaged('arrow', 'it ends inside a message', { offset: at })
    const content = message.table(8)
    const type = message.int(6, 1)
    if (!content || ![SCHEMA, DICTIONARY, RECORDS].includes(type))
      throw damaged('arrow', `it has a message of kind ${type}, which is not read here`, { offset: at })
    let rows = 0
    if (type === SCHEMA) checkSchema(content)
    else {
      const batch = type === RECORDS ? content : content.table(6)
      if (!batch) throw damaged('arrow', 'a dictionary is empty', { offset: at })
      rows = checkBatch(batch, description, body, await source.slice(end - body, end), limits)
    }
    yield {
      kind: type === SCHEMA ? 'schema' : type === RECORDS ? 'records' : 'dictionary',
      bytes: (await source.slice(at, end)).slice(),
      rows,
      offset: at,
    }
    at = end
  }
}

const checkSchema = (schema: FlatTable) => {
  if (schema.int(4, 2) !== 0) throw damaged('arrow', 'it is big-endian, which is not read here')
  schema.tables(8)
  for (const field of schema.tables(6)) checkField(field, 1)
}

const checkField = (field: FlatTable, depth: number) => {
  if (depth > DEPTH) throw damaged('arrow', 'a column is nested too deep')
  field.vector(4, 1)
  field.table(10)
  field.tables(16)
  const children = field.tables(14)
  if (field.table(12) && children.length > 0)
    throw damaged('arrow', 'it has a dictionary of nested values, which is not read here')
  for (const child of children) checkField(child, depth + 1)
}

/** Lists hold more values than there are rows. */
const VALUES_A_ROW = 4

const checkBatch = (
  batch: FlatTable,
  description: Uint8Array,
  body: number,
  bytes: Uint8Array,
  limits: Limits,
): number => {
  const view = new DataView(description.buffer, description.byteOffset, description.byteLength)
  const rows = batch.int(4, 8)
  const nodes = batch.vector(6, 16)
  const most = limits.rows * VALUES_A_ROW
  for (let i = 0; i < nodes.count; i++) {
    const length = Number(view.getBigInt64(nodes.start + 16 * i, true))
    if (!(length >= 0 && length <= most)) throw damaged('arrow', `a column is said to have ${length} values`)
  }
  if (rows > limits.rows) throw tooManyRows(limits)
  if (!(rows >= 0)) throw damaged('arrow', `a batch is said to have ${rows} rows`)
  const buffers = batch.vector(8, 16)
  const compressed = batch.at(10) !== 0
  let unpacked = 0
  for (let i = 0; i < buffers.count; i++) {
    const offset = Number(view.getBigInt64(buffers.start + 16 * i, true))
    const length = Number(view.getBigInt64(buffers.start + 16 * i + 8, true))
    if (!(offset >= 0 && length >= 0 && offset + length <= body))
      throw damaged('arrow', 'a buffer lies outside its batch')
    if (!compressed || length === 0) continue
    if (length < 8) throw damaged('arrow', 'a packed buffer has no length')
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset + offset, 8).getBigInt64(0, true))
    if (size < -1) throw damaged('arrow', `a buffer is said to unpack to ${size} bytes`)
    unpacked += Math.max(0, size)
    if (unpacked > limits.bytes) throw damaged('arrow', `a batch unpacks to more than ${limits.bytes} bytes`)
  }
  const variadic = batch.vector(12, 8)
  let views = 0
  for (let i = 0; i < variadic.count; i++) views += Number(view.getBigInt64(variadic.start + 8 * i, true))
  if (!(views >= 0 && views <= buffers.count))
    throw damaged('arrow', 'a batch has fewer buffers than it says')
  return rows
}
