import { endOf, startOf } from '../fields/placeAndTime.ts'
import { count, sayDay } from '../say.ts'
import type { LicenseTerms } from '../terms.ts'
import { type Check, type Contradiction, found } from './find.ts'

const day = 86_400_000

const inDates = (terms: LicenseTerms): Check[] => {
  const { term, revocation } = terms
  const length = (endOf(terms) - startOf(terms)) / day
  return [
    [
      endOf(terms) <= startOf(terms),
      'term.end',
      `It ends ${term.end ? `on ${sayDay(term.end)}` : ''}, which is not after it begins.`,
    ],
    [
      length > 0 && revocation.lockInDays > length,
      'revocation.lockInDays',
      `It binds the member for ${count(revocation.lockInDays, 'day')}, longer than it lasts.`,
    ],
    [
      length > 0 && term.noticeDays > length,
      'term.noticeDays',
      `It asks for ${count(term.noticeDays, 'day')}’ notice, longer than it lasts.`,
    ],
    [term.end === null && term.renewal === 'auto', 'term.renewal', 'It has no end, and renews itself.'],
  ]
}

const inPast = (terms: LicenseTerms, now: number): Contradiction[] => {
  const { start, end } = terms.term
  const past: Contradiction[] = []
  if (end !== null && endOf(terms) <= now * 1000)
    past.push({ field: 'term.end', words: `It ended on ${sayDay(end)}, which is past.`, past: true })
  // A license may begin a moment before it is written down; what is still to be signed may not.
  if (start !== null && terms.kind !== 'agreement' && startOf(terms) < now * 1000)
    past.push({ field: 'term.start', words: `It begins on ${sayDay(start)}, which is past.`, past: true })
  return past
}

export const findInTime = (terms: LicenseTerms, now: number | undefined): Contradiction[] => [
  ...found(inDates(terms)),
  ...(now === undefined ? [] : inPast(terms, now)),
]
