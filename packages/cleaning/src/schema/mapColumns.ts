import { CleaningError } from '../errors.ts'
import type { DatasetColumn } from '../types.ts'

/** For each of the dataset's columns the index of the file's column, or -1 where it may be left out. */
export const mapColumns = (names: readonly string[], dataset: readonly DatasetColumn[]): number[] => {
  const missing: string[] = []
  const ambiguous: string[] = []
  const mapping = dataset.map((column) => {
    const exact = names.indexOf(column.name)
    if (exact >= 0) return exact
    const alike = names.flatMap((name, i) => (looseName(name) === looseName(column.name) ? [i] : []))
    if (alike.length === 1) return alike[0] as number
    if (alike.length > 1) ambiguous.push(column.name)
    else if (!column.nullable) missing.push(column.name)
    return -1
  })
  if (missing.length > 0 || ambiguous.length > 0) {
    const problems = [
      missing.length > 0 ? `lacks ${quote(missing)}` : '',
      ambiguous.length > 0 ? `has several columns for ${quote(ambiguous)}` : '',
    ].filter((problem) => problem !== '')
    throw new CleaningError(
      'SCHEMA_MISMATCH',
      `The file ${problems.join(' and ')}.`,
      `It has ${quote(names.slice(0, 30))}. Rename its columns to those of the dataset; case, spaces and signs do not matter.`,
      { missing, ambiguous, found: names.slice(0, 100) },
    )
  }
  return mapping
}

const quote = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

// "Bill Length (mm)" is bill_length_mm.
const looseName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%°]/gu, '')
