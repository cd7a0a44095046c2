import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { clean } from '../clean.ts'
import { inspectFile } from '../inspectFile.ts'
import { DEFAULT_LIMITS } from '../limits.ts'
import {
  cameraExif,
  drawFace,
  drawHills,
  encodeHills,
  jpegSegment,
  withSegments,
} from '../testing/pictures.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { decodePicture } from './codecs/decodePicture.ts'
import { encodePicture } from './codecs/encodePicture.ts'
import type { Orientation, Pixels } from './picture.ts'
import { pixelate } from './pixelate.ts'
import { concatBytes, fromLatin1 } from './strip/bytes.ts'
import { stripPicture } from './strip/stripPicture.ts'
import { turnUpright } from './turnUpright.ts'

const source = (name: string, bytes: Uint8Array) => ({ name, bytes })
const exif = (orientation: number) =>
  jpegSegment(0xe1, 'Exif\0\0', cameraExif({ artist: 'Ann', serial: 'SN1', degrees: 48, orientation }))
const rowsOf = (ndjson: Uint8Array): Record<string, unknown>[] =>
  new TextDecoder()
    .decode(ndjson)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a picture that is lent', () => {
  it('becomes one row with its measures, its hashes and its stripped bytes', async () => {
    const jpeg = await encodeHills('jpeg', 160, 120)
    const { ndjson, inspection, rows } = await clean(source('IMG_1.jpg', withSegments(jpeg, exif(1))))
    expect(rows).toBe(1)
    expect(inspection).toMatchObject({ kind: 'image', format: 'jpeg', encoding: 'binary', findings: [] })
    expect(rowsOf(ndjson)).toEqual([
      {
        height: 120,
        media_type: 'image/jpeg',
        perceptual_hash: expect.stringMatching(/^[0-9a-f]{16}$/),
        picture: Buffer.from(jpeg).toString('base64'),
        sha256: bytesToHex(sha256(jpeg)),
        width: 160,
      },
    ])
    expect(inspection.pictureFindings).toEqual([
      {
        id: 'r1:gps:0',
        type: 'gps',
        where: { row: 1, tags: ['GPS'] },
        action: 'strip',
        excerpt: 'GPS position',
      },
      expect.objectContaining({ id: 'r1:metadata:1', type: 'metadata', action: 'strip' }),
    ])
    expect(inspection.rights).toEqual([
      { kind: 'authorship', where: { row: 1, tag: 'EXIF Artist' }, text: 'Ann' },
      { kind: 'copyright', where: { row: 1, tag: 'EXIF Copyright' }, text: '(c) Ann' },
    ])
    expect(JSON.stringify(inspection.report)).not.toContain('Ann')
  })

  it('is measured the way it is seen', async () => {
    const jpeg = withSegments(await encodeHills('jpeg', 160, 120), exif(6))
    const [row] = rowsOf((await clean(source('a.jpg', jpeg))).ndjson)
    expect(row).toMatchObject({ width: 120, height: 160 })
  })

  it('comes out of a second cleaning unchanged, as rows and as report on content', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const first = await clean(source('a', await encodeHills(format, 80, 60)))
      const second = await clean(source('a.jsonl', first.ndjson))
      expect(second.inspection).toMatchObject({ kind: 'image', format: 'jsonl', encoding: 'utf-8' })
      expect(second.contentHash).toBe(first.contentHash)
      expect(second.ndjson).toEqual(first.ndjson)
    }
  })

  it('is recognised by what it is and not by its name', async () => {
    const { format } = await inspectFile(source('table.csv', await encodeHills('png')))
    expect(format).toBe('png')
  })

  it('is cast to the columns of a dataset, and refused by one that takes none', async () => {
    const png = source('a.png', await encodeHills('png', 64, 48))
    const picture = { name: 'picture', type: 'string', nullable: false } as const
    const width = { name: 'Width', type: 'integer', nullable: false } as const
    const { ndjson } = await clean(png, {}, { dataset: [width, picture] })
    expect(Object.keys(rowsOf(ndjson)[0] ?? {})).toEqual(['Width', 'picture'])
    await expect(clean(png, {}, { dataset: [width] })).rejects.toMatchObject({ code: 'SCHEMA_MISMATCH' })
    const small = await clean(png, {}, { dataset: [{ ...width, max: 10 }, picture] }).catch((error) => error)
    expect(small.code).toBe('NO_RECORDS')
  })

  it('must not be more than a limit says', async () => {
    const png = source('a.png', await encodeHills('png', 64, 48))
    const refusal = { code: 'PICTURE_TOO_LARGE' }
    await expect(clean(png, {}, { limits: { pixels: 64 * 48 - 1 } })).rejects.toMatchObject(refusal)
    await expect(clean(png, {}, { limits: { pictureBytes: 100 } })).rejects.toMatchObject(refusal)
  })
})

describe('rows of pictures', () => {
  const lines = async () => {
    const rows: Uint8Array[] = []
    for (const [format, seed] of [
      ['png', 1],
      ['jpeg', 1],
      ['png', 2],
      ['png', 1],
    ] as const) {
      rows.push((await clean(source('a', await encodeHills(format, 80, 60, seed)))).ndjson)
    }
    return rows
  }

  it('that show the same are told, exactly or nearly', async () => {
    const { inspection } = await clean(source('a.jsonl', concatBytes(await lines())))
    expect(inspection.duplicates).toEqual({ exact: 1, near: 1 })
    expect(inspection.nearDuplicates).toEqual([{ row: 2, earlier: 1, similarity: expect.any(Number) }])
  })

  it('that hold no picture are set aside, and the others are taken', async () => {
    const [first, , third] = await lines()
    const broken = fromLatin1(
      '{"height":1,"media_type":"image/png","picture":"iVBORw0KGgoAAAA=","width":1}\n',
    )
    const rows = concatBytes([first as Uint8Array, broken, fromLatin1('nonsense\n'), third as Uint8Array])
    const { inspection } = await clean(source('a.jsonl', rows))
    expect(inspection.rows).toBe(2)
    expect(inspection.invalid.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
      '2 damaged-picture',
      '3 damaged-picture',
    ])
  })
})

