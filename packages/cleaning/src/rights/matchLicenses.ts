import { createShingler } from './shingles.ts'

/** A license text as some of its shingles: those with the lowest hashes, and those that fewest other licenses have. */
export type LicenseSample = { spdx: readonly string[]; shingles: Uint32Array }

export type LicenseIndex = {
  licenses: readonly LicenseSample[]
  licensesOf: ReadonlyMap<number, readonly number[]>
}

export type LicenseMatch = {
  spdx: readonly string[]
  /** Share of the license's sampled shingles that are there, in 0..1: an estimate of how much of its text is. */
  coverage: number
}

/** Below it, a text only resembles the license: one word in twenty changed leaves about this much. */
const COVERAGE = 0.75

export const indexLicenses = (licenses: readonly LicenseSample[]): LicenseIndex => {
  const licensesOf = new Map<number, number[]>()
  for (const [license, { shingles }] of licenses.entries())
    for (const shingle of shingles) {
      const known = licensesOf.get(shingle)
      if (known) known.push(license)
      else licensesOf.set(shingle, [license])
    }
  return { licenses, licensesOf }
}

/**
 * Which license texts are in a text, that arrives in pieces. Texts that contain one another (the BSD licenses do) match
 * together; the one that most of is there wins where they overlap.
 */
export const matchLicenses = ({ licenses, licensesOf }: LicenseIndex) => {
  const met = new Set<number>()
  const seen = new Map<number, { hits: number; first: number; last: number }>()
  const shingler = createShingler()
  let at = 0

  return {
    add(text: string) {
      shingler.add(text, (shingle) => {
        at++
        const sharing = licensesOf.get(shingle)
        if (!sharing || met.has(shingle)) return
        met.add(shingle)
        for (const license of sharing) {
          const so = seen.get(license)
          if (so) {
            so.hits++
            so.last = at
          } else seen.set(license, { hits: 1, first: at, last: at })
        }
      })
    },

    matches(): LicenseMatch[] {
      const candidates = [...seen]
        .map(([license, { hits, first, last }]) => {
          const { spdx, shingles } = licenses[license] as LicenseSample
          return { spdx, coverage: hits / shingles.length, first, last, hits }
        })
        .filter(({ coverage }) => coverage >= COVERAGE)
        .sort((a, b) => b.coverage - a.coverage || b.hits - a.hits || (a.first < b.first ? -1 : 1))
      const chosen: typeof candidates = []
      for (const candidate of candidates)
        if (!chosen.some((better) => overlaps(better, candidate))) chosen.push(candidate)
      return chosen.sort((a, b) => a.first - b.first).map(({ spdx, coverage }) => ({ spdx, coverage }))
    },
  }
}

type Range = { first: number; last: number }

const overlaps = (one: Range, other: Range): boolean => {
  const shared = Math.min(one.last, other.last) - Math.max(one.first, other.first)
  return shared * 2 > Math.min(one.last - one.first, other.last - other.first)
}
