import type { Limits } from '../../limits.ts'
import type { Orientation, Removed, RightsNotice, StrippedPicture } from '../picture.ts'
import { concatBytes, fromLatin1, latin1, startsWith } from './bytes.ts'
import { damaged, refused } from './damaged.ts'
import { orientationExif, readExif } from './exif.ts'
import { rebuildProfile } from './icc.ts'
import { readPhotoshop } from './iptc.ts'
import { refusePixelFlood } from './refusePixelFlood.ts'
import { trailing } from './trailing.ts'
import { readXmp } from './xmp.ts'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
// More scans than any encoder writes are there to keep a decoder busy.
const MOST_SCANS = 100

type Beside = {
  orientation: Orientation
  removed: Removed[]
  rights: RightsNotice[]
  jfif: Uint8Array | undefined
  adobe: Uint8Array | undefined
  profile: Map<number, Uint8Array>
  profileParts: number
}

/**
 * A JPEG (ITU-T T.81) as its pixels and how to turn them: tables, frame and scans byte for byte, every other
 * segment removed or written anew, and nothing after its end.
 */
export const stripJpeg = (bytes: Uint8Array, limits: Limits): StrippedPicture => {
  const beside: Beside = {
    orientation: 1,
    removed: [],
    rights: [],
    jfif: undefined,
    adobe: undefined,
    profile: new Map(),
    profileParts: 0,
  }
  const kept: Uint8Array[] = []
  let size: { width: number; height: number } | undefined
  let scans = 0
  let at = 2
  while (true) {
    const start = at
    if (at >= bytes.length) throw damaged('jpeg', at, 'it ends before its end marker')
    if (bytes[at] !== 0xff) throw damaged('jpeg', at, 'a marker should stand here')
    while (bytes[at] === 0xff) at++
    const marker = bytes[at++]
    if (marker === undefined) throw damaged('jpeg', bytes.length, 'it ends before its end marker')
    if (marker === EOI) break
    if (marker === 0 || marker === 1 || marker === SOI || (marker >= 0xd0 && marker <= 0xd7)) {
      throw damaged('jpeg', start, `marker ${marker.toString(16)} does not belong here`)
    }
    const length = at + 2 > bytes.length ? 0 : u16(bytes, at)
    if (length < 2 || at + length > bytes.length) throw damaged('jpeg', start, 'a segment is cut short')
    // Behind one fill byte, however many there were.
    const segment = bytes.subarray(at - 2, at + length)
    const data = bytes.subarray(at + 2, at + length)
    at += length
    if (marker >= 0xe0 && marker <= 0xef) readApplication(marker - 0xe0, data, beside)
    else if (marker === 0xfe) remove(beside, 'comment', data.length)
    else if (isFrame(marker)) {
      if (size) throw damaged('jpeg', start, 'there is a second frame')
      size = readFrame(marker, data, start, limits)
      kept.push(segment)
    } else if (marker === SOS) {
      if (!size) throw damaged('jpeg', start, 'a scan comes before the frame')
      if (data.length !== 4 + 2 * (data[0] ?? 0)) throw damaged('jpeg', start, 'a scan has the wrong length')
      if (++scans > MOST_SCANS) throw refused('jpeg', `has more than ${MOST_SCANS} scans`, SAVE_AGAIN)
      const end = endOfScan(bytes, at)
      kept.push(segment, bytes.subarray(at, end))
      at = end
    } else if (marker === 0xdb || marker === 0xc4 || marker === 0xdd) {
      if (!isTable(marker, data)) throw damaged('jpeg', start, 'a table has the wrong length')
      kept.push(segment)
    } else throw refused('jpeg', `uses marker ${marker.toString(16)}, which nobody writes`, SAVE_AGAIN)
  }
  if (!size || scans === 0) throw damaged('jpeg', at, 'it ends before its first scan')
  const after = trailing(bytes, at)
  if (after) beside.removed.push(after)
  return {
    format: 'jpeg',
    ...size,
    orientation: beside.orientation,
    bytes: concatBytes([Uint8Array.of(0xff, SOI), ...headOf(beside), ...kept, Uint8Array.of(0xff, EOI)]),
    removed: beside.removed,
    rights: beside.rights,
    animated: false,
  }
}

const SAVE_AGAIN = 'Open it in a picture program and save it again as JPEG.'

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

const readFrame = (marker: number, data: Uint8Array, start: number, limits: Limits) => {
  if (marker > 0xc2) throw refused('jpeg', 'is of a kind that browsers do not show', SAVE_AGAIN)
  const components = data[5] ?? 0
  if (data.length < 6 || data.length !== 6 + 3 * components) {
    throw damaged('jpeg', start, 'the frame has the wrong length')
  }
  if (data[0] !== 8) throw refused('jpeg', `has ${data[0]} bits a sample`, SAVE_AGAIN)
  const height = u16(data, 1)
  const width = u16(data, 3)
  if (width === 0 || height === 0) throw damaged('jpeg', start, 'it says that it has no pixels')
  refusePixelFlood('jpeg', width, height, limits)
  if (components !== 1 && components !== 3) {
    throw refused('jpeg', `has ${components} colour channels`, 'Save it in RGB colours, as screens use them.')
  }
  return { width, height }
}

