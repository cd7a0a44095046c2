import { crc32 } from '../archive/crc32.ts'
import { encodePicture } from '../pictures/codecs/encodePicture.ts'
import type { PictureFormat, Pixels } from '../pictures/picture.ts'
import { concatBytes, fromLatin1, latin1, viewOf } from '../pictures/strip/bytes.ts'

/** A picture of hills, with large shapes and small ones, that is the same on every machine. */
export const drawHills = (width: number, height: number, seed = 1): Pixels => {
  const data = new Uint8ClampedArray(width * height * 4)
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
  const hills = Array.from({ length: 12 }, () => ({
    x: random() * width,
    y: random() * height,
    radius: (0.1 + 0.4 * random()) * width,
    colour: [255 * random(), 255 * random(), 255 * random()],
  }))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x)
      for (const { x: cx, y: cy, radius, colour } of hills) {
        const near = 1 - ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (radius * radius)
        if (near <= 0) continue
        for (let c = 0; c < 3; c++) {
          const before = data[at + c] as number
          data[at + c] = before + ((colour[c] as number) - before) * near
        }
      }
      data[at + 3] = 255
    }
  }
  return { width, height, data }
}

/** A face as a child draws it, which is enough of one for the detector. */
export const drawFace = (width: number, height: number, left: number, top: number, size: number): Pixels => {
  const picture = drawHills(width, height, 9)
  const ellipse = (cx: number, cy: number, rx: number, ry: number, colour: readonly number[]) => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const u = (x - left) / size
        const v = (y - top) / size
        const away = ((u - cx) / rx) ** 2 + ((v - cy) / ry) ** 2
        if (away < 1) picture.data.set([...colour, 255], 4 * (y * width + x))
      }
    }
  }
  ellipse(0.5, 0.42, 0.48, 0.62, [60, 40, 30])
  ellipse(0.5, 0.55, 0.4, 0.52, [224, 180, 155])
  for (const x of [0.34, 0.66]) {
    ellipse(x, 0.36, 0.11, 0.03, [70, 45, 35])
    ellipse(x, 0.46, 0.09, 0.045, [245, 240, 235])
    ellipse(x, 0.46, 0.04, 0.045, [40, 25, 20])
  }
  ellipse(0.5, 0.62, 0.05, 0.1, [205, 155, 130])
  ellipse(0.5, 0.7, 0.07, 0.025, [150, 95, 80])
  ellipse(0.5, 0.82, 0.15, 0.04, [170, 70, 70])
  return picture
}

export const encodeHills = (format: PictureFormat, width = 64, height = 48, seed = 1): Promise<Uint8Array> =>
  encodePicture(format, drawHills(width, height, seed))

export const hillsInEveryFormat = async (): Promise<Record<PictureFormat, Uint8Array>> => ({
  jpeg: await encodeHills('jpeg'),
  png: await encodeHills('png'),
  webp: await encodeHills('webp'),
})

type Field = { tag: number; type: number; count: number; value: Uint8Array }

const ascii = (tag: number, text: string): Field => {
  const value = new TextEncoder().encode(`${text}\0`)
  return { tag, type: 2, count: value.length, value }
}
const short = (tag: number, number: number): Field => ({
  tag,
  type: 3,
  count: 1,
  value: Uint8Array.of(number >> 8, number & 255),
})
const rationals = (tag: number, ...numbers: number[]): Field => {
  const value = new Uint8Array(8 * numbers.length)
  numbers.forEach((number, i) => {
    viewOf(value).setUint32(8 * i, number)
    viewOf(value).setUint32(8 * i + 4, 1)
  })
  return { tag, type: 5, count: numbers.length, value }
}

/** An IFD at an offset, its long values behind it. */
const directory = (at: number, fields: readonly Field[], next = 0): Uint8Array => {
  const head = new Uint8Array(2 + 12 * fields.length + 4)
  const view = viewOf(head)
  view.setUint16(0, fields.length)
  const values: Uint8Array[] = []
  let end = at + head.length
  fields.forEach(({ tag, type, count, value }, i) => {
    const entry = 2 + 12 * i
    view.setUint16(entry, tag)
    view.setUint16(entry + 2, type)
    view.setUint32(entry + 4, count)
    if (value.length <= 4) head.set(value, entry + 8)
    else {
      view.setUint32(entry + 8, end)
      values.push(value)
      end += value.length
    }
  })
  view.setUint32(head.length - 4, next)
  return concatBytes([head, ...values])
}

const pointer = (tag: number, at: number): Field => {
  const value = new Uint8Array(4)
  viewOf(value).setUint32(0, at)
  return { tag, type: 4, count: 1, value }
}

/** A camera's EXIF: who, where, when, with which device, and which way up. */
export const cameraExif = (planted: {
  artist: string
  serial: string
  degrees: number
  orientation: number
}): Uint8Array => {
  const gps = (at: number) =>
    directory(at, [
      ascii(1, 'N'),
      rationals(2, planted.degrees, 30, 15),
      ascii(3, 'E'),
      rationals(4, 10, 0, 3),
    ])
  const exif = (at: number) =>
    directory(at, [ascii(36867, '2024:05:17 10:11:12'), ascii(42033, planted.serial)])
  const first = (exifAt: number, gpsAt: number) =>
    directory(8, [
      ascii(271, 'Maker'),
      short(274, planted.orientation),
      ascii(315, planted.artist),
      ascii(33432, `(c) ${planted.artist}`),
      pointer(34665, exifAt),
      pointer(34853, gpsAt),
    ])
  const exifAt = 8 + first(0, 0).length
  const gpsAt = exifAt + exif(exifAt).length
  return concatBytes([fromLatin1('MM\0*\0\0\0\x08'), first(exifAt, gpsAt), exif(exifAt), gps(gpsAt)])
}

