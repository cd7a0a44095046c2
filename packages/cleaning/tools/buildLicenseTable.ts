import spdxLicenses from 'spdx-license-list/full.js'
import { createShingler } from '../src/rights/shingles.ts'

/** With the lowest hashes: the same in every text that shares them, so that a part found is a part of the whole. */
const LOWEST = 24
/** In the fewest other licenses: what tells versions of one license apart. */
const RAREST = 24
/** Shorter texts are in too many others. */
const FEWEST = 8

const shinglesOf = (text: string): number[] => {
  const shingles = new Set<number>()
  createShingler().add(text, (shingle) => shingles.add(shingle))
  return [...shingles].sort((a, b) => a - b)
}

type License = { spdx: string[]; shingles: number[] }

/** With all identifiers of a text, where several are of the same. */
const differentTexts = (): License[] => {
  const texts = new Map<string, License>()
  for (const spdx of Object.keys(spdxLicenses).sort()) {
    const shingles = shinglesOf(spdxLicenses[spdx]?.licenseText ?? '')
    const key = shingles.join()
    const same = texts.get(key)
    if (same) same.spdx.push(spdx)
    else if (shingles.length >= FEWEST) texts.set(key, { spdx: [spdx], shingles })
  }
  return [...texts.values()]
}

/** `src/rights/generated/licenseTable.ts`, from the license texts of the SPDX list (`spdx-license-list`, CC0-1.0). */
export const buildLicenseTable = (): string => {
  const texts = differentTexts()
  const inHowMany = new Map<number, number>()
  for (const { shingles } of texts)
    for (const shingle of shingles) inHowMany.set(shingle, (inHowMany.get(shingle) ?? 0) + 1)
  const rarity = (shingle: number) => inHowMany.get(shingle) ?? 0

  const rows = texts.map(({ spdx, shingles }) => {
    const rarest = shingles.slice(LOWEST).sort((a, b) => rarity(a) - rarity(b) || a - b)
    const sample = Uint32Array.from([...shingles.slice(0, LOWEST), ...rarest.slice(0, RAREST)])
    return `  '${spdx.join(' ')}': '${Buffer.from(sample.buffer).toString('base64')}',`
  })
  return `// Made by tools/buildLicenseTable.ts from the SPDX license list (CC0-1.0). Do not edit.

/** SPDX identifiers, by a space apart where their texts are the same, to 32-bit little-endian shingles in base64. */
export const licenseTable: Readonly<Record<string, string>> = {
${rows.join('\n')}
}
`
}
