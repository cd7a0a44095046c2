import { CleaningError } from '../../errors.ts'
import type { Limits } from '../../limits.ts'
import type { PictureFormat, StrippedPicture } from '../picture.ts'
import { startsWith } from './bytes.ts'
import { stripJpeg } from './stripJpeg.ts'
import { stripPng } from './stripPng.ts'
import { stripWebp } from './stripWebp.ts'

/** By its first bytes; what follows them is checked when it is stripped. */
export const pictureFormatOf = (bytes: Uint8Array): PictureFormat | undefined => {
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg'
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png'
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'webp'
  return undefined
}

/**
 * A picture without anything beside its pixels: EXIF with position and serial numbers, XMP, IPTC, comments,
 * thumbnails, words in colour profiles, blocks that nobody knows, whatever follows its end. Lossless: the coded
 * pixels stay byte for byte. How to turn the picture stays. Stripping twice is stripping once.
 * @throws CleaningError `PICTURE_DAMAGED` with the offset, `PICTURE_TOO_LARGE` or `PICTURE_REFUSED`
 */
export const stripPicture = async (
  format: PictureFormat,
  bytes: Uint8Array,
  limits: Limits,
): Promise<StrippedPicture> => {
  if (bytes.length > limits.pictureBytes) {
    throw new CleaningError(
      'PICTURE_TOO_LARGE',
      `The picture has more than ${limits.pictureBytes} bytes.`,
      'Make it smaller, or save it with more compression.',
      { format, bytes: bytes.length, limit: limits.pictureBytes },
    )
  }
  if (format === 'jpeg') return stripJpeg(bytes, limits)
  return format === 'png' ? stripPng(bytes, limits) : stripWebp(bytes, limits)
}
