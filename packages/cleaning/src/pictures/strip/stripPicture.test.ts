import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../limits.ts'
import {
  cameraExif,
  encodeHills,
  extendedHeader,
  iptcBlock,
  jpegSegment,
  pngChunk,
  webpChunk,
  webpFile,
  webpPixels,
  withChunks,
  withSegments,
  wordyProfile,
  xmpPacket,
} from '../../testing/pictures.ts'
import { decodePicture } from '../codecs/decodePicture.ts'
import type { PictureFormat, StrippedPicture } from '../picture.ts'
import { concatBytes, fromLatin1, latin1 } from './bytes.ts'
import { stripPicture } from './stripPicture.ts'
import { storeZlib } from './zlib.ts'

const ARTIST = 'Rosalinde Quintarelli'
const SERIAL = 'SN-90817263'
const DEGREES = 1_179_009
const exif = (orientation = 6) =>
  cameraExif({ artist: ARTIST, serial: SERIAL, degrees: DEGREES, orientation })
const profile = wordyProfile(`${ARTIST} monitor ${SERIAL}`)
const zip = concatBytes([fromLatin1('PK\x03\x04'), fromLatin1(ARTIST), new Uint8Array(40)])

const wordyJpeg = async () => {
  const jpeg = await encodeHills('jpeg')
  return concatBytes([
    withSegments(
      jpeg,
      jpegSegment(0xe1, 'Exif\0\0', exif()),
      jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmpPacket(ARTIST)),
      jpegSegment(0xed, iptcBlock(ARTIST)),
      jpegSegment(0xe2, 'ICC_PROFILE\0\x01\x01', profile),
      jpegSegment(0xe2, 'MPF\0MM\0*'),
      jpegSegment(0xe0, 'JFXX\0\x10', jpeg.subarray(0, 60)),
      jpegSegment(0xeb, 'JP\0\0', `jumb c2pa ${ARTIST}`),
      jpegSegment(0xe9, `vendor ${SERIAL}`),
      jpegSegment(0xfe, `taken by ${ARTIST}`),
    ),
    zip,
  ])
}

