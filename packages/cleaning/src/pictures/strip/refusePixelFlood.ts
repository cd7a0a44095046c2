import { CleaningError } from '../../errors.ts'
import type { Limits } from '../../limits.ts'
import type { PictureFormat } from '../picture.ts'

/** Before anything is decoded: what a header promises is what a decoder would set memory aside for. */
export const refusePixelFlood = (
  format: PictureFormat,
  width: number,
  height: number,
  { pixels }: Limits,
): void => {
  if (width * height <= pixels) return
  throw new CleaningError(
    'PICTURE_TOO_LARGE',
    `The ${format} picture says that it has ${width} × ${height} pixels; at most ${pixels} are taken.`,
    'Make it smaller, or cut it into several.',
    { format, width, height, limit: pixels },
  )
}
