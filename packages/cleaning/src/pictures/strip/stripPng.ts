import { crc32 } from '../../archive/crc32.ts'
import type { Limits } from '../../limits.ts'
import type { Orientation, Removed, RightsNotice, StrippedPicture } from '../picture.ts'
import { concatBytes, equalBytes, fromLatin1, latin1, viewOf } from './bytes.ts'
import { damaged, refused } from './damaged.ts'
import { orientationExif, readExif, tidyText } from './exif.ts'
import { rebuildProfile } from './icc.ts'
import { refusePixelFlood } from './refusePixelFlood.ts'
import { trailing } from './trailing.ts'
import { readXmp } from './xmp.ts'
import { inflateAtMost, storeZlib } from './zlib.ts'

const SIGNATURE = 8
const MOST_PROFILE = 1024 * 1024
const MOST_TEXT = 256 * 1024

/** Numbers that tell how to show the pixels, with the one length they may have. */
const KEPT: Readonly<Record<string, (length: number) => boolean>> = {
  PLTE: (length) => length > 0 && length <= 768 && length % 3 === 0,
  tRNS: (length) => length > 0 && length <= 256,
  gAMA: (length) => length === 4,
  cHRM: (length) => length === 32,
  sRGB: (length) => length === 1,
  cICP: (length) => length === 4,
  sBIT: (length) => length > 0 && length <= 4,
  bKGD: (length) => length > 0 && length <= 6,
  pHYs: (length) => length === 9,
}
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

type Chunk = { type: string; start: number; data: Uint8Array; whole: Uint8Array }

/**
 * A PNG (W3C, third edition) as its pixels: the chunks that are needed to show it, each with its checksum tested,
 * and nothing after its end. Of an animated one the picture stays that programs show that know no animation.
 */
export const stripPng = async (bytes: Uint8Array, limits: Limits): Promise<StrippedPicture> => {
  const kept: Uint8Array[] = [bytes.subarray(0, SIGNATURE)]
  const removed: Removed[] = []
  const rights: RightsNotice[] = []
  const seen = new Set<string>()
  let size: { width: number; height: number; palette: boolean } | undefined
  let orientation: Orientation = 1
  let animated = false
  let frames = 0
  let pixelsDone = false
  let at = SIGNATURE
  const keep = (chunk: Chunk) => {
    if (
      crc32(chunk.whole.subarray(4, chunk.whole.length - 4)) !==
      viewOf(chunk.whole).getUint32(chunk.whole.length - 4)
    ) {
      throw damaged('png', chunk.start, `the checksum of ${chunk.type} does not fit`)
    }
    kept.push(chunk.whole)
  }
  while (true) {
    const chunk = readChunk(bytes, at)
    const { type, data, start } = chunk
    at += chunk.whole.length
    if (!size) {
      if (type !== 'IHDR') throw damaged('png', start, 'it does not begin with its header')
      size = readHeader(data, start, limits)
      keep(chunk)
      continue
    }
    if (seen.has('IDAT') && type !== 'IDAT') pixelsDone = true
    if (type === 'IDAT') {
      if (pixelsDone) throw damaged('png', start, 'its pixels are parted by something else')
      if (size.palette && !seen.has('PLTE')) throw damaged('png', start, 'there is no palette')
      keep(chunk)
    } else if (type === 'IEND') {
      if (data.length > 0) throw damaged('png', start, 'the end is not empty')
      if (!seen.has('IDAT')) throw damaged('png', start, 'it has no pixels')
      keep(chunk)
      break
    } else if (KEPT[type]) {
      if (seen.has(type) || !KEPT[type]?.(data.length)) {
        throw damaged('png', start, `${type} comes twice or has the wrong length`)
      }
      keep(chunk)
    } else if (type === 'acTL' || type === 'fcTL' || type === 'fdAT') {
      animated = true
      frames += data.length
    } else if (type === 'iCCP' && !seen.has(type)) {
      const profile = await profileOf(data)
      if (profile) kept.push(chunkOf('iCCP', profile))
      if (!profile || !equalBytes(profile, data)) {
        const what = profile ? 'words in the colour profile' : 'colour profile'
        removed.push({ type: 'metadata', what, tags: [], bytes: data.length })
      }
    } else if (type === 'eXIf') {
      const exif = readExif(data)
      if (orientation === 1 && exif.orientation !== 1 && !pixelsDone) {
        orientation = exif.orientation
        kept.push(chunkOf('eXIf', orientationExif(orientation)))
      }
      removed.push(...exif.removed)
      rights.push(...exif.rights)
    } else if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') {
      const read = await readText(type, data)
      removed.push(...read.removed)
      rights.push(...read.rights)
    } else if (/^[A-Z]/.test(type)) {
      throw refused('png', `needs ${type}, which is not part of the standard`, 'Save it again as PNG.')
    } else
      removed.push({ type: 'metadata', what: WORDS[type] ?? 'extra block', tags: [type], bytes: data.length })
    seen.add(type)
  }
  if (animated) removed.push({ type: 'metadata', what: 'animation', tags: [], bytes: frames })
  const after = trailing(bytes, at)
  if (after) removed.push(after)
  const { width, height } = size
  return { format: 'png', width, height, orientation, bytes: concatBytes(kept), removed, rights, animated }
}

