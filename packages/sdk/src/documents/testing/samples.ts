import { fullTerms } from '../../projections/fullTerms.ts'
import { licenseTerms } from '../../terms/terms.ts'

export const hash = (digit: string) => `0x${digit.repeat(64)}` as const
/** The first second of 2026, in Unix time. */
export const at = 1_767_225_600
export const members = '0x00000000000000000000000000000000000000da'
export const account = '0x00000000000000000000000000000000000000ac'
export const signed = { hash: hash('9'), signer: account, signature: `0x${'5'.repeat(130)}` } as const
export const terms = licenseTerms.parse({ ...fullTerms, kind: 'grant' })