const wordyPng = async () => {
  const png = await encodeHills('png')
  return concatBytes([
    withChunks(
      png,
      pngChunk('iCCP', concatBytes([fromLatin1(`${SERIAL}\0\0`), storeZlib(profile)])),
      pngChunk('eXIf', exif()),
      pngChunk('tEXt', `Author\0${ARTIST}`),
      pngChunk('zTXt', concatBytes([fromLatin1('Copyright\0\0'), storeZlib(fromLatin1(`(c) ${ARTIST}`))])),
      pngChunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${xmpPacket(ARTIST)}`),
      pngChunk('tIME', '\x07\xe8\x05\x11\x0a\x0b\x0c'),
      pngChunk('caBX', `jumb c2pa ${ARTIST}`),
      pngChunk('prVt', SERIAL),
    ),
    zip,
  ])
}

const wordyWebp = async () => {
  const webp = await encodeHills('webp')
  return concatBytes([
    webpFile(
      extendedHeader(0x2c, 64, 48),
      webpChunk('ICCP', profile),
      webpPixels(webp),
      webpChunk('EXIF', exif()),
      webpChunk('XMP ', xmpPacket(ARTIST)),
      webpChunk('ZZZZ', SERIAL),
    ),
    zip,
  ])
}

const WORDY: [PictureFormat, () => Promise<Uint8Array>][] = [
  ['jpeg', wordyJpeg],
  ['png', wordyPng],
  ['webp', wordyWebp],
]

const strip = (format: PictureFormat, bytes: Uint8Array): Promise<StrippedPicture> =>
  stripPicture(format, bytes, DEFAULT_LIMITS)

describe.each(WORDY)('a %s picture that says who, where and when', (format, make) => {
  it('says nothing of it when it is stripped', async () => {
    const wordy = await make()
    const { bytes } = await strip(format, wordy)
    const before = latin1(wordy, 0, wordy.length)
    const after = latin1(bytes, 0, bytes.length)
    // The position’s degrees, as the four bytes that EXIF holds.
    for (const planted of [
      ARTIST,
      SERIAL,
      '\x00\x11\xfd\x81',
      'GPS',
      'Exif\0\0MM\0*\0\0\0\x08\0\x06',
      'c2pa',
      'PK',
    ]) {
      if (before.includes(planted)) expect(after).not.toContain(planted)
    }
    expect(before).toContain(SERIAL)
    expect(before).toContain('\x00\x11\xfd\x81')
  })

  it('tells which fields it took away, and never what was in them', async () => {
    const { removed } = await strip(format, await make())
    expect(removed.some(({ type, what }) => type === 'gps' && what === 'GPS position')).toBe(true)
    const camera = removed.find(({ what }) => what === 'EXIF')
    expect(camera?.tags).toEqual(
      expect.arrayContaining(['Artist', 'Copyright', 'BodySerialNumber', 'DateTimeOriginal']),
    )
    expect(removed.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['XMP', 'words in the colour profile', 'bytes after the end']),
    )
    expect(removed.find(({ what }) => what === 'bytes after the end')?.tags).toEqual(['zip archive'])
    expect(JSON.stringify(removed)).not.toContain(ARTIST)
  })

  it('keeps who made it, whose it is and what is forbidden as notices', async () => {
    const { rights } = await strip(format, await make())
    expect(rights).toEqual(
      expect.arrayContaining([
        { kind: 'authorship', where: 'EXIF Artist', text: ARTIST },
        { kind: 'copyright', where: 'EXIF Copyright', text: `(c) ${ARTIST}` },
        { kind: 'authorship', where: 'XMP dc:creator', text: ARTIST },
        {
          kind: 'opt-out',
          where: 'XMP plus:DataMining',
          text: 'http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING',
        },
      ]),
    )
  })

  it('looks the same before and after, and the same way up', async () => {
    const wordy = await make()
    const stripped = await strip(format, wordy)
    const before = await decodePicture({ ...stripped, bytes: wordy })
    const after = await decodePicture(stripped)
    expect(new Uint8Array(after.data.buffer)).toEqual(new Uint8Array(before.data.buffer))
    expect(stripped.orientation).toBe(6)
    expect((await strip(format, stripped.bytes)).orientation).toBe(6)
  })

  it('is not changed by stripping it again', async () => {
    const once = await strip(format, await make())
    const twice = await strip(format, once.bytes)
    expect(twice.bytes).toEqual(once.bytes)
    expect(twice.removed).toEqual([])
    expect(twice.rights).toEqual([])
  })

  it('comes out as the plain picture where it said nothing', async () => {
    const plain = await encodeHills(format)
    const { bytes, removed } = await strip(format, plain)
    expect(bytes).toEqual(plain)
    expect(removed).toEqual([])
  })
})

it('keeps the numbers of a colour profile, so that colours stay', async () => {
  const { bytes } = await strip('jpeg', await wordyJpeg())
  const text = latin1(bytes, 0, bytes.length)
  for (const tag of ['ICC_PROFILE', 'acsp', 'rXYZ', 'gTRC', 'wtpt', 'curv']) expect(text).toContain(tag)
  for (const tag of ['mmod']) expect(text).not.toContain(tag)
})

it('gives up a colour profile that is more than primaries and curves', async () => {
  const lut = wordyProfile(SERIAL)
  lut.set(fromLatin1('CMYK'), 16)
  const { bytes, removed } = await strip(
    'jpeg',
    withSegments(await encodeHills('jpeg'), jpegSegment(0xe2, 'ICC_PROFILE\0\x01\x01', lut)),
  )
  expect(removed.map(({ what }) => what)).toEqual(['colour profile'])
  expect(latin1(bytes, 0, bytes.length)).not.toContain('ICC_PROFILE')
})

it('reads the rights of IPTC and says that there was a place', async () => {
  const { rights, removed } = await strip(
    'jpeg',
    withSegments(await encodeHills('jpeg'), jpegSegment(0xed, iptcBlock(ARTIST))),
  )
  expect(rights).toEqual([{ kind: 'authorship', where: 'IPTC By-line', text: ARTIST }])
  expect(removed.map(({ type, what }) => `${type}: ${what}`)).toEqual([
    'gps: place in IPTC',
    'metadata: IPTC',
  ])
})

it('takes the thumbnail out of the JFIF header and leaves the density', async () => {
  const jpeg = await encodeHills('jpeg')
  const jfif = Uint8Array.of(1, 1, 1, 0, 72, 0, 72, 2, 1, 9, 9, 9, 8, 8, 8)
  const start = jpeg.indexOf(0xdb) - 1
  const { bytes, removed } = await strip(
    'jpeg',
    concatBytes([jpeg.subarray(0, 2), jpegSegment(0xe0, 'JFIF\0', jfif), jpeg.subarray(start)]),
  )
  expect([...bytes.subarray(0, 20)]).toEqual([
    0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1, 0, 72, 0, 72, 0, 0,
  ])
  expect(removed).toEqual([{ type: 'metadata', what: 'thumbnail', tags: [], bytes: 6 }])
})

it('keeps the still picture of an animated PNG and says that it moved', async () => {
  const png = await encodeHills('png')
  const animated = withChunks(
    png,
    pngChunk('acTL', new Uint8Array(8)),
    pngChunk('fcTL', new Uint8Array(26)),
    pngChunk('fdAT', new Uint8Array(500)),
  )
  const stripped = await strip('png', animated)
  expect(stripped.animated).toBe(true)
  expect(stripped.bytes).toEqual(png)
})