export const xmpPacket = (artist: string): string =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>` +
  `<rdf:Description exif:GPSLatitude="48,8N" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING">` +
  `<dc:creator><rdf:Seq><rdf:li>${artist}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

/** Photoshop's block with an IPTC record: a by-line and a city. */
export const iptcBlock = (artist: string): Uint8Array => {
  const set = (number: number, text: string) =>
    concatBytes([Uint8Array.of(0x1c, 2, number, 0, text.length), fromLatin1(text)])
  const record = concatBytes([set(80, artist), set(90, 'Freiburg')])
  const padded = concatBytes([record, new Uint8Array(record.length % 2)])
  return concatBytes([
    fromLatin1('Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0'),
    Uint8Array.of(record.length),
    padded,
  ])
}

/** A colour profile of primaries and curves with a name, a serial number and a copyright line in it. */
export const wordyProfile = (words: string): Uint8Array => {
  const xyz = (x: number) => {
    const value = new Uint8Array(20)
    value.set(fromLatin1('XYZ '))
    viewOf(value).setUint32(8, x)
    return value
  }
  const curve = concatBytes([fromLatin1('curv\0\0\0\0\0\0\0\x01\x02\x33'), new Uint8Array(2)])
  const text = concatBytes([fromLatin1(`text\0\0\0\0${words}\0`), new Uint8Array(3)])
  const tags: [string, Uint8Array][] = [
    ['cprt', text],
    ['desc', text],
    ['mmod', text],
    ['wtpt', xyz(1)],
    ['rXYZ', xyz(2)],
    ['gXYZ', xyz(3)],
    ['bXYZ', xyz(4)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  const head = new Uint8Array(132 + 12 * tags.length)
  head.set(fromLatin1('mntrRGB XYZ '), 12)
  head.set(fromLatin1('acsp'), 36)
  head[8] = 2
  head.set(fromLatin1(words.slice(0, 4)), 48)
  const view = viewOf(head)
  view.setUint32(128, tags.length)
  let at = head.length
  tags.forEach(([name, value], i) => {
    head.set(fromLatin1(name), 132 + 12 * i)
    view.setUint32(136 + 12 * i, at)
    view.setUint32(140 + 12 * i, value.length)
    at += value.length
  })
  view.setUint32(0, at)
  return concatBytes([head, ...tags.map(([, value]) => value)])
}

export const jpegSegment = (marker: number, ...data: (string | Uint8Array)[]): Uint8Array => {
  const body = concatBytes(data.map((part) => (typeof part === 'string' ? fromLatin1(part) : part)))
  return concatBytes([Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255), body])
}

/** Segments right behind the start of a JPEG. */
export const withSegments = (jpeg: Uint8Array, ...segments: Uint8Array[]): Uint8Array =>
  concatBytes([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])

export const pngChunk = (type: string, data: string | Uint8Array): Uint8Array => {
  const body = typeof data === 'string' ? fromLatin1(data) : data
  const chunk = concatBytes([new Uint8Array(4), fromLatin1(type), body, new Uint8Array(4)])
  viewOf(chunk).setUint32(0, body.length)
  viewOf(chunk).setUint32(8 + body.length, crc32(chunk.subarray(4, 8 + body.length)))
  return chunk
}

/** Chunks right behind the header of a PNG. */
export const withChunks = (png: Uint8Array, ...chunks: Uint8Array[]): Uint8Array =>
  concatBytes([png.subarray(0, 33), ...chunks, png.subarray(33)])

export const webpChunk = (type: string, data: string | Uint8Array): Uint8Array => {
  const body = typeof data === 'string' ? fromLatin1(data) : data
  const chunk = concatBytes([fromLatin1(type), new Uint8Array(4), body, new Uint8Array(body.length % 2)])
  viewOf(chunk).setUint32(4, body.length, true)
  return chunk
}

export const webpFile = (...chunks: Uint8Array[]): Uint8Array => {
  const file = concatBytes([fromLatin1('RIFF\0\0\0\0WEBP'), ...chunks])
  viewOf(file).setUint32(4, file.length - 8, true)
  return file
}

/** The chunk of a simple WebP that holds its pixels. */
export const webpPixels = (webp: Uint8Array): Uint8Array => {
  for (let at = 12; at < webp.length; ) {
    const size = viewOf(webp).getUint32(at + 4, true)
    if (latin1(webp, at, at + 3) === 'VP8' && webp[at + 3] !== 0x58)
      return webp.subarray(at, at + 8 + size + (size % 2))
    at += 8 + size + (size % 2)
  }
  throw new Error('there are no pixels in it')
}

export const extendedHeader = (flags: number, width: number, height: number): Uint8Array => {
  const data = new Uint8Array(10)
  data[0] = flags
  viewOf(data).setUint16(4, width - 1, true)
  viewOf(data).setUint16(7, height - 1, true)
  return webpChunk('VP8X', data)
}
