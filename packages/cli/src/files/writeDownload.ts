import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { placeFolder } from './placeFolder.ts'

export type OutputFile = { name: string; data: string | Uint8Array }

/** A folder that is there with all of its files, or not at all.
 * @throws UsufructError `DISK_FULL`, `DISK_READ_ONLY`, `DISK_FORBIDDEN`, `OUT_NOT_EMPTY` */
export const writeDownload = async (
  out: string,
  files: readonly OutputFile[],
  force: boolean,
): Promise<void> =>
  placeFolder(out, force, async (beside) => {
    for (const { name, data } of files) await writeFile(join(beside, name), data, { flag: 'wx', mode: 0o600 })
  })
