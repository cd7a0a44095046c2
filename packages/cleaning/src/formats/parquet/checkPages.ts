import type { ColumnMetaData, RowGroup, SchemaTree } from 'hyparquet'
import { decompressPage } from 'hyparquet/src/datapage.js'
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js'
import type { Limits } from '../../limits.ts'
import { damaged } from '../damaged.ts'
import type { ByteSource } from '../format.ts'
import { checkRuns, checkSizedRuns, sumOfPrefixes } from './checkRuns.ts'
import { decompressors } from './decompressors.ts'
import { readThrift, type ThriftStruct } from './thrift.ts'

const DATA_PAGE = 0
const DICTIONARY_PAGE = 2
const DATA_PAGE_V2 = 3
const PLAIN_DICTIONARY = 2
const RLE = 3
const DELTA_BYTE_ARRAY = 7
const RLE_DICTIONARY = 8

/**
 * Walks the pages of a row group before the library decodes them. The library takes counts and sizes as they are
 * written, and a hundred bytes can say "two thousand million values".
 */
export const checkPages = async (
  source: ByteSource,
  group: RowGroup,
  tree: SchemaTree,
  limits: Limits,
): Promise<void> => {
  let spread = 0
  for (const { meta_data: column } of group.columns) {
    if (!column) throw damaged('parquet', 'a column is not described')
    const start = Number(column.dictionary_page_offset || column.data_page_offset)
    const size = Number(column.total_compressed_size)
    if (!(start >= 4 && size >= 0 && start + size <= source.size))
      throw damaged('parquet', `column "${column.path_in_schema.join('.')}" lies outside the file`, {
        offset: start,
      })
    spread += checkColumn(await source.slice(start, start + size), column, tree, {
      rows: Number(group.num_rows),
      values: Math.max(limits.rows, Number(group.num_rows)) * VALUES_A_ROW,
      bytes: limits.bytes - spread,
    })
  }
}

// Lists hold more values than there are rows; more than this in a row, and it is no list any more.
const VALUES_A_ROW = 4

type Bounds = { rows: number; values: number; bytes: number }

const checkColumn = (bytes: Uint8Array, column: ColumnMetaData, tree: SchemaTree, bounds: Bounds): number => {
  const path = getTreePath(tree, column.path_in_schema)
  const levels = { repetition: getMaxRepetitionLevel(path), definition: getMaxDefinitionLevel(path) }
  const length = path.at(-1)?.element.type_length ?? 0
  if (length < 0 || length > bytes.length)
    if (column.type === 'FIXED_LEN_BYTE_ARRAY')
      throw damaged('parquet', `its values have ${length} bytes each`)
  const most = levels.repetition > 0 ? bounds.values : bounds.rows
  let values = 0
  let spread = 0
  for (let at = 0; at < bytes.length - 1; ) {
    const { struct, end } = readThrift(bytes, at)
    const page = numbersOf(struct)
    const compressed = page(3)
    if (!(compressed >= 0 && compressed <= bytes.length - end))
      throw damaged('parquet', 'a page is cut', { offset: at })
    spread += page(2)
    if (!(page(2) >= 0 && spread <= bounds.bytes))
      throw damaged('parquet', `its pages unpack to more than ${bounds.bytes} bytes`, { offset: at })
    const body = bytes.subarray(end, end + compressed)
    const kind = page(1)
    const header = struct.get(kind === DATA_PAGE ? 5 : kind === DICTIONARY_PAGE ? 7 : 8)
    if (![DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2].includes(kind) || !(header instanceof Map))
      throw damaged('parquet', `it has a page of unknown kind ${kind}`, { offset: at })
    const of = numbersOf(header)
    const count = of(1)
    if (!(count >= 0)) throw damaged('parquet', 'a page has no count', { offset: at })
    if (kind === DICTIONARY_PAGE) {
      if (count > page(2) + 1)
        throw damaged('parquet', 'a dictionary has more values than bytes', { offset: at })
    } else {
      values += count
      if (values > most)
        throw damaged('parquet', `a column has more than the ${most} values of its rows`, { offset: at })
      spread +=
        kind === DATA_PAGE
          ? checkDataPage(decompressPage(body, page(2), column.codec, decompressors), of, levels, column)
          : checkDataPageV2(body, page(2), header, levels, column)
      if (spread > bounds.bytes)
        throw damaged('parquet', `its texts unpack to more than ${bounds.bytes} bytes`, { offset: at })
    }
    at = end + compressed
  }
  return spread
}

type Levels = { repetition: number; definition: number }

const numbersOf =
  (struct: ThriftStruct) =>
  (id: number): number => {
    const value = struct.get(id)
    return typeof value === 'number' ? value : Number.NaN
  }

const widthOf = (level: number): number => 32 - Math.clz32(level)

const checkDataPage = (
  page: Uint8Array,
  of: (id: number) => number,
  levels: Levels,
  column: ColumnMetaData,
): number => {
  const values = of(1)
  let at = 0
  if (levels.repetition > 0) at = checkSizedRuns(page, at, widthOf(levels.repetition), values)
  if (levels.definition > 0) at = checkSizedRuns(page, at, widthOf(levels.definition), values)
  return checkValues(page, at, of(2), values, levels.definition > 0, column)
}

const checkDataPageV2 = (
  body: Uint8Array,
  size: number,
  header: ThriftStruct,
  levels: Levels,
  column: ColumnMetaData,
): number => {
  const of = numbersOf(header)
  const [values, nulls, definition, repetition] = [of(1), of(2), of(5), of(6)] as [
    number,
    number,
    number,
    number,
  ]
  if (
    !(nulls >= 0 && nulls <= values && definition >= 0 && repetition >= 0 && definition + repetition <= size)
  )
    throw damaged('parquet', 'the parts of a page do not fit into it')
  if (definition + repetition > body.length) throw damaged('parquet', 'a page is cut')
  if (levels.repetition > 0) checkRuns(body, 0, repetition, widthOf(levels.repetition), values)
  if (levels.definition > 0)
    checkRuns(body, repetition, repetition + definition, widthOf(levels.definition), values)
  const rest = body.subarray(repetition + definition)
  const page =
    header.get(7) === false
      ? rest
      : decompressPage(rest, size - definition - repetition, column.codec, decompressors)
  return checkValues(page, 0, of(4), values - nulls, false, column)
}

/** Bytes that the values take beyond those of the page. */
const checkValues = (
  page: Uint8Array,
  at: number,
  encoding: number,
  values: number,
  mayBeFewer: boolean,
  column: ColumnMetaData,
): number => {
  if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY) {
    const width = page[at]
    if (width === undefined) {
      if (mayBeFewer || values === 0) return 0
      throw damaged('parquet', 'a page ends before its values', { offset: at })
    }
    if (width > 32) throw damaged('parquet', 'a page has indices of more than 32 bits', { offset: at })
    checkRuns(page, at + 1, page.length, width, values, mayBeFewer)
  } else if (encoding === RLE && column.type === 'BOOLEAN') {
    checkSizedRuns(page, at, 1, values, mayBeFewer)
  } else if (encoding === DELTA_BYTE_ARRAY && values > 0 && at < page.length) {
    return sumOfPrefixes(page, at, values)
  }
  return 0
}
