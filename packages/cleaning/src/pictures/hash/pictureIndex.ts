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

/** Of 32 bits: added up in pairs, in fours and so on, all sums at once. */
const ones = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

type Halves = [high: number, low: number]

const halvesOf = (hash: PerceptualHash): Halves => [
  Number.parseInt(hash.slice(0, 8), 16) | 0,
  Number.parseInt(hash.slice(8, 16), 16) | 0,
]

export const hammingDistance = (a: PerceptualHash, b: PerceptualHash): number => {
  const [[high, low], [otherHigh, otherLow]] = [halvesOf(a), halvesOf(b)]
  return ones(high ^ otherHigh) + ones(low ^ otherLow)
}

export type NearPicture<Id> = { id: Id; distance: number; mirrored: boolean }

const NONE = -1

const larger = (words: Int32Array): Int32Array<ArrayBuffer> => {
  const copy = new Int32Array(2 * words.length)
  copy.set(words)
  return copy
}

/**
 * Pictures that look alike, also mirrored, in order of arrival: `add` tells which of the earlier ones a picture is
 * near to, nearest first, and then keeps it. Multi-index hashing (Norouzi, Punjani and Fleet, CVPR 2012), exact:
 * what is within `NEAR_BITS` is always found.
 *
 * Among a hundred thousand a look-up compares some two thousand, so they lie in flat arrays, where each costs one
 * access to memory and not four.
 */
export const createPictureIndex = <Id>() => {
  const ids: Id[] = []
  let high = new Int32Array(256)
  let low = new Int32Array(256)
  /** By the value of a band: the last picture with it. */
  const last = Array.from({ length: BANDS }, () => new Int32Array(2 ** 16).fill(NONE))
  /** For each picture: the one before it with the same value of the band. */
  const before = Array.from({ length: BANDS }, () => new Int32Array(256))

  const search = (hash: PerceptualHash, mirrored: boolean, found: Map<number, NearPicture<Id>>) => {
    const [ownHigh, ownLow] = halvesOf(hash)
    for (const [i, band] of bandsOf(hash).entries()) {
      const [lastOf, beforeOf] = [last[i] as Int32Array, before[i] as Int32Array]
      for (const value of nearBands(band)) {
        for (let at = lastOf[value] as number; at !== NONE; at = beforeOf[at] as number) {
          const distance = ones(ownHigh ^ (high[at] as number)) + ones(ownLow ^ (low[at] as number))
          if (distance <= NEAR_BITS && distance < (found.get(at)?.distance ?? 65))
            found.set(at, { id: ids[at] as Id, distance, mirrored })
        }
      }
    }
  }

  const keep = (id: Id, hash: PerceptualHash) => {
    const at = ids.push(id) - 1
    if (at === high.length) {
      ;[high, low] = [larger(high), larger(low)]
      for (const [i, beforeOf] of before.entries()) before[i] = larger(beforeOf)
    }
    ;[high[at], low[at]] = halvesOf(hash)
    for (const [i, band] of bandsOf(hash).entries()) {
      const [lastOf, beforeOf] = [last[i] as Int32Array, before[i] as Int32Array]
      beforeOf[at] = lastOf[band] as number
      lastOf[band] = at
    }
  }

  return {
    add(id: Id, hash: PerceptualHash): NearPicture<Id>[] {
      const found = new Map<number, NearPicture<Id>>()
      search(hash, false, found)
      search(mirroredHash(hash), true, found)
      keep(id, hash)
      return [...found]
        .sort(([at, a], [other, b]) => a.distance - b.distance || at - other)
        .map(([, near]) => near)
    },
  }
}
