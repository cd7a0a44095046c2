import { dutyRules } from './duties.ts'
import { endingRules } from './ending.ts'
import { modelRules } from './model.ts'
import { partyRules } from './parties.ts'
import { placeAndTimeRules } from './placeAndTime.ts'
import { type Compared, type FieldRules, isCompared, type TermsField } from './rule.ts'
import { useRules } from './uses.ts'

/** Every field of the terms, in the order in which reasons are given. */
export const fieldRules: FieldRules = {
  ...useRules,
  ...placeAndTimeRules,
  ...modelRules,
  ...endingRules,
  ...dutyRules,
  ...partyRules,
}

export const comparedFields = Object.entries(fieldRules).filter((entry): entry is [TermsField, Compared] =>
  isCompared(entry[1]),
)
