import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError, errnoOf } from '@usufruct/sdk/home/diskError.node'

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

/** A folder that is there with all that `fill` puts into it, or not at all: filled beside, put on the disk, and renamed.
 * @throws UsufructError `DISK_FULL`, `DISK_READ_ONLY`, `DISK_FORBIDDEN`, `OUT_NOT_EMPTY` */
export const placeFolder = async (
  out: string,
  force: boolean,
  fill: (beside: string) => Promise<void>,
): Promise<void> => {
  const folder = resolve(out)
  const beside = `${folder}.${randomUUID()}.tmp`
  const before = `${folder}.${randomUUID()}.old`
  try {
    await requireFree(folder, force)
    await mkdir(dirname(folder), { recursive: true })
    await mkdir(beside)
    await fill(beside)
    await syncFiles(beside)
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

const syncFiles = async (folder: string): Promise<void> => {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = await open(join(entry.parentPath, entry.name), 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  }
}
