import { decodePicture } from '@usufruct/cleaning/pictures/codecs/decodePicture'
import { encodePicture } from '@usufruct/cleaning/pictures/codecs/encodePicture'
import { mirroredHash, perceptualHash } from '@usufruct/cleaning/pictures/hash/perceptualHash'
import { hammingDistance, NEAR_BITS } from '@usufruct/cleaning/pictures/hash/pictureIndex'
import type { Pixels } from '@usufruct/cleaning/pictures/picture'
import { resample } from '@usufruct/cleaning/pictures/resample'
import { turnUpright } from '@usufruct/cleaning/pictures/turnUpright'
import { drawHills } from '@usufruct/cleaning/testing/pictures'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { nearMatches, picturePrintKeys, picturePrints } from '../../db/nearSchema.ts'
import { id, openLentRows } from '../../testing/lentRows.ts'
import { forgetPrints } from './forgetPrints.ts'

let dao: Awaited<ReturnType<typeof openLentRows>>
beforeAll(async () => {
  dao = await openLentRows()
}, 60_000)
afterAll(() => dao.close())
beforeEach(() => dao.empty())

const asRow = (pixels: Pixels) => ({ picture: perceptualHash(pixels) as string })
const asRows = (hashes: readonly string[]) => hashes.map((picture) => ({ picture }))

const reencoded = async (pixels: Pixels) => {
  const { width, height } = pixels
  return decodePicture({ format: 'jpeg', width, height, bytes: await encodePicture('jpeg', pixels) })
}

test('a picture that was encoded again, scaled or mirrored is told to whoever committed later', async () => {
  const own = [1, 2, 3].map((seed) => drawHills(160, 120, seed)) as [Pixels, Pixels, Pixels]
  const copies = [await reencoded(own[0]), resample(own[1], 90, 68), turnUpright(own[2], 2)]
  await dao.register('first', 1)
  await dao.register('second', 2)
  await dao.register('elsewhere', 3)
  await dao.cleaned('second', [...copies.map(asRow), asRow(drawHills(160, 120, 9))])
  await dao.cleaned('first', own.map(asRow))
  await dao.cleaned('elsewhere', own.map(asRow), 'another dataset')
  expect([await dao.near('first'), await dao.near('second'), await dao.near('elsewhere')]).toEqual([0, 3, 0])
  const matches = await dao.ctx.db.select().from(nearMatches)
  expect(matches.map(({ row, earlierRow }) => [row, earlierRow]).sort()).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ])
  for (const { similarity } of matches) expect(similarity).toBeGreaterThanOrEqual(843)
})

/** Numbers at random that are the same in each run. */
const mulberry = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

test('the index finds exactly what comparing every pair finds', async () => {
  const random = mulberry(7)
  const anyHash = () => Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('')
  const flipped = (hash: string, bits: number) => {
    const at = new Set<number>()
    while (at.size < bits) at.add(Math.floor(random() * 64))
    const turned = [...at].reduce((mask, bit) => mask ^ (1n << BigInt(bit)), BigInt(`0x${hash}`))
    return turned.toString(16).padStart(16, '0')
  }
  const theirs = Array.from({ length: 60 }, anyHash)
  // Around the limit, where an index that looks at too little shows.
  const mine = theirs.map((hash, i) => flipped(i % 2 ? hash : mirroredHash(hash), 8 + (i % 5)))
  await dao.register('first', 1)
  await dao.register('second', 2)
  await dao.cleaned('first', asRows(theirs))
  await dao.cleaned('second', asRows(mine))
  const wanted = mine.flatMap((hash, row) =>
    theirs.some(
      (other) =>
        Math.min(hammingDistance(hash, other), hammingDistance(mirroredHash(hash), other)) <= NEAR_BITS,
    )
      ? [row]
      : [],
  )
  expect(wanted).toHaveLength(36)
  const found = (await dao.ctx.db.select().from(nearMatches)).map(({ row }) => row)
  expect(found.sort((a, b) => a - b)).toEqual(wanted)
})

test('what was taken back leaves the index', async () => {
  const [one, two] = [drawHills(160, 120, 1), drawHills(160, 120, 2)].map(asRow) as [
    { picture: string },
    { picture: string },
  ]
  await dao.register('gone', 1)
  await dao.register('stays', 2)
  await dao.cleaned('gone', [one, two])
  await dao.cleaned('stays', [asRow(await reencoded(drawHills(160, 120, 1)))])
  expect(await dao.near('stays')).toBe(1)
  await dao.withdraw('gone')
  await forgetPrints(dao.ctx)
  const kept = await dao.ctx.db.select().from(picturePrints)
  expect(kept.map(({ contribution }) => contribution)).toEqual([id('stays')])
  expect(await dao.ctx.db.select().from(picturePrintKeys)).toHaveLength(4)
  expect(await dao.ctx.db.select().from(nearMatches)).toEqual([])
})
