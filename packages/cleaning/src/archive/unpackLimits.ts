import { CleaningError } from '../errors.ts'
import type { Limits } from '../limits.ts'

const FREE = 1024 * 1024

/** Stops an unpacking that gets out of hand. @throws CleaningError `UNPACKS_TOO_LARGE` */
export const checkUnpacked = (name: string, packed: number, unpacked: number, limits: Limits) => {
  const most = Math.min(limits.unpackedBytes, Math.max(FREE, packed * limits.unpackRatio))
  if (unpacked <= most) return
  throw new CleaningError(
    'UNPACKS_TOO_LARGE',
    `${name} unpacks from ${packed} bytes to more than ${most}.`,
    'If it is what it should be, unpack it and lend the files in it.',
    { file: name, packed, limit: most },
  )
}
