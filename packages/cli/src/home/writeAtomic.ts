import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { asDiskError } from './diskError.ts'

/** Durable when it resolves, and never half there: written beside, synced, renamed. Only its owner may read it.
 * @throws UsufructError `DISK_FULL`, `DISK_READ_ONLY`, `DISK_FORBIDDEN` */
export const writeAtomic = async (path: string, data: string | Uint8Array): Promise<void> => {
  const beside = `${path}.${randomUUID()}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    const folder = await open(dirname(path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw asDiskError(error, path)
  }
}
