import { statfs } from 'node:fs/promises'
import { bad, type Check, good } from './check.ts'
import { existingFolder } from './checkHome.ts'

/** A practice DAO takes about 150 MB; a database that runs full is no fun to mend. */
const needed = 500 * 1024 ** 2

const inMegabytes = (bytes: number) => `${Math.floor(bytes / 1024 ** 2)} MB free`

export const checkDisk = async (home: string): Promise<Check> => {
  const { bavail, bsize } = await statfs(await existingFolder(home))
  const free = bavail * bsize
  return free >= needed
    ? good('Disk', inMegabytes(free))
    : bad('Disk', inMegabytes(free), `Free at least ${needed / 1024 ** 2} MB, or choose another --home.`)
}
