import type { Orientation, Removed, RightsNotice } from '../picture.ts'
import { latin1, viewOf } from './bytes.ts'

export type Exif = {
  orientation: Orientation
  /** Nothing in it but the orientation, in exactly the bytes that `orientationExif` gives. */
  minimal: boolean
  removed: Removed[]
  rights: RightsNotice[]
}

// Exif 3.0 (CIPA DC-008-2023), the fields that say something about people or about their devices.
const NAMES: Readonly<Record<number, string>> = {
  270: 'ImageDescription',
  271: 'Make',
  272: 'Model',
  274: 'Orientation',
  305: 'Software',
  306: 'DateTime',
  315: 'Artist',
  316: 'HostComputer',
  513: 'Thumbnail',
  700: 'XMP',
  33432: 'Copyright',
  33723: 'IPTC',
  34853: 'GPS',
  36867: 'DateTimeOriginal',
  36868: 'DateTimeDigitized',
  36881: 'OffsetTimeOriginal',
  37500: 'MakerNote',
  37510: 'UserComment',
  40091: 'XPTitle',
  40092: 'XPComment',
  40093: 'XPAuthor',
  40094: 'XPKeywords',
  40095: 'XPSubject',
  42016: 'ImageUniqueID',
  42032: 'CameraOwnerName',
  42033: 'BodySerialNumber',
  42036: 'LensModel',
  42037: 'LensSerialNumber',
  42039: 'Photographer',
  42040: 'ImageEditor',
}

const RIGHTS: Readonly<Record<number, RightsNotice['kind']>> = {
  315: 'authorship',
  33432: 'copyright',
  40093: 'authorship',
  42032: 'authorship',
  42039: 'authorship',
}

const POINTERS = new Set([34665, 34853, 40965])
const MOST_ENTRIES = 2_000
const MOST_TEXT = 200

/**
 * What a TIFF structure holds, read for its names alone. Whatever is wrong with it ends the reading and not the
 * cleaning, since all of it is removed anyway; what points in circles or counts too much is given up on.
 */
export const readExif = (tiff: Uint8Array): Exif => {
  const little = tiff[0] === 0x49
  const view = viewOf(tiff)
  const exif: Exif = { orientation: 1, minimal: false, removed: [], rights: [] }
  const tags = new Set<string>()
  const gps = new Set<string>()
  let unnamed = 0
  let entries = 0
  const seen = new Set<number>()

  const text = (tag: number, type: number, count: number, at: number): string => {
    const size = type === 2 || type === 1 || type === 7 || type === 129 ? count : 0
    const from = size <= 4 ? at : view.getUint32(at, little)
    if (size === 0 || from + size > tiff.length) return ''
    const bytes = tiff.subarray(from, from + Math.min(size, 4 * MOST_TEXT))
    const decoded =
      tag >= 40091 && tag <= 40095
        ? new TextDecoder('utf-16le').decode(bytes)
        : new TextDecoder('utf-8').decode(bytes)
    return tidyText(decoded)
  }

  const walk = (offset: number, inGps: boolean) => {
    if (offset < 8 || seen.has(offset) || offset + 2 > tiff.length) return
    seen.add(offset)
    const count = view.getUint16(offset, little)
    for (let i = 0; i < count; i++) {
      const at = offset + 2 + 12 * i
      if (at + 12 > tiff.length || ++entries > MOST_ENTRIES) return
      const tag = view.getUint16(at, little)
      const type = view.getUint16(at + 2, little)
      const values = view.getUint32(at + 4, little)
      if (inGps) gps.add(`GPS ${tag}`)
      else if (NAMES[tag]) tags.add(NAMES[tag] as string)
      else if (!POINTERS.has(tag)) unnamed++
      if (tag === 274 && !inGps && type === 3 && values === 1 && seen.size === 1) {
        const value = view.getUint16(at + 8, little)
        if (value >= 1 && value <= 8) exif.orientation = value as Orientation
      }
      const kind = inGps ? undefined : RIGHTS[tag]
      if (kind) {
        const said = text(tag, type, values, at + 8)
        if (said !== '') exif.rights.push({ kind, where: `EXIF ${NAMES[tag]}`, text: said })
      }
      if (POINTERS.has(tag) && !inGps) walk(view.getUint32(at + 8, little), tag === 34853)
    }
    const next = offset + 2 + 12 * count
    if (!inGps && next + 4 <= tiff.length) walk(view.getUint32(next, little), false)
  }

  const sound = (latin1(tiff, 0, 4) === 'II*\0' || latin1(tiff, 0, 4) === 'MM\0*') && tiff.length >= 8
  if (sound) walk(view.getUint32(4, little), false)
  exif.minimal =
    exif.orientation !== 1 &&
    tiff.length === MINIMAL_BYTES &&
    orientationExif(exif.orientation).every((byte, i) => byte === tiff[i])
  if (exif.minimal) return exif
  if (gps.size > 0) exif.removed.push({ type: 'gps', what: 'GPS position', tags: ['GPS'], bytes: 0 })
  const named = [...tags].filter((name) => name !== 'GPS')
  if (unnamed > 0) named.push(`${unnamed} more`)
  exif.removed.push({ type: 'metadata', what: 'EXIF', tags: named, bytes: tiff.length })
  return exif
}

const MINIMAL_BYTES = 26

/** A TIFF structure that says how to turn the picture, and nothing else. */
export const orientationExif = (orientation: Orientation): Uint8Array => {
  const bytes = new Uint8Array(MINIMAL_BYTES)
  const view = viewOf(bytes)
  view.setUint32(0, 0x4d4d002a)
  view.setUint32(4, 8)
  view.setUint16(8, 1)
  view.setUint16(10, 274)
  view.setUint16(12, 3)
  view.setUint32(14, 1)
  view.setUint16(18, orientation)
  return bytes
}

export const tidyText = (text: string): string => {
  const end = text.indexOf('\0')
  return [...(end < 0 ? text : text.slice(0, end)).replace(/[\s\p{C}]+/gu, ' ').trim()]
    .slice(0, MOST_TEXT)
    .join('')
}