const WORDS: Readonly<Record<string, string>> = { tIME: 'time', caBX: 'content credentials' }

const readChunk = (bytes: Uint8Array, at: number): Chunk => {
  if (at + 12 > bytes.length) throw damaged('png', at, 'it ends before its end marker')
  const length = viewOf(bytes).getUint32(at)
  const type = latin1(bytes, at + 4, at + 8)
  if (!/^[A-Za-z]{4}$/.test(type)) throw damaged('png', at + 4, 'the name of a chunk should stand here')
  if (at + 12 + length > bytes.length) throw damaged('png', at, `${type} is cut short`)
  return {
    type,
    start: at,
    data: bytes.subarray(at + 8, at + 8 + length),
    whole: bytes.subarray(at, at + 12 + length),
  }
}

const readHeader = (data: Uint8Array, start: number, limits: Limits) => {
  if (data.length !== 13) throw damaged('png', start, 'the header has the wrong length')
  const view = viewOf(data)
  const width = view.getUint32(0)
  const height = view.getUint32(4)
  const depth = data[8] as number
  const colour = data[9] as number
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff) {
    throw damaged('png', start, 'it says that it has no pixels')
  }
  if (!DEPTHS[colour]?.includes(depth) || data[10] !== 0 || data[11] !== 0 || (data[12] as number) > 1) {
    throw damaged('png', start, 'the header has a value that does not exist')
  }
  refusePixelFlood('png', width, height, limits)
  return { width, height, palette: colour === 3 }
}

const chunkOf = (type: string, data: Uint8Array): Uint8Array => {
  const chunk = new Uint8Array(12 + data.length)
  const view = viewOf(chunk)
  view.setUint32(0, data.length)
  chunk.set(fromLatin1(type), 4)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
  return chunk
}

const profileOf = async (data: Uint8Array): Promise<Uint8Array | undefined> => {
  const name = data.indexOf(0)
  if (name < 1 || name > 79 || data[name + 1] !== 0) return undefined
  const profile = await inflateAtMost(data.subarray(name + 2), MOST_PROFILE)
  const rebuilt = profile && rebuildProfile(profile)
  return rebuilt ? concatBytes([fromLatin1('Colours\0\0'), storeZlib(rebuilt.profile)]) : undefined
}

const TEXT_RIGHTS: Readonly<Record<string, RightsNotice['kind']>> = {
  Author: 'authorship',
  Artist: 'authorship',
  Copyright: 'copyright',
}

const readText = async (
  type: string,
  data: Uint8Array,
): Promise<{ removed: Removed[]; rights: RightsNotice[] }> => {
  const end = data.indexOf(0)
  const keyword = latin1(data, 0, end < 0 ? 0 : Math.min(end, 79))
  const value = await textOf(type, data, end)
  if (keyword === 'XML:com.adobe.xmp' && value) return readXmp(value, data.length)
  const kind = TEXT_RIGHTS[keyword]
  const decoder = new TextDecoder(type === 'iTXt' ? 'utf-8' : 'latin1')
  const text = kind && value ? tidyText(decoder.decode(value)) : ''
  return {
    removed: [{ type: 'metadata', what: 'text', tags: keyword ? [keyword] : [], bytes: data.length }],
    rights: kind && text !== '' ? [{ kind, where: `PNG ${keyword}`, text }] : [],
  }
}

const textOf = async (type: string, data: Uint8Array, end: number): Promise<Uint8Array | undefined> => {
  if (end < 0) return undefined
  if (type === 'tEXt') return data.subarray(end + 1)
  if (type === 'zTXt') return inflateAtMost(data.subarray(end + 2), MOST_TEXT)
  const language = data.indexOf(0, end + 3)
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1)
  if (translated < 0) return undefined
  const rest = data.subarray(translated + 1)
  return data[end + 1] === 1 ? inflateAtMost(rest, MOST_TEXT) : rest
}
