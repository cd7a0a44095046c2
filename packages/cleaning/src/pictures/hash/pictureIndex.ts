import { mirroredHash, type PerceptualHash } from './perceptualHash.ts'

/** Bits in which two hashes of the same picture may differ; those of different pictures differ in about 32. */
export const NEAR_BITS = 10

const BANDS = 4
// By the pigeonhole principle: of ten bits in four bands, one band has at most two.
const PER_BAND = Math.floor(NEAR_BITS / BANDS)

/** The hash in four parts of sixteen bits: what a database indexes, one row each. */
export const bandsOf = (hash: PerceptualHash): number[] =>
  Array.from({ length: BANDS }, (_, band) => Number.parseInt(hash.slice(4 * band, 4 * band + 4), 16))

const flips = (bits: number, most: number): number[] =>
  most === 0 || bits === 0
    ? [0]
    : [...flips(bits - 1, most), ...flips(bits - 1, most - 1).map((mask) => mask | (1 << (bits - 1)))]

const MASKS = flips(16, PER_BAND)

/** What a band of a near hash can be: 137 values, for `band = ANY(…)`. Whatever that finds is then compared whole. */
export const nearBands = (band: number): number[] => MASKS.map((mask) => band ^ mask)

const ones = (word: number): number => {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}

const distanceOfBands = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, band, i) => sum + ones(band ^ (b[i] as number)), 0)

export const hammingDistance = (a: PerceptualHash, b: PerceptualHash): number =>
  distanceOfBands(bandsOf(a), bandsOf(b))

export type NearPicture<Id> = { id: Id; distance: number; mirrored: boolean }

/**
 * Pictures that look alike, also mirrored, in order of arrival: `add` tells which of the earlier ones a picture is
 * near to, nearest first, and then keeps it. Multi-index hashing (Norouzi, Punjani and Fleet, CVPR 2012), exact:
 * what is within `NEAR_BITS` is always found.
 */
export const createPictureIndex = <Id>() => {
  const kept: { id: Id; bands: number[] }[] = []
  const byBand = Array.from({ length: BANDS }, () => new Map<number, number[]>())

  const search = (hash: PerceptualHash, mirrored: boolean, found: Map<number, NearPicture<Id>>) => {
    const bands = bandsOf(hash)
    for (const [i, places] of byBand.entries()) {
      for (const band of nearBands(bands[i] as number)) {
        for (const at of places.get(band) ?? []) {
          const { id, bands: theirs } = kept[at] as (typeof kept)[number]
          const distance = distanceOfBands(bands, theirs)
          if (distance <= NEAR_BITS && distance < (found.get(at)?.distance ?? 65)) {
            found.set(at, { id, distance, mirrored })
          }
        }
      }
    }
  }

  return {
    add(id: Id, hash: PerceptualHash): NearPicture<Id>[] {
      const found = new Map<number, NearPicture<Id>>()
      search(hash, false, found)
      search(mirroredHash(hash), true, found)
      const bands = bandsOf(hash)
      for (const [i, places] of byBand.entries()) {
        const band = bands[i] as number
        const there = places.get(band)
        if (there) there.push(kept.length)
        else places.set(band, [kept.length])
      }
      kept.push({ id, bands })
      return [...found]
        .sort(([at, a], [before, b]) => a.distance - b.distance || at - before)
        .map(([, near]) => near)
    },
  }
}