describe('what can be seen in a picture', () => {
  it('is lent with a flag, or kept, as its owner says', async () => {
    const bytes = await encodePicture('jpeg', drawFace(320, 240, 120, 60, 110))
    const flagged = await clean(source('a', bytes))
    const [face] = flagged.inspection.pictureFindings ?? []
    expect(face).toMatchObject({ type: 'face', action: 'flag', where: { row: 1 } })
    expect(flagged.inspection.report.body.pictures?.findings).toEqual([
      { type: 'face', action: 'flag', count: 1 },
    ])
    const kept = await clean(source('a', bytes), { keep: [face?.id ?? ''] })
    expect(kept.inspection.pictureFindings?.[0]?.action).toBe('keep')
    expect(kept.contentHash).toBe(flagged.contentHash)
    const covered = await clean(source('a', bytes), { cover: [face?.id ?? ''] })
    expect(covered.inspection.report.body.pictures?.covered).toEqual([face?.id])
    expect(covered.contentHash).not.toBe(flagged.contentHash)
  })

  it.each(['jpeg', 'png', 'webp'] as const)('is seen no more in a %s once it is covered', async (format) => {
    const bytes = await encodePicture(format, drawFace(320, 240, 120, 60, 110))
    const covered = await clean(source('a', bytes), { coverAll: ['face'] })
    expect(covered.inspection.pictureFindings?.[0]).toMatchObject({ type: 'face', action: 'cover' })
    const again = await clean(source('a.jsonl', covered.ndjson))
    expect(again.inspection.pictureFindings).toEqual([])
    expect(again.contentHash).toBe(covered.contentHash)
  })

  it('cannot be chosen where it is not', async () => {
    const png = source('a.png', await encodeHills('png'))
    await expect(clean(png, { cover: ['r1:face:1,2,3,4'] })).rejects.toMatchObject({
      code: 'UNKNOWN_FINDING',
    })
  })

  it('is a few tiles of its mean colours when it is covered', () => {
    const picture = drawHills(100, 80)
    const covered = pixelate(picture, [[20, 20, 40, 40]])
    const colours = (pixels: Pixels, x0: number, y0: number, x1: number, y1: number) => {
      const seen = new Set<string>()
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++)
          seen.add(pixels.data.subarray(4 * (y * 100 + x), 4 * (y * 100 + x) + 4).join())
      }
      return seen.size
    }
    expect(colours(picture, 14, 14, 66, 66)).toBeGreaterThan(300)
    expect(colours(covered, 14, 14, 66, 66)).toBeLessThanOrEqual(25)
    expect([...covered.data.subarray(0, 4 * 100 * 14)]).toEqual([...picture.data.subarray(0, 4 * 100 * 14)])
  })
})

describe('turning a picture', () => {
  // Two columns and one row: a, b. What each orientation shows of it, row by row.
  const stored: Pixels = { width: 3, height: 2, data: new Uint8ClampedArray(24) }
  for (let i = 0; i < 6; i++) stored.data[4 * i] = i
  const SHOWN: Record<Orientation, number[][]> = {
    1: [
      [0, 1, 2],
      [3, 4, 5],
    ],
    2: [
      [2, 1, 0],
      [5, 4, 3],
    ],
    3: [
      [5, 4, 3],
      [2, 1, 0],
    ],
    4: [
      [3, 4, 5],
      [0, 1, 2],
    ],
    5: [
      [0, 3],
      [1, 4],
      [2, 5],
    ],
    6: [
      [3, 0],
      [4, 1],
      [5, 2],
    ],
    7: [
      [5, 2],
      [4, 1],
      [3, 0],
    ],
    8: [
      [2, 5],
      [1, 4],
      [0, 3],
    ],
  }

  it.each(Object.entries(SHOWN))('with orientation %s shows it as EXIF says', (orientation, rows) => {
    const { width, height, data } = turnUpright(stored, Number(orientation) as Orientation)
    expect([width, height]).toEqual([rows[0]?.length, rows.length])
    expect(Array.from({ length: 6 }, (_, i) => data[4 * i])).toEqual(rows.flat())
  })
})

it('gives every runtime the same pixels', async () => {
  const hashes: string[] = []
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const picture = await stripPicture(format, await encodeHills(format, 48, 36, 5), DEFAULT_LIMITS)
    const { data } = await decodePicture(picture)
    hashes.push(
      `${format} ${bytesToHex(sha256(picture.bytes)).slice(0, 16)} ${bytesToHex(sha256(new Uint8Array(data))).slice(0, 16)}`,
    )
  }
  expect(hashes).toMatchInlineSnapshot(`
    [
      "jpeg 4511fa412eae1952 92208878038cfdba",
      "png acc7ce88ba82af9f 268ae1dddf309ae0",
      "webp 415aef0f0bce1af0 5a020621d537ce71",
    ]
  `)
})

it('writes base64 that reads back, and reads no other', () => {
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length * 13) & 255)
    const text = new TextDecoder().decode(encodeBase64(bytes))
    expect(text).toBe(Buffer.from(bytes).toString('base64'))
    expect(decodeBase64(text)).toEqual(bytes)
  }
  for (const wrong of ['a', 'ab=', 'a===', 'ab=c', 'a-_b', 'ab==ab==', 'äöüß', 'AB==', 'AAB=']) {
    expect(decodeBase64(wrong)).toBeUndefined()
  }
})
