import { describe, expect, it } from 'vitest'
import { drawHills } from '../../testing/pictures.ts'
import { decodePicture } from '../codecs/decodePicture.ts'
import { encodePicture } from '../codecs/encodePicture.ts'
import type { Pixels } from '../picture.ts'
import { resample } from '../resample.ts'
import { turnUpright } from '../turnUpright.ts'
import { mirroredHash, perceptualHash } from './perceptualHash.ts'
import { createPictureIndex, hammingDistance, NEAR_BITS, nearBands } from './pictureIndex.ts'

const hashOf = (pixels: Pixels): string => {
  const hash = perceptualHash(pixels)
  if (hash === null) throw new Error('the picture has no hash')
  return hash
}
const hills = drawHills(160, 120, 3)

const cropped = ({ width, height, data }: Pixels, edge: number): Pixels => {
  const [w, h] = [width - 2 * edge, height - 2 * edge]
  const cut = new Uint8ClampedArray(w * h * 4)
  for (let y = 0; y < h; y++) {
    const from = 4 * ((y + edge) * width + edge)
    cut.set(data.subarray(from, from + 4 * w), 4 * y * w)
  }
  return { width: w, height: h, data: cut }
}

describe('the hash of a picture', () => {
  it('is these bits on every machine', () => {
    expect([1, 2, 3].map((seed) => perceptualHash(drawHills(97, 61, seed)))).toMatchInlineSnapshot(`
      [
        "d059424a0fa1014a",
        "15eeef97bf29d63a",
        "759151268d0035d8",
      ]
    `)
  })

  it('hardly changes with its size, its encoding, or a little of its edge', async () => {
    const hash = hashOf(hills)
    const jpeg = await encodePicture('jpeg', hills)
    const { width, height } = hills
    const again = await decodePicture({ format: 'jpeg', width, height, bytes: jpeg })
    expect(hammingDistance(hash, hashOf(again))).toBeLessThanOrEqual(2)
    expect(hammingDistance(hash, hashOf(resample(hills, 80, 60)))).toBeLessThanOrEqual(4)
    expect(hammingDistance(hash, hashOf(cropped(hills, 2)))).toBeLessThanOrEqual(NEAR_BITS)
  })

  it('of the mirrored picture follows from it, to the bit', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const picture = drawHills(61 + seed, 47, seed)
      expect(mirroredHash(hashOf(picture))).toBe(hashOf(turnUpright(picture, 2)))
      expect(mirroredHash(mirroredHash(hashOf(picture)))).toBe(hashOf(picture))
    }
  })

  it('differs in about half of its bits from that of another picture', () => {
    const hashes = Array.from({ length: 40 }, (_, i) => hashOf(drawHills(90, 60, 1000 + i)))
    for (const [i, hash] of hashes.entries()) {
      for (const other of hashes.slice(0, i)) expect(hammingDistance(hash, other)).toBeGreaterThan(NEAR_BITS)
    }
  })

  it('is none for a picture with nothing in it', () => {
    const blank = (shade: number) => ({
      width: 40,
      height: 30,
      data: new Uint8ClampedArray(4800).fill(shade),
    })
    expect(perceptualHash(blank(255))).toBeNull()
    expect(perceptualHash(blank(7))).toBeNull()
  })

  it('can be had of pictures of one pixel and of one line', () => {
    const line = drawHills(200, 1)
    expect(hashOf(line)).toMatch(/^[0-9a-f]{16}$/)
    expect(perceptualHash({ width: 1, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255) })).toBeNull()
  })
})

describe('the index of pictures', () => {
  const random = (seed: number) => {
    let state = seed
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state
    }
  }
  const flipped = (hash: string, bits: readonly number[]): string => {
    const digits = [...hash].map((digit) => Number.parseInt(digit, 16))
    for (const bit of bits) digits[bit >> 2] = (digits[bit >> 2] as number) ^ (1 << (bit & 3))
    return digits.map((digit) => digit.toString(16)).join('')
  }

  it('finds exactly what comparing with all finds, also mirrored', () => {
    const next = random(5)
    const hashes: string[] = []
    for (let i = 0; i < 400; i++) {
      const fresh = next().toString(16).padStart(8, '0') + next().toString(16).padStart(8, '0')
      const near = hashes[next() % Math.max(1, hashes.length)] ?? fresh
      const bits = Array.from({ length: next() % 14 }, () => next() % 64)
      hashes.push(i % 3 === 0 ? fresh : flipped(i % 3 === 1 ? near : mirroredHash(near), bits))
    }
    const index = createPictureIndex<number>()
    let found = 0
    for (const [i, hash] of hashes.entries()) {
      const expected = hashes.slice(0, i).flatMap((other, id) => {
        const plain = hammingDistance(hash, other)
        const turned = hammingDistance(mirroredHash(hash), other)
        const distance = Math.min(plain, turned)
        return distance <= NEAR_BITS ? [{ id, distance, mirrored: turned < plain }] : []
      })
      expected.sort((a, b) => a.distance - b.distance || a.id - b.id)
      expect(index.add(i, hash)).toEqual(expected)
      found += expected.length
    }
    expect(found).toBeGreaterThan(200)
  })

  it('asks a database for 137 values of each of four bands', () => {
    const bands = nearBands(0xabcd)
    expect(new Set(bands).size).toBe(137)
    expect(bands).toContain(0xabcd)
    expect(bands).toContain(0xabcd ^ 0x8001)
  })
})
