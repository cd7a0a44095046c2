import { indexLicenses, type LicenseIndex } from './matchLicenses.ts'

let loading: Promise<LicenseIndex> | undefined

/** 140 kB that most files never need. */
export const loadLicenseTable = (): Promise<LicenseIndex> => {
  loading ??= import('./generated/licenseTable.ts').then(({ licenseTable }) =>
    indexLicenses(
      Object.entries(licenseTable).map(([spdx, base64]) => ({
        spdx: spdx.split(' '),
        shingles: readShingles(base64),
      })),
    ),
  )
  return loading
}

const readShingles = (base64: string): Uint32Array => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true))
}
