import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError, errnoOf } from '@usufruct/sdk/home/diskError.node'
import { isWithin } from './isWithin.ts'

/** Whether something is there that writing would bury.
 * @throws UsufructError `OUT_NOT_EMPTY`, `OUT_IN_USE`, and before anything is fetched when called first */
export const requireFree = async (folder: string, force: boolean): Promise<void> => {
  let entries: string[]
  try {
    entries = await readdir(folder)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return
    throw asDiskError(error, folder)
  }
  if (entries.length === 0) return
  if (!force) throw notEmpty(folder)
  // Keys, repositories and whoever is at work in it: nothing that any command put there.
  const hidden = entries.find((entry) => entry.startsWith('.'))
  const inUse = await Promise.all([process.cwd(), homedir()].map((place) => isWithin(place, folder)))
  if (hidden === undefined && !inUse.includes(true)) return
  throw new UsufructError({
    code: 'OUT_IN_USE',
    kind: 'conflict',
    message: hidden
      ? `${folder} holds ${hidden}, which no download or normalised data has: it is not replaced.`
      : `${folder} is where you are, or where your home is: it is not replaced.`,
    hint: 'Choose another folder for --out, or a new one in it.',
    details: { folder, ...(hidden === undefined ? {} : { hidden }) },
  })
}

const notEmpty = (folder: string) =>
  new UsufructError({
    code: 'OUT_NOT_EMPTY',
    kind: 'conflict',
    message: `There is something in ${folder} already.`,
    hint: 'Choose another folder, or put the new version in its place with --force.',
    details: { folder },
  })

/** What is there goes beside, to come back if the new version cannot take its place; without force only if it is
 * empty, whatever was put there meanwhile. Whether anything went. */
const moveAway = async (folder: string, before: string, force: boolean): Promise<boolean> => {
  try {
    await (force ? rename(folder, before) : rmdir(folder))
    return force
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw errnoOf(error) === 'ENOTEMPTY' ? notEmpty(folder) : error
  }
}

/** A folder that is there with all that `fill` puts into it, or not at all: filled beside, put on the disk, and renamed.
 * @throws UsufructError `DISK_FULL`, `DISK_READ_ONLY`, `DISK_FORBIDDEN`, `OUT_NOT_EMPTY`, `OUT_IN_USE` */
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
    await requireFree(folder, force)
    const moved = await moveAway(folder, before, force)
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
