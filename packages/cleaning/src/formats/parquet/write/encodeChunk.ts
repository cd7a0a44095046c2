import type { PageHeader } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { bitPackedRun, repeatedRun } from './bitPack.ts'
import type { TakenValues } from './columnValues.ts'
import { compressSnappy } from './snappy.ts'

/** One column of one row group as it stands in a file, and what the file's description says of it. */
export type EncodedChunk = {
  bytes: Uint8Array<ArrayBuffer>
  values: number
  nulls: number
  uncompressed: number
  /** Of the dictionary's page at the beginning; 0 without one. */
  dictionaryLength: number
  compressed: boolean
}

/** More than the headers of two pages take. */
const HEADERS = 1024

/** A dictionary page where texts repeat, and one data page. */
export const encodeChunk = ({ rows, nulls, present, values }: TakenValues): EncodedChunk => {
  const levels = nulls === 0 ? repeatedRun(1, rows) : bitPackedRun(present, rows, 1)
  const dictionary = 'dictionary' in values ? values : undefined
  const data = dictionary ? indexBytes(dictionary) : 'bits' in values ? packBits(values) : plainOf(values)
  // A page can be left as it is where the other is shortened, but only one of data.
  const isShortened = isWorthIt(data)
  const compressed = isShortened || (dictionary !== undefined && isWorthIt(dictionary.dictionary))
  // Copied, since the next call of Snappy writes over what the last one gave.
  const entries =
    dictionary && (compressed ? compressSnappy(dictionary.dictionary).slice() : dictionary.dictionary)
  const page = isShortened ? compressSnappy(data) : data

  const writer = new ByteWriter(HEADERS + (entries?.length ?? 0) + levels.length + page.length)
  let uncompressed = 0
  if (dictionary && entries) {
    writePageHeader(writer, {
      type: 'DICTIONARY_PAGE',
      uncompressed_page_size: dictionary.dictionary.length,
      compressed_page_size: entries.length,
      dictionary_page_header: { num_values: dictionary.entries, encoding: 'PLAIN' },
    })
    uncompressed = writer.offset + dictionary.dictionary.length
    writer.appendBytes(entries)
  }
  const dictionaryLength = writer.offset
  const header: PageHeader = {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levels.length + data.length,
    compressed_page_size: levels.length + page.length,
    data_page_header_v2: {
      num_values: rows,
      num_nulls: nulls,
      num_rows: rows,
      encoding: dictionary ? 'RLE_DICTIONARY' : 'PLAIN',
      definition_levels_byte_length: levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: isShortened,
    },
  }
  writePageHeader(writer, header)
  uncompressed += writer.offset - dictionaryLength + levels.length + data.length
  writer.appendBytes(levels)
  writer.appendBytes(page)
  return { bytes: writer.getBytes(), values: rows, nulls, uncompressed, dictionaryLength, compressed }
}

type Values = TakenValues['values']

const plainOf = (values: Values): Uint8Array => ('plain' in values ? values.plain : new Uint8Array())

const indexBytes = ({ indices, count, entries }: Extract<Values, { dictionary: unknown }>): Uint8Array => {
  const width = Math.max(1, 32 - Math.clz32(entries - 1))
  const run = bitPackedRun(indices, count, width)
  const bytes = new Uint8Array(1 + run.length)
  bytes[0] = width
  bytes.set(run, 1)
  return bytes
}

const packBits = ({ bits, count }: Extract<Values, { bits: unknown }>): Uint8Array => {
  const packed = new Uint8Array(Math.ceil(count / 8))
  for (let i = 0; i < count; i++)
    packed[i >> 3] = (packed[i >> 3] as number) | ((bits[i] as number) << (i & 7))
  return packed
}

const SAMPLE = 32 * 1024

/** Measured figures do not become shorter; a sample from the middle tells. */
const isWorthIt = (bytes: Uint8Array): boolean => {
  if (bytes.length < 64) return false
  const start = bytes.length > SAMPLE * 2 ? (bytes.length >> 1) & ~7 : 0
  const sample = bytes.subarray(start, start + SAMPLE)
  return compressSnappy(sample).length < sample.length * 0.85
}
