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

/** Indexes of the columns that together may single somebody out; none where only one is of that kind. */
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
