import type { TermsField } from '../fields/rule.ts'

export type Contradiction = {
  field: TermsField
  words: string
  /** Nothing wrong in itself, only over. */
  past?: true
}

/** A condition under which a field cannot be kept, and the words for it. */
export type Check = readonly [when: boolean, field: TermsField, words: string]

export const found = (checks: readonly Check[]): Contradiction[] =>
  checks.filter(([when]) => when).map(([, field, words]) => ({ field, words }))
