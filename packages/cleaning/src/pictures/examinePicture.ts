import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Limits } from '../limits.ts'
import type { Sha256 } from '../sha256.ts'
import { decodePicture } from './codecs/decodePicture.ts'
import { encodePicture } from './codecs/encodePicture.ts'
import { detectFaces } from './faces/detectFaces.ts'
import { type PerceptualHash, perceptualHash } from './hash/perceptualHash.ts'
import type { Box, PictureFormat, Pixels, Removed, RightsNotice, StrippedPicture } from './picture.ts'
import { pixelate } from './pixelate.ts'
import { stripPicture } from './strip/stripPicture.ts'
import { findText } from './text/findText.ts'
import { turnUpright } from './turnUpright.ts'

/** What can be seen in a picture that may be for its owner to decide about. */
export type Seen = { type: 'face' | 'text'; box: Box }

export type ExaminedPicture = {
  format: PictureFormat
  /** Of the upright picture. */
  width: number
  height: number
  /** What may leave: stripped, and with what the owner chose covered. */
  bytes: Uint8Array
  sha256: string
  perceptualHash: PerceptualHash | null
  removed: readonly Removed[]
  rights: readonly RightsNotice[]
  seen: readonly Seen[]
  animated: boolean
}

/**
 * A stranger's picture, looked at as a whole: stripped without loss, decoded, and searched for faces and text. Where
 * `covers` says so, what is in a box is covered, which takes a new encoding of the whole picture, upright.
 * @throws CleaningError `PICTURE_DAMAGED`, `PICTURE_TOO_LARGE` or `PICTURE_REFUSED`
 */
export const examinePicture = async (
  format: PictureFormat,
  bytes: Uint8Array,
  limits: Limits,
  covers: (seen: Seen) => boolean,
  createSha256: () => Sha256 = () => sha256.create(),
): Promise<ExaminedPicture> => {
  const stripped = await stripPicture(format, bytes, limits)
  const upright = turnUpright(await decodePicture(stripped), stripped.orientation)
  const seen: Seen[] = [
    ...(await detectFaces(upright)).map(({ box }) => ({ type: 'face' as const, box })),
    ...findText(upright).map((box) => ({ type: 'text' as const, box })),
  ]
  const hidden = seen.filter(covers).map(({ box }) => box)
  const lent = await cover(stripped, upright, hidden)
  const hash = createSha256()
  hash.update(lent.bytes)
  return {
    format,
    width: upright.width,
    height: upright.height,
    bytes: lent.bytes,
    sha256: bytesToHex(hash.digest()),
    perceptualHash: perceptualHash(lent.pixels),
    removed: stripped.removed,
    rights: stripped.rights,
    seen,
    animated: stripped.animated,
  }
}

const cover = async (
  { format, bytes }: StrippedPicture,
  upright: Pixels,
  hidden: readonly Box[],
): Promise<{ bytes: Uint8Array; pixels: Pixels }> => {
  if (hidden.length === 0) return { bytes, pixels: upright }
  const covered = await encodePicture(format, pixelate(upright, hidden))
  // Hashed as whoever gets it will decode it, so that looking again gives the same.
  const { width, height } = upright
  return { bytes: covered, pixels: await decodePicture({ format, width, height, bytes: covered }) }
}
