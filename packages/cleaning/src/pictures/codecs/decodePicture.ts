import { CleaningError } from '../../errors.ts'
import type { Pixels, StrippedPicture } from '../picture.ts'
import { type Decoder, startCodec } from './emscripten.ts'
import { decodePng } from './png.ts'

/**
 * The pixels of a stripped picture, as stored. The same WebAssembly in a page and in Node, so that every pixel, and
 * whatever is made of them, is the same too. What a picture cost to decode was bounded when it was stripped.
 * @throws CleaningError `PICTURE_DAMAGED`
 */
export const decodePicture = async (
  picture: Pick<StrippedPicture, 'format' | 'width' | 'height' | 'bytes'>,
): Promise<Pixels> => {
  let pixels: Pixels | null | undefined
  let cause: unknown
  try {
    pixels = await decode(picture)
  } catch (error) {
    cause = error
  }
  if (pixels && pixels.width === picture.width && pixels.height === picture.height) return pixels
  throw new CleaningError(
    'PICTURE_DAMAGED',
    `The pixels of the ${picture.format} picture cannot be decoded.`,
    'Open it in a picture program and save it again, or leave it out.',
    { format: picture.format },
    cause,
  )
}

const decode = async ({
  format,
  bytes,
}: Pick<StrippedPicture, 'format' | 'bytes'>): Promise<Pixels | null | undefined> => {
  if (format === 'png') return decodePng(bytes)
  if (format === 'jpeg') {
    const { default: factory } = await import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js')
    return (await startCodec<Decoder>(factory, 'decodeJpeg')).decode(bytes, false)
  }
  const { default: factory } = await import('@jsquash/webp/codec/dec/webp_dec.js')
  return (await startCodec<Decoder>(factory, 'decodeWebp')).decode(bytes)
}
