import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { errnoOf } from '@usufruct/sdk/home/diskError.node'

/** Where a path really leads, through links, as far as it is there. */
const realPathOf = async (path: string): Promise<string> => {
  try {
    return await realpath(path)
  } catch (error) {
    const parent = dirname(path)
    if (errnoOf(error) !== 'ENOENT' || parent === path) throw error
    return join(await realPathOf(parent), basename(path))
  }
}

/** Whether a path is a folder or lies in it. Neither has to be there. */
export const isWithin = async (path: string, folder: string): Promise<boolean> => {
  const [inner, outer] = await Promise.all([realPathOf(resolve(path)), realPathOf(resolve(folder))])
  return `${inner}${sep}`.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`)
}
