import type { DecodedRow } from '../formats/format.ts'
import { isMissing, newProfile, type Profile, profileCell } from './profileCell.ts'

/** Profiles grow with every batch; rows set aside by the decoder take no part. */
export const profileColumns = (missing: ReadonlySet<string>, fromText: boolean) => {
  const profiles: Profile[] = []
  let rows = 0

  return {
    add(batch: readonly DecodedRow[]) {
      for (const row of batch) {
        if ('reason' in row) continue
        for (let column = 0; column < row.cells.length || column < profiles.length; column++) {
          let seen = profiles[column]
          if (!seen) {
            seen = newProfile()
            // A column that turns up late was missing before.
            seen.missing = rows
            profiles[column] = seen
          }
          const cell = row.cells[column]
          if (cell === undefined || cell === null || (typeof cell === 'string' && isMissing(cell, missing)))
            seen.missing++
          else {
            seen.present++
            profileCell(cell, seen, fromText)
          }
        }
        rows++
      }
    },
    profiles,
  }
}
