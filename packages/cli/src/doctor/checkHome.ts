import { randomUUID } from 'node:crypto'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError } from '@usufruct/sdk/home/diskError.node'
import { bad, type Check, good } from './check.ts'

/** The nearest folder above that is there: a home that was never started must not be made by asking. */
export const existingFolder = async (path: string): Promise<string> => {
  const exists = await stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  )
  const above = dirname(path)
  return exists || above === path ? path : existingFolder(above)
}

export const checkHome = async (home: string): Promise<Check> => {
  const folder = await existingFolder(home)
  const probe = join(folder, `.usufruct-${randomUUID()}.tmp`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(probe, 'probe')
    return good('Home', `${home}${folder === home ? '' : ' (not there yet)'}`)
  } catch (error) {
    const known = findUsufructError(asDiskError(error, folder))
    return bad('Home', known?.message ?? String(error), 'Choose another folder with --home.')
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
}