/** Entropy-coded data: up to the next marker that is neither a stuffed zero nor a restart. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  let at = from
  while (true) {
    at = bytes.indexOf(0xff, at)
    if (at < 0) throw damaged('jpeg', bytes.length, 'it ends within a scan')
    let next = at + 1
    while (bytes[next] === 0xff) next++
    const marker = bytes[next]
    if (marker === undefined) throw damaged('jpeg', bytes.length, 'it ends within a scan')
    if (marker !== 0 && !(marker >= 0xd0 && marker <= 0xd7)) return at
    at = next + 1
  }
}

/** Tables fill their segment to the byte, so that nothing else fits in. */
const isTable = (marker: number, data: Uint8Array): boolean => {
  if (marker === 0xdd) return data.length === 2
  let at = 0
  while (at < data.length) {
    if (marker === 0xdb) at += (data[at] as number) >> 4 ? 129 : 65
    else {
      let codes = 0
      for (let i = 1; i <= 16; i++) codes += data[at + i] ?? data.length
      at += 17 + codes
    }
  }
  return at === data.length && at > 0
}

const remove = ({ removed }: Beside, what: string, bytes: number, tags: string[] = []) =>
  removed.push({ type: 'metadata', what, tags, bytes })

const XMP = 'http://ns.adobe.com/xap/1.0/\0'
const XMP_MORE = 'http://ns.adobe.com/xmp/extension/\0'
const PROFILE = 'ICC_PROFILE\0'

const readApplication = (number: number, data: Uint8Array, beside: Beside) => {
  const take = ({ removed, rights }: { removed: Removed[]; rights: RightsNotice[] }) => {
    beside.removed.push(...removed)
    beside.rights.push(...rights)
  }
  if (number === 0 && startsWith(data, 'JFIF\0') && data.length >= 14 && !beside.jfif) {
    beside.jfif = data.slice(0, 14)
    if (data.length > 14) remove(beside, 'thumbnail', data.length - 14)
    beside.jfif.fill(0, 12, 14)
  } else if (number === 14 && startsWith(data, 'Adobe') && data.length >= 12 && !beside.adobe) {
    beside.adobe = data.slice(0, 12)
    if (data.length > 12) remove(beside, 'APP14', data.length - 12)
  } else if (number === 1 && (startsWith(data, 'Exif\0\0') || startsWith(data, 'Exif\0\xff'))) {
    const exif = readExif(data.subarray(6))
    if (beside.orientation === 1) beside.orientation = exif.orientation
    take(exif)
  } else if (number === 1 && startsWith(data, XMP)) take(readXmp(data.subarray(XMP.length), data.length))
  else if (number === 1 && startsWith(data, XMP_MORE)) {
    take(readXmp(data.subarray(XMP_MORE.length + 40), data.length))
  } else if (number === 13 && startsWith(data, 'Photoshop 3.0\0')) take(readPhotoshop(data.subarray(14)))
  else if (number === 2 && startsWith(data, PROFILE) && data.length > 14) {
    beside.profile.set(data[12] as number, data.subarray(14))
    beside.profileParts = Math.max(beside.profileParts, data[13] as number)
  } else if (number === 2 && startsWith(data, 'MPF\0')) remove(beside, 'list of pictures inside', data.length)
  else if (number === 0 && startsWith(data, 'JFXX\0')) remove(beside, 'thumbnail', data.length)
  else if (number === 11 && startsWith(data, 'JP')) remove(beside, 'content credentials', data.length)
  else remove(beside, `APP${number}`, data.length, /^[ -~]+/.exec(latin1(data, 0, 24)) ?? [])
}

/** What stands before the tables: written anew, so that a picture that was stripped before comes out the same. */
const headOf = (beside: Beside): Uint8Array[] => {
  const { jfif, adobe, profile, profileParts, orientation } = beside
  const head: Uint8Array[] = []
  if (jfif) head.push(segmentOf(0xe0, jfif))
  if (orientation !== 1) {
    head.push(segmentOf(0xe1, concatBytes([fromLatin1('Exif\0\0'), orientationExif(orientation)])))
  }
  if (profile.size > 0) {
    const parts = Array.from({ length: profileParts }, (_, i) => profile.get(i + 1) ?? new Uint8Array())
    const whole = concatBytes(parts)
    const rebuilt = rebuildProfile(whole)
    if (!rebuilt) remove(beside, 'colour profile', whole.length)
    else {
      if (rebuilt.changed)
        remove(beside, 'words in the colour profile', whole.length - rebuilt.profile.length)
      head.push(...profileSegments(rebuilt.profile))
    }
  }
  if (adobe) head.push(segmentOf(0xee, adobe))
  return head
}

const MOST_IN_SEGMENT = 65_535 - 2 - 14

const profileSegments = (profile: Uint8Array): Uint8Array[] => {
  const count = Math.ceil(profile.length / MOST_IN_SEGMENT)
  return Array.from({ length: count }, (_, i) =>
    segmentOf(
      0xe2,
      concatBytes([
        fromLatin1(PROFILE),
        Uint8Array.of(i + 1, count),
        profile.subarray(i * MOST_IN_SEGMENT, (i + 1) * MOST_IN_SEGMENT),
      ]),
    ),
  )
}

const segmentOf = (marker: number, data: Uint8Array): Uint8Array =>
  concatBytes([Uint8Array.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff), data])
