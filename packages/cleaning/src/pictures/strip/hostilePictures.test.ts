import { describe, expect, it } from 'vitest'
import { CleaningError } from '../../errors.ts'
import { DEFAULT_LIMITS } from '../../limits.ts'
import {
  extendedHeader,
  hillsInEveryFormat,
  jpegSegment,
  pngChunk,
  webpChunk,
  webpFile,
  webpPixels,
  withChunks,
  withSegments,
} from '../../testing/pictures.ts'
import type { PictureFormat } from '../picture.ts'
import { concatBytes, fromLatin1, viewOf } from './bytes.ts'
import { pictureFormatOf, stripPicture } from './stripPicture.ts'

const hills = await hillsInEveryFormat()
const { jpeg, png, webp } = hills

const changed = (bytes: Uint8Array, change: (view: DataView, copy: Uint8Array) => void): Uint8Array => {
  const copy = bytes.slice()
  change(viewOf(copy), copy)
  return copy
}
/** Where a JPEG's marker stands. */
const marker = (code: number): number => {
  for (let at = 2; at < jpeg.length; ) {
    if (jpeg[at + 1] === code) return at
    at += 2 + viewOf(jpeg).getUint16(at + 2)
  }
  throw new Error('no such marker')
}
const frame = marker(0xc2)
/** A header with a checksum that fits. */
const header = (...values: number[]): Uint8Array => {
  const data = new Uint8Array(13)
  viewOf(data).setUint32(0, values[0] as number)
  viewOf(data).setUint32(4, values[1] as number)
  data.set(values.slice(2), 8)
  return concatBytes([png.subarray(0, 8), pngChunk('IHDR', data), png.subarray(33)])
}
const repeat = (segment: Uint8Array, times: number) => new Array<Uint8Array>(times).fill(segment)
const scan = jpeg.subarray(marker(0xda), jpeg.length - 2)

type Refused = [what: string, bytes: Uint8Array, code: string, details?: object]

