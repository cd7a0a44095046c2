import { CleaningError } from '../errors.ts'
import type { Column } from '../types.ts'

/** Words in a column's name that stand for what neighbours, colleagues or registers know of a person. */
const WORDS = new Set([
  'age',
  'birth',
  'birthday',
  'birthdate',
  'born',
  'dob',
  'sex',
  'gender',
  'zip',
  'zipcode',
  'postal',
  'postcode',
  'plz',
  'city',
  'town',
  'village',
  'municipality',
  'county',
  'district',
  'region',
  'state',
  'country',
  'nationality',
  'citizenship',
  'ethnicity',
  'race',
  'religion',
  'occupation',
  'profession',
  'job',
  'employer',
  'education',
  'marital',
  'income',
  'household',
])

/** Fewer than two tell nobody apart beyond what the one column shows. */
const FEWEST = 2

/** Indexes of the columns that together may single somebody out: those that are named, else those whose names say so.
 * @throws CleaningError `UNKNOWN_COLUMN` */
export const quasiIdentifiers = (
  columns: readonly Column[],
  named: readonly string[] | undefined,
): number[] => {
  if (named === undefined) return findQuasiIdentifiers(columns)
  return named.map((column) => {
    const index = columns.findIndex(({ name }) => name === column)
    if (index >= 0) return index
    throw new CleaningError(
      'UNKNOWN_COLUMN',
      `What would be lent has no column "${column}".`,
      'Use the names that an inspection of the file gives.',
      { column, found: columns.slice(0, 100).map(({ name }) => name) },
    )
  })
}

/** None where only one is of that kind. */
export const findQuasiIdentifiers = (columns: readonly Column[]): number[] => {
  const found = columns.flatMap(({ name }, i) =>
    name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .some((word) => WORDS.has(word))
      ? [i]
      : [],
  )
  return found.length < FEWEST ? [] : found
}
