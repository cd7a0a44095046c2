import { readFile } from 'node:fs/promises'
import { parquetReadObjects } from 'hyparquet'

export type Row = Record<string, unknown>

/** What a licensee's own tools would see in the file. */
export const readParquet = async (path: string): Promise<Row[]> => {
  const bytes = await readFile(path)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  return parquetReadObjects({ file })
}
