import { type Hex, sha256, stringToBytes } from 'viem'
import { canonicalJson } from '../../domain/canonicalJson.ts'
import { bitmapToPurposes, type Purpose, purposesToBitmap } from '../../domain/purposes.ts'

export type ConsentScope = {
  /** SHA-256 of the agreement's exact bytes. */
  agreement: Hex
  dataset: string
  purposes: readonly Purpose[]
  /** Unix time in seconds. */
  end: number
}

/** The machine-readable side of a consent, in the one form that has the hash which the member signs. */
export const consentTerms = ({ agreement, dataset, purposes, end }: ConsentScope): string =>
  canonicalJson({
    schema: 'usufruct-consent/1',
    agreement,
    dataset,
    // In the list's order and without repeats, however they were asked for.
    purposes: bitmapToPurposes(purposesToBitmap(purposes)),
    end,
  })

export const consentTermsHash = (scope: ConsentScope): Hex => sha256(stringToBytes(consentTerms(scope)))
