import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Source } from '../types.ts'

/** A file on disk, opened anew for each pass, so that it is never in memory whole. */
export const fileSource = async (path: string, name = basename(path)): Promise<Source> => {
  const { size } = await stat(path)
  return { name, size, bytes: () => createReadStream(path, { highWaterMark: 256 * 1024 }) }
}
