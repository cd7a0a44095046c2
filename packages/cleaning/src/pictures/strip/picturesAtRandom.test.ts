import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CleaningError } from '../../errors.ts'
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
} from '../../testing/pictures.ts'
import { decodePicture } from '../codecs/decodePicture.ts'
import type { PictureFormat } from '../picture.ts'
import { concatBytes } from './bytes.ts'
import { stripPicture } from './stripPicture.ts'

const hills = await hillsInEveryFormat()
const { jpeg, png, webp } = hills

const mutations = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    kind: fc.constantFrom('change', 'insert', 'delete', 'copy'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  }),
  { minLength: 1, maxLength: 4 },
)

const mutate = (
  bytes: Uint8Array,
  changes: readonly { at: number; kind: string; bytes: Uint8Array }[],
): Uint8Array =>
  changes.reduce((before, { at, kind, bytes: inserted }) => {
    const place = Math.floor(at * before.length)
    const after = kind === 'insert' || kind === 'copy' ? place : place + inserted.length
    const middle =
      kind === 'delete' ? new Uint8Array() : kind === 'copy' ? before.subarray(place, place + 300) : inserted
    return concatBytes([before.subarray(0, place), middle, before.subarray(after)])
  }, bytes)

describe.each(Object.keys(hills) as PictureFormat[])('a %s changed at random', (format) => {
  const exif = cameraExif({ artist: 'A', serial: 'B', degrees: 1, orientation: 8 })
  const whole: Record<PictureFormat, Uint8Array> = {
    jpeg: withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exif)),
    png: withChunks(png, pngChunk('eXIf', exif), pngChunk('tEXt', 'Author\0A')),
    webp: webpFile(extendedHeader(8, 64, 48), webpPixels(webp), webpChunk('EXIF', exif)),
  }

  it('is stripped to something that strips to itself, or refused with a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        const bytes = mutate(whole[format], changes)
        const outcome = await stripPicture(format, bytes, DEFAULT_LIMITS).catch((error: unknown) => error)
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(CleaningError)
          return
        }
        const { bytes: stripped } = outcome as { bytes: Uint8Array }
        expect((await stripPicture(format, stripped, DEFAULT_LIMITS)).bytes).toEqual(stripped)
      }),
      { numRuns: 400, seed: 20_261_126 },
    )
  })

  it('is decoded, or refused with a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        const bytes = mutate(whole[format], changes)
        const work = stripPicture(format, bytes, { ...DEFAULT_LIMITS, pixels: 1_000_000 }).then(decodePicture)
        const outcome = await work.catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CleaningError)
      }),
      { numRuns: 100, seed: 20_261_126 },
    )
  })

  it('is refused with a typed error when it is nothing but noise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
        const bytes = concatBytes([whole[format].subarray(0, 12), noise])
        await expect(stripPicture(format, bytes, DEFAULT_LIMITS)).rejects.toBeInstanceOf(CleaningError)
      }),
      { numRuns: 200, seed: 20_261_126 },
    )
  })
})
