import { endOf, placesOf, startOf } from './fields/placeAndTime.ts'
import { meet } from './regions.ts'
import type { LicenseTerms } from './terms.ts'

/** Whether two licenses allow the same use of the same data in the same place at the same time. */
const overlap = (one: LicenseTerms, other: LicenseTerms): boolean =>
  one.purposes.permit.some((purpose) => other.purposes.permit.includes(purpose)) &&
  startOf(one) < endOf(other) &&
  startOf(other) < endOf(one) &&
  (one.target.length === 0 ||
    other.target.length === 0 ||
    one.target.some(({ id }) => other.target.some((target) => target.id === id))) &&
  meet(placesOf(one), placesOf(other))

/** The first license in force that leaves no room for another: because that one, or the new one, is to be alone. */
export const inTheWay = (asked: LicenseTerms, active: readonly LicenseTerms[]): LicenseTerms | undefined =>
  asked.kind === 'grant'
    ? undefined
    : active.find(
        (other) =>
          other.id !== asked.id &&
          (asked.exclusivity !== 'none' || other.exclusivity !== 'none') &&
          overlap(asked, other),
      )