const REFUSED: Refused[] = [
  [
    'a JPEG of 65,535 × 65,535 pixels',
    changed(jpeg, (v) => v.setUint32(frame + 5, 0xffffffff)),
    'PICTURE_TOO_LARGE',
    { width: 65_535, height: 65_535 },
  ],
  [
    'a JPEG without height',
    changed(jpeg, (v) => v.setUint16(frame + 5, 0)),
    'PICTURE_DAMAGED',
    { offset: frame },
  ],
  ['a JPEG without width', changed(jpeg, (v) => v.setUint16(frame + 7, 0)), 'PICTURE_DAMAGED'],
  ['a JPEG of twelve bits', changed(jpeg, (v) => v.setUint8(frame + 4, 12)), 'PICTURE_REFUSED'],
  [
    'a JPEG with a frame that counts wrong',
    changed(jpeg, (v) => v.setUint8(frame + 9, 4)),
    'PICTURE_DAMAGED',
  ],
  ['a lossless JPEG', changed(jpeg, (v) => v.setUint8(frame + 1, 0xc3)), 'PICTURE_REFUSED'],
  ['an arithmetic JPEG', changed(jpeg, (v) => v.setUint8(frame + 1, 0xc9)), 'PICTURE_REFUSED'],
  ['a hierarchical JPEG', changed(jpeg, (v) => v.setUint8(frame + 1, 0xde)), 'PICTURE_REFUSED'],
  [
    'a JPEG with two frames',
    concatBytes([jpeg.subarray(0, frame), jpeg.subarray(frame, frame + 19), jpeg.subarray(frame)]),
    'PICTURE_DAMAGED',
  ],
  [
    'a JPEG with no frame',
    concatBytes([jpeg.subarray(0, frame), jpeg.subarray(frame + 19)]),
    'PICTURE_DAMAGED',
  ],
  [
    'a JPEG with no scan',
    concatBytes([jpeg.subarray(0, frame + 19), Uint8Array.of(0xff, 0xd9)]),
    'PICTURE_DAMAGED',
  ],
  ['a JPEG of nothing but its start', Uint8Array.of(0xff, 0xd8, 0xff), 'PICTURE_DAMAGED', { offset: 3 }],
  [
    'a JPEG that starts twice',
    withSegments(jpeg, Uint8Array.of(0xff, 0xd8)),
    'PICTURE_DAMAGED',
    { offset: 2 },
  ],
  [
    'a JPEG with a restart outside of a scan',
    withSegments(jpeg, Uint8Array.of(0xff, 0xd0)),
    'PICTURE_DAMAGED',
  ],
  [
    'a JPEG with words between its segments',
    withSegments(jpeg, jpegSegment(0xfe, 'a'), fromLatin1('hello')),
    'PICTURE_DAMAGED',
    { offset: 7 },
  ],
  [
    'a JPEG with a segment of length zero',
    withSegments(jpeg, Uint8Array.of(0xff, 0xfe, 0, 0)),
    'PICTURE_DAMAGED',
  ],
  [
    'a JPEG with a segment longer than itself',
    withSegments(jpeg.subarray(0, 99), Uint8Array.of(0xff, 0xfe, 0xff, 0xff)),
    'PICTURE_DAMAGED',
  ],
  [
    'a JPEG with words behind a quantisation table',
    withSegments(jpeg, jpegSegment(0xdb, new Uint8Array(65), 'secret')),
    'PICTURE_DAMAGED',
  ],
  [
    'a JPEG with words behind a Huffman table',
    withSegments(jpeg, jpegSegment(0xc4, new Uint8Array(17), 'secret')),
    'PICTURE_DAMAGED',
  ],
  ['a JPEG with a Huffman table of nothing', withSegments(jpeg, jpegSegment(0xc4)), 'PICTURE_DAMAGED'],
  [
    'a JPEG with a restart interval of five bytes',
    withSegments(jpeg, jpegSegment(0xdd, 'words')),
    'PICTURE_DAMAGED',
  ],
  [
    'a JPEG with a thousand scans',
    concatBytes([jpeg.subarray(0, marker(0xda)), ...repeat(scan, 1000), Uint8Array.of(0xff, 0xd9)]),
    'PICTURE_REFUSED',
  ],
  [
    'a JPEG that ends in a scan',
    jpeg.subarray(0, jpeg.length - 2),
    'PICTURE_DAMAGED',
    { offset: jpeg.length - 2 },
  ],
  [
    'a JPEG of four colours',
    changed(
      concatBytes([
        jpeg.subarray(0, frame),
        jpegSegment(0xc0, Uint8Array.of(8, 0, 9, 0, 9, 4), new Uint8Array(12)),
        jpeg.subarray(frame + 19),
      ]),
      () => {},
    ),
    'PICTURE_REFUSED',
  ],

  [
    'a PNG of four thousand million pixels a side',
    header(0x7fffffff, 0x7fffffff, 8, 2, 0, 0, 0),
    'PICTURE_TOO_LARGE',
  ],
  [
    'a PNG of 65,535 × 65,535 pixels',
    header(65_535, 65_535, 1, 0, 0, 0, 0),
    'PICTURE_TOO_LARGE',
    { width: 65_535 },
  ],
  ['a PNG without width', header(0, 10, 8, 2, 0, 0, 0), 'PICTURE_DAMAGED', { offset: 8 }],
  ['a PNG with negative height', header(10, 0x80000000, 8, 2, 0, 0, 0), 'PICTURE_DAMAGED'],
  ['a PNG of three bits', header(10, 10, 3, 2, 0, 0, 0), 'PICTURE_DAMAGED'],
  ['a PNG of a colour that does not exist', header(10, 10, 8, 5, 0, 0, 0), 'PICTURE_DAMAGED'],
  ['a PNG with another compression', header(10, 10, 8, 2, 1, 0, 0), 'PICTURE_DAMAGED'],
  ['a PNG woven in a third way', header(10, 10, 8, 2, 0, 0, 2), 'PICTURE_DAMAGED'],
  ['a PNG of colours by number without a palette', header(64, 48, 8, 3, 0, 0, 0), 'PICTURE_DAMAGED'],
  [
    'a PNG with a wrong checksum',
    changed(png, (v) => v.setUint8(30, v.getUint8(30) ^ 1)),
    'PICTURE_DAMAGED',
    { offset: 8 },
  ],
  [
    'a PNG that begins with its pixels',
    concatBytes([png.subarray(0, 8), png.subarray(33)]),
    'PICTURE_DAMAGED',
    { offset: 8 },
  ],
  [
    'a PNG with two palettes',
    withChunks(png, pngChunk('PLTE', 'abc'), pngChunk('PLTE', 'abc')),
    'PICTURE_DAMAGED',
  ],
  ['a PNG with a palette of 257', withChunks(png, pngChunk('PLTE', new Uint8Array(771))), 'PICTURE_DAMAGED'],
  ['a PNG with words in its gamma', withChunks(png, pngChunk('gAMA', 'gamma and more')), 'PICTURE_DAMAGED'],
  ['a PNG that needs a chunk of its own', withChunks(png, pngChunk('CgBI', 'iPho')), 'PICTURE_REFUSED'],
  [
    'a PNG with a chunk longer than itself',
    withChunks(
      png,
      changed(pngChunk('tEXt', 'a\0b'), (v) => v.setUint32(0, 0x7fffffff)),
    ),
    'PICTURE_DAMAGED',
    { offset: 33 },
  ],
  ['a PNG with a chunk of control characters', withChunks(png, pngChunk('\0\0\0\0', '')), 'PICTURE_DAMAGED'],
  ['a PNG without pixels', concatBytes([png.subarray(0, 33), pngChunk('IEND', '')]), 'PICTURE_DAMAGED'],
  [
    'a PNG with words at its end',
    concatBytes([png.subarray(0, png.length - 12), pngChunk('IEND', 'words')]),
    'PICTURE_DAMAGED',
  ],
  [
    'a PNG whose pixels are parted',
    concatBytes([
      png.subarray(0, png.length - 12),
      pngChunk('gAMA', 'abcd'),
      pngChunk('IDAT', ''),
      png.subarray(png.length - 12),
    ]),
    'PICTURE_DAMAGED',
  ],

  [
    'a WebP shorter than it says',
    changed(webp, (v) => v.setUint32(4, 0xfffffffe, true)),
    'PICTURE_DAMAGED',
    { offset: 4 },
  ],
  ['a WebP of no length', changed(webp, (v) => v.setUint32(4, 0, true)), 'PICTURE_DAMAGED'],
  ['a WebP without chunks', webpFile(), 'PICTURE_DAMAGED'],
  [
    'a WebP whose header and pixels differ',
    webpFile(extendedHeader(0, 65, 48), webpPixels(webp)),
    'PICTURE_DAMAGED',
    { offset: 12 },
  ],
  [
    'a WebP whose header promises a flood',
    webpFile(extendedHeader(0, 65_536, 65_536), webpPixels(webp)),
    'PICTURE_TOO_LARGE',
  ],
  [
    'a WebP whose pixels promise a flood',
    changed(webp, (v) => v.setUint32(26, 0x3fff3fff, true)),
    'PICTURE_TOO_LARGE',
  ],
  ['a WebP with two pictures', webpFile(webpPixels(webp), webpPixels(webp)), 'PICTURE_DAMAGED'],
  ['a WebP that moves', webpFile(extendedHeader(2, 64, 48), webpPixels(webp)), 'PICTURE_REFUSED'],
  [
    'a WebP with frames that it does not announce',
    webpFile(webpChunk('ANMF', webpPixels(webp))),
    'PICTURE_REFUSED',
  ],
  [
    'a WebP with a chunk longer than itself',
    webpFile(changed(webpChunk('EXIF', 'abcd'), (v) => v.setUint32(4, 0xffffffff, true))),
    'PICTURE_DAMAGED',
    { offset: 12 },
  ],
  [
    'a WebP with its header in the middle',
    webpFile(webpPixels(webp), extendedHeader(0, 64, 48)),
    'PICTURE_DAMAGED',
  ],
  [
    'a WebP with transparency and no header',
    webpFile(webpChunk('ALPH', 'abcd'), webpPixels(webp)),
    'PICTURE_DAMAGED',
  ],
  ['a WebP without a key frame', webpFile(webpChunk('VP8 ', new Uint8Array(20).fill(1))), 'PICTURE_DAMAGED'],
  [
    'a lossless WebP of another version',
    webpFile(webpChunk('VP8L', Uint8Array.of(0x2f, 1, 1, 1, 0xff))),
    'PICTURE_DAMAGED',
  ],
]

const strip = (bytes: Uint8Array) => stripPicture(pictureFormatOf(bytes) ?? 'png', bytes, DEFAULT_LIMITS)
const failureOf = async (work: Promise<unknown>): Promise<CleaningError | undefined> => {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof CleaningError) return error
    throw error
  }
}

describe('a hostile or broken picture is refused with its place', () => {
  it.each(REFUSED)('%s', async (_, bytes, code, details = {}) => {
    const error = await failureOf(strip(bytes))
    expect(error?.code).toBe(code)
    expect(error?.details).toMatchObject(details)
    expect(error?.hint).not.toBe('')
  })

  it('a picture with too many bytes', async () => {
    const error = await failureOf(stripPicture('png', png, { ...DEFAULT_LIMITS, pictureBytes: 100 }))
    expect(error?.code).toBe('PICTURE_TOO_LARGE')
  })

  it.each(Object.entries(hills))('a %s cut short anywhere', async (format, bytes) => {
    for (let length = 12; length < bytes.length; length++) {
      const error = await failureOf(
        stripPicture(format as PictureFormat, bytes.subarray(0, length), DEFAULT_LIMITS),
      )
      expect(error?.code).toBe('PICTURE_DAMAGED')
    }
  })
})
