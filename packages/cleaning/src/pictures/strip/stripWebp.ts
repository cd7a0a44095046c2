import type { Limits } from '../../limits.ts'
import type { Orientation, Removed, RightsNotice, StrippedPicture } from '../picture.ts'
import { concatBytes, fromLatin1, latin1, startsWith, viewOf } from './bytes.ts'
import { damaged, refused } from './damaged.ts'
import { orientationExif, readExif } from './exif.ts'
import { rebuildProfile } from './icc.ts'
import { refusePixelFlood } from './refusePixelFlood.ts'
import { trailing } from './trailing.ts'
import { readXmp } from './xmp.ts'

const ALPHA = 0x10
const PROFILE = 0x20
const EXIF = 0x08
const ANIMATED = 0x02

type Size = { width: number; height: number }

/** A WebP (RFC 9649) as its pixels, in a container that is written anew around them. */
export const stripWebp = (bytes: Uint8Array, limits: Limits): StrippedPicture => {
  const view = viewOf(bytes)
  const end = 8 + (bytes.length < 12 ? 0 : view.getUint32(4, true))
  if (end < 20 || end > bytes.length) throw damaged('webp', 4, 'the file is shorter than it says')
  const removed: Removed[] = []
  const rights: RightsNotice[] = []
  let canvas: (Size & { alpha: boolean }) | undefined
  let picture: (Size & { chunk: Uint8Array; lossless: boolean }) | undefined
  let alpha: Uint8Array | undefined
  let profile: Uint8Array | undefined
  let orientation: Orientation = 1
  for (let at = 12; at < end; ) {
    if (at + 8 > end) throw damaged('webp', at, 'a chunk is cut short')
    const type = latin1(bytes, at, at + 4)
    const size = view.getUint32(at + 4, true)
    const next = at + 8 + size + (size % 2)
    // The padding of the last chunk is sometimes left out.
    if (at + 8 + size > end) throw damaged('webp', at, `${type.trim()} is cut short`)
    const data = bytes.subarray(at + 8, at + 8 + size)
    if (type === 'VP8X') {
      if (at !== 12 || size !== 10) throw damaged('webp', at, 'the header has the wrong length or place')
      if ((data[0] as number) & ANIMATED) refuseAnimation()
      canvas = {
        width: 1 + u24(data, 4),
        height: 1 + u24(data, 7),
        alpha: ((data[0] as number) & ALPHA) !== 0,
      }
      refusePixelFlood('webp', canvas.width, canvas.height, limits)
    } else if (type === 'VP8 ' || type === 'VP8L') {
      if (picture) throw damaged('webp', at, 'there is a second picture')
      const lossless = type === 'VP8L'
      const read = lossless ? sizeOfLossless(data) : sizeOfLossy(data)
      if (!read) throw damaged('webp', at, 'the pixels do not begin as they should')
      refusePixelFlood('webp', read.width, read.height, limits)
      picture = { ...read, chunk: chunkOf(type, data), lossless }
    } else if (type === 'ALPH') {
      if (alpha || picture || !canvas) throw damaged('webp', at, 'transparency stands in the wrong place')
      alpha = chunkOf(type, data)
    } else if (type === 'ICCP' && !profile) profile = data
    else if (type === 'EXIF') {
      // Some write JPEG's signature before it.
      const exif = readExif(startsWith(data, 'Exif\0\0') ? data.subarray(6) : data)
      if (orientation === 1) orientation = exif.orientation
      removed.push(...exif.removed)
      rights.push(...exif.rights)
    } else if (type === 'XMP ') {
      const xmp = readXmp(data, data.length)
      removed.push(...xmp.removed)
      rights.push(...xmp.rights)
    } else if (type === 'ANIM' || type === 'ANMF') refuseAnimation()
    else
      removed.push({
        type: 'metadata',
        what: 'extra block',
        tags: [type.replace(/[^ -~]/g, '?').trim()],
        bytes: size,
      })
    at = next
  }
  if (!picture) throw damaged('webp', end, 'it has no pixels')
  if (canvas && (canvas.width !== picture.width || canvas.height !== picture.height)) {
    throw damaged('webp', 12, 'header and pixels differ in size')
  }
  const rebuilt = profile && rebuildProfile(profile)
  if (profile && (!rebuilt || rebuilt.changed)) {
    const what = rebuilt ? 'words in the colour profile' : 'colour profile'
    removed.push({ type: 'metadata', what, tags: [], bytes: profile.length })
  }
  const after = trailing(bytes, end)
  if (after) removed.push(after)
  const { width, height } = picture
  const transparent = alpha !== undefined || (picture.lossless && canvas?.alpha === true)
  const chunks = [
    ...(rebuilt ? [chunkOf('ICCP', rebuilt.profile)] : []),
    ...(alpha && !picture.lossless ? [alpha] : []),
    picture.chunk,
    ...(orientation === 1 ? [] : [chunkOf('EXIF', orientationExif(orientation))]),
  ]
  const flags = (transparent ? ALPHA : 0) | (rebuilt ? PROFILE : 0) | (orientation === 1 ? 0 : EXIF)
  if (flags !== 0) chunks.unshift(chunkOf('VP8X', headerOf(flags, picture)))
  return {
    format: 'webp',
    width,
    height,
    orientation,
    bytes: fileOf(chunks),
    removed,
    rights,
    animated: false,
  }
}

const refuseAnimation = (): never => {
  throw refused('webp', 'is animated', 'Save the frames to lend as pictures of their own.')
}

const u24 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)

/** RFC 6386, 9.1: a key frame's tag, start code, and twice fourteen bits. */
const sizeOfLossy = (data: Uint8Array): Size | undefined => {
  if (data.length < 10 || (data[0] as number) & 1) return undefined
  if (data[3] !== 0x9d || data[4] !== 0x01 || data[5] !== 0x2a) return undefined
  const view = viewOf(data)
  return sized(view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff)
}

/** RFC 9649, 3.4: a signature byte, twice fourteen bits, transparency, and a version of zero. */
const sizeOfLossless = (data: Uint8Array): Size | undefined => {
  if (data.length < 5 || data[0] !== 0x2f) return undefined
  const bits = viewOf(data).getUint32(1, true)
  if (bits >>> 29 !== 0) return undefined
  return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
}

const sized = (width: number, height: number): Size | undefined =>
  width > 0 && height > 0 ? { width, height } : undefined

const chunkOf = (type: string, data: Uint8Array): Uint8Array => {
  const chunk = new Uint8Array(8 + data.length + (data.length % 2))
  chunk.set(fromLatin1(type))
  viewOf(chunk).setUint32(4, data.length, true)
  chunk.set(data, 8)
  return chunk
}

const headerOf = (flags: number, { width, height }: Size): Uint8Array => {
  const data = new Uint8Array(10)
  data[0] = flags
  for (const [at, value] of [
    [4, width - 1],
    [7, height - 1],
  ] as const) {
    for (let i = 0; i < 3; i++) data[at + i] = (value >> (8 * i)) & 0xff
  }
  return data
}

const fileOf = (chunks: readonly Uint8Array[]): Uint8Array => {
  const body = concatBytes([fromLatin1('WEBP'), ...chunks])
  const head = new Uint8Array(8)
  head.set(fromLatin1('RIFF'))
  viewOf(head).setUint32(4, body.length, true)
  return concatBytes([head, body])
}
