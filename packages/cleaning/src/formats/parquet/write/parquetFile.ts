import type { RowGroup } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'
import type { EncodedChunk } from './encodeChunk.ts'
import { type StoredColumn, schemaElement } from './storedType.ts'

export const PARQUET_MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31)

/** Keeps account of a file that is written from its beginning to its end, and tells its description. */
export const createParquetFile = (columns: readonly StoredColumn[]) => {
  const schema = columns.map(schemaElement)
  const groups: RowGroup[] = []
  let offset = PARQUET_MAGIC.length
  let rows = 0n

  return {
    /** The chunks of one row group, one for each column, which are written next in this order. */
    add(chunks: readonly EncodedChunk[]) {
      const described = chunks.map((chunk, i) => {
        const { bytes, values, uncompressed, dictionaryLength, compressed } = chunk
        const element = schema[i] as (typeof schema)[number]
        const start = offset
        offset += bytes.length
        return {
          file_offset: BigInt(start),
          meta_data: {
            type: element.type as NonNullable<typeof element.type>,
            encodings:
              dictionaryLength > 0
                ? (['PLAIN', 'RLE', 'RLE_DICTIONARY'] as const)
                : (['PLAIN', 'RLE'] as const),
            path_in_schema: [element.name],
            codec: compressed ? ('SNAPPY' as const) : ('UNCOMPRESSED' as const),
            num_values: BigInt(values),
            total_uncompressed_size: BigInt(uncompressed),
            total_compressed_size: BigInt(bytes.length),
            data_page_offset: BigInt(start + dictionaryLength),
            ...(dictionaryLength > 0 ? { dictionary_page_offset: BigInt(start) } : {}),
            statistics: { null_count: BigInt(chunk.nulls) },
          },
        }
      })
      const [first] = chunks
      const groupRows = BigInt(first?.values ?? 0)
      rows += groupRows
      groups.push({
        columns: described.map((one) => ({
          ...one,
          meta_data: { ...one.meta_data, encodings: [...one.meta_data.encodings] },
        })),
        total_byte_size: BigInt(chunks.reduce((sum, { uncompressed }) => sum + uncompressed, 0)),
        num_rows: groupRows,
      })
    },

    /** What stands at the end. */
    end(): Uint8Array {
      const writer = new ByteWriter()
      writeMetadata(writer, {
        version: 2,
        schema: [{ name: 'root', num_children: schema.length }, ...schema],
        num_rows: rows,
        row_groups: groups,
        created_by: 'usufruct',
        metadata_length: 0,
      })
      writer.appendUint32(writer.offset)
      writer.appendBytes(PARQUET_MAGIC)
      return writer.getBytes()
    },
  }
}
