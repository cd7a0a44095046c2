import { UsufructError } from '../domain/errors.ts'
import { findInDuties } from './contradictions/duties.ts'
import type { Contradiction } from './contradictions/find.ts'
import { findInTime } from './contradictions/time.ts'
import { findInUses } from './contradictions/uses.ts'
import type { LicenseTerms } from './terms.ts'

/** `now`: Unix time in seconds, where terms are about to be signed; without it nothing counts as past. */
export type ContradictionOptions = { now?: number | undefined }

/** Everything in some terms that cannot be kept together with something else in them, as a lawyer would find it. */
export const contradictionsOf = (
  terms: LicenseTerms,
  { now }: ContradictionOptions = {},
): Contradiction[] => [...findInUses(terms), ...findInTime(terms, now), ...findInDuties(terms)]

/** @throws UsufructError `TERMS_CONTRADICTORY`, or `TERMS_PAST` when nothing is wrong but that a date is over;
 * `details.contradictions` names every field and the words. */
export const requireConsistent = (terms: LicenseTerms, options: ContradictionOptions = {}): void => {
  const found = contradictionsOf(terms, options)
  const [first] = found
  if (!first) return
  const isPast = found.every(({ past }) => past === true)
  const others = found.length === 1 ? '' : ` (and ${found.length - 1} more)`
  throw new UsufructError({
    code: isPast ? 'TERMS_PAST' : 'TERMS_CONTRADICTORY',
    message: `${isPast ? 'These terms name a date that is over' : 'These terms contradict themselves'}: ${first.field}: ${first.words}${others}`,
    hint: isPast ? 'Choose a date in the future.' : `Change ${found.map(({ field }) => field).join(', ')}.`,
    details: { contradictions: found.map(({ field, words }) => ({ field, words })) },
  })
}
