import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError, errnoOf } from '@usufruct/sdk/home/diskError.node'

export type OutputFile = { name: string; data: string | Uint8Array }

/** Whether something is there that writing would bury.
 * @throws UsufructError `OUT_NOT_EMPTY`, and before anything is fetched when called first */
export const requireFree = async (folder: string, force: boolean): Promise<void> => {
  let entries: string[]
  try {
    entries = await readdir(folder)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return
    throw asDiskError(error, folder)
  }
  if (entries.length === 0 || force) return
  throw new UsufructError({
    code: 'OUT_NOT_EMPTY',
    kind: 'conflict',
    message: `There is something in ${folder} already.`,
    hint: 'Choose another folder, or put the new version in its place with --force.',
    details: { folder, entries: entries.length },
  })
}

/** A folder that is there with all of its files, or not at all: written beside and renamed.
 * @throws UsufructError `DISK_FULL`, `DISK_READ_ONLY`, `DISK_FORBIDDEN`, `OUT_NOT_EMPTY` */
export const writeDownload = async (
  out: string,
  files: readonly OutputFile[],
  force: boolean,
): Promise<void> => {
  const folder = resolve(out)
  const beside = `${folder}.${randomUUID()}.tmp`
  const before = `${folder}.${randomUUID()}.old`
  try {
    await requireFree(folder, force)
    await mkdir(dirname(folder), { recursive: true })
    await mkdir(beside)
    for (const { name, data } of files) await writeSynced(join(beside, name), data)
    const moved = await rename(folder, before).then(
      () => true,
      (error: unknown) => {
        if (errnoOf(error) === 'ENOENT') return false
        throw error
      },
    )
    try {
      await rename(beside, folder)
    } catch (error) {
      if (moved) await rename(before, folder)
      throw error
    }
    if (moved) await rm(before, { recursive: true, force: true })
  } catch (error) {
    await rm(beside, { recursive: true, force: true }).catch(() => undefined)
    throw asDiskError(error, folder)
  }
}

const writeSynced = async (path: string, data: string | Uint8Array): Promise<void> => {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(data)
    await file.sync()
  } finally {
    await file.close()
  }
}
