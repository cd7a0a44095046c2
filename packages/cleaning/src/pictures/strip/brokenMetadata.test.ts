import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../limits.ts'
import {
  cameraExif,
  extendedHeader,
  hillsInEveryFormat,
  jpegSegment,
  pngChunk,
  webpChunk,
  webpFile,
  webpPixels,
  withChunks,
  withSegments,
  xmpPacket,
} from '../../testing/pictures.ts'
import { decodePicture } from '../codecs/decodePicture.ts'
import { concatBytes, fromLatin1, viewOf } from './bytes.ts'
import { pictureFormatOf, stripPicture } from './stripPicture.ts'

const hills = await hillsInEveryFormat()
const { jpeg, png, webp } = hills

const strip = (bytes: Uint8Array) => stripPicture(pictureFormatOf(bytes) ?? 'png', bytes, DEFAULT_LIMITS)

/** Sixteen megabytes of nothing in a few kilobytes. */
const bomb = async (): Promise<Uint8Array> => {
  const { readable, writable } = new CompressionStream('deflate')
  const writer = writable.getWriter()
  writer.write(new Uint8Array(16 * 1024 * 1024))
  writer.close()
  return new Uint8Array(await new Response(readable).arrayBuffer())
}

const loops = (): Uint8Array => {
  const exif = cameraExif({ artist: 'A', serial: 'B', degrees: 1, orientation: 3 })
  // The directory after the first is the first; and the camera’s is too.
  const view = viewOf(exif)
  view.setUint32(8 + 2 + 12 * 6, 8)
  view.setUint32(8 + 2 + 12 * 4 + 8, 8)
  return exif
}
const counts = (): Uint8Array => {
  const exif = cameraExif({ artist: 'A', serial: 'B', degrees: 1, orientation: 3 })
  for (let i = 0; i < 6; i++) viewOf(exif).setUint32(8 + 2 + 12 * i + 4, 0xffffffff)
  viewOf(exif).setUint16(8, 0xffff)
  return exif
}

describe('what is beside the pixels is removed however broken it is', () => {
  const HARMLESS: [string, () => Uint8Array | Promise<Uint8Array>][] = [
    ['directories that lead in circles', () => withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', loops()))],
    [
      'fields that count four thousand million',
      () => withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', counts())),
    ],
    ['EXIF of two bytes', () => withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', 'MM'))],
    ['EXIF of nothing', () => withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0'))],
    [
      'XMP that laughs',
      () =>
        withSegments(
          jpeg,
          jpegSegment(
            0xe1,
            'http://ns.adobe.com/xap/1.0/\0',
            '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>&b;',
          ),
        ),
    ],
    [
      'XMP that opens and never closes',
      () =>
        withSegments(jpeg, jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', '<dc:creator'.repeat(4000))),
    ],
    [
      'IPTC that is cut short',
      () => withSegments(jpeg, jpegSegment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\xff\xff\x1c\x02')),
    ],
    [
      'a colour profile that counts too much',
      () => withSegments(jpeg, jpegSegment(0xe2, 'ICC_PROFILE\0\x01\xff', new Uint8Array(132).fill(255))),
    ],
    [
      'a colour profile in part 255 of 1',
      () => withSegments(jpeg, jpegSegment(0xe2, 'ICC_PROFILE\0\xff\x01', 'x')),
    ],
    ['a JPEG with fill before its markers', () => withSegments(jpeg, new Uint8Array(500).fill(255))],
    ['a web page behind the end', () => concatBytes([jpeg, fromLatin1('<html><script>alert(1)</script>')])],
    ['a second picture behind the end', () => concatBytes([jpeg, jpeg])],
    [
      'a bomb in a compressed text',
      async () => withChunks(png, pngChunk('zTXt', concatBytes([fromLatin1('Author\0\0'), await bomb()]))),
    ],
    [
      'a bomb in a colour profile',
      async () => withChunks(png, pngChunk('iCCP', concatBytes([fromLatin1('p\0\0'), await bomb()]))),
    ],
    [
      'a compressed text that is none',
      () => withChunks(png, pngChunk('zTXt', 'Author\0\0nothing of the kind')),
    ],
    ['a text without a name', () => withChunks(png, pngChunk('tEXt', 'no end of the name'))],
    ['an international text that ends too soon', () => withChunks(png, pngChunk('iTXt', 'Author\0\x01'))],
    ['EXIF in circles in a PNG', () => withChunks(png, pngChunk('eXIf', loops()))],
    ['a zip behind the end of a PNG', () => concatBytes([png, fromLatin1('PK\x03\x04')])],
    ['a script in a comment', () => withChunks(png, pngChunk('tEXt', 'Comment\0<script>alert(1)</script>'))],
    [
      'JPEG’s signature before WebP’s EXIF',
      () =>
        webpFile(
          extendedHeader(8, 64, 48),
          webpPixels(webp),
          webpChunk('EXIF', concatBytes([fromLatin1('Exif\0\0'), loops()])),
        ),
    ],
    ['flags for what a WebP does not have', () => webpFile(extendedHeader(0x2c, 64, 48), webpPixels(webp))],
    ['words behind the end of a WebP', () => concatBytes([webp, fromLatin1('%PDF-1.7')])],
    [
      'XMP of half a megabyte',
      () =>
        webpFile(
          extendedHeader(4, 64, 48),
          webpPixels(webp),
          webpChunk('XMP ', xmpPacket('x'.repeat(500_000))),
        ),
    ],
  ]

  it.each(HARMLESS)('%s', async (_, make) => {
    const bytes = await make()
    const { format, bytes: stripped, removed, orientation } = await strip(bytes)
    const plain = await strip(hills[format])
    expect((await decodePicture({ ...plain, bytes: stripped })).data).toEqual(
      (await decodePicture(plain)).data,
    )
    if (orientation === 1) expect(stripped).toEqual(plain.bytes)
    else expect(stripped.length).toBeLessThan(plain.bytes.length + 60)
    expect((await strip(stripped)).bytes).toEqual(stripped)
    for (const { what } of removed) expect(what).not.toBe('')
  })
})
