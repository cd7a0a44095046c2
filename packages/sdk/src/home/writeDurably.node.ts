import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { asDiskError } from './diskError.node.ts'

/** A new or removed name is durable only once its directory is. */
export const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/**
 * Replaces a file so that after a kill or a power cut either the old or the new bytes are there, whole. Only its
 * owner may read it.
 * @throws UsufructError `DISK_FULL`, `DISK_READ_ONLY`, `DISK_FORBIDDEN`, `NOT_A_FOLDER`
 */
export const writeDurably = async (
  path: string,
  data: string | Uint8Array | readonly (string | Uint8Array)[],
): Promise<void> => {
  const beside = `${path}.${randomUUID()}.tmp`
  const chunks = typeof data === 'string' || data instanceof Uint8Array ? [data] : data
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(beside, 'wx', 0o600)
    try {
      for (const chunk of chunks) await file.writeFile(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    await syncDirectory(dirname(path))
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw asDiskError(error, path)
  }
}
