import { areaOf, isWithin, outside } from '../regions.ts'
import { count, sayChild, sayDay, sayMoments, sayParent, sayRegion, sayRegions, underParent } from '../say.ts'
import type { LicenseTerms } from '../terms.ts'
import type { SomeRules } from './rule.ts'

const timeOf = (dateTime: string | null, open: number) => (dateTime === null ? open : Date.parse(dateTime))

/** In milliseconds; no end is for ever. */
export const endOf = ({ term }: LicenseTerms): number => timeOf(term.end, Number.POSITIVE_INFINITY)
/** In milliseconds; from signing may be any day. */
export const startOf = ({ term }: LicenseTerms): number => timeOf(term.start, Number.NEGATIVE_INFINITY)

/** Where use is allowed: what is allowed less what is denied. */
export const placesOf = ({ territory }: LicenseTerms) => areaOf(territory.allow, territory.deny)

/** The same list says the same: most terms of one text do, and sets of countries cost. */
const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((region, at) => region === other[at])

export const placeAndTimeRules = {
  'territory.allow': {
    value: ({ territory }) => territory.allow,
    allows: ({ territory: parent }, { territory: child }) =>
      parent.allow.includes('*') ||
      isSame(parent.allow, child.allow) ||
      isWithin(areaOf(child.allow, child.deny), areaOf(parent.allow)),
    words: (parent, child) => {
      const beyond = outside(placesOf(child), areaOf(parent.territory.allow))
      const asked = beyond.includes('*') ? 'everywhere' : `also in ${sayRegions(beyond)}`
      return `${sayParent(parent)} is for ${sayRegions(parent.territory.allow)}; ${sayChild(child)} would be used ${asked}.`
    },
  },
  'territory.deny': {
    value: ({ territory }) => territory.deny,
    // A place that the child does not reach need not be named again: what counts is where use is allowed.
    allows: ({ territory: parent }, { territory: child }) =>
      parent.deny.length === 0 ||
      isSame(parent.deny, child.deny) ||
      isWithin(areaOf(child.allow, child.deny), areaOf(['*'], parent.deny)),
    words: (parent, child) => {
      const denied = outside(placesOf(child), areaOf(['*'], parent.territory.deny))
      return `${sayParent(parent)} excludes ${sayRegions(denied)}; ${sayChild(child)} would be used there.`
    },
  },
  'territory.storage': {
    value: ({ territory }) => territory.storage,
    allows: ({ territory: parent }, { territory: child }) =>
      parent.storage.includes('*') ||
      isSame(parent.storage, child.storage) ||
      isWithin(areaOf(child.storage), areaOf(parent.storage)),
    words: (parent, child) => {
      const beyond = outside(areaOf(child.territory.storage), areaOf(parent.territory.storage))
      const kept =
        parent.territory.storage.length === 0
          ? 'kept nowhere'
          : `kept in ${sayRegions(parent.territory.storage)} only`
      const asked = beyond.includes('*') ? sayRegion('*') : `in ${sayRegions(beyond)}`
      return `${underParent(parent)} the data is ${kept}; ${sayChild(child)} would keep it ${asked}.`
    },
  },
  'term.start': {
    value: ({ term }) => term.start,
    allows: (parent, child) => startOf(child) >= startOf(parent),
    words: (parent, child) => {
      const begins = parent.term.start as string
      if (child.term.start === null)
        return `${sayParent(parent)} begins on ${sayDay(begins)}; ${sayChild(child)} would begin when it is signed, which may be before.`
      const [may, asked] = sayMoments(begins, child.term.start)
      return `${sayParent(parent)} begins on ${may}; ${sayChild(child)} would begin on ${asked}.`
    },
  },
  'term.end': {
    value: ({ term }) => term.end,
    allows: (parent, child) => endOf(child) <= endOf(parent),
    words: (parent, child) => {
      const ends = parent.term.end as string
      if (child.term.end === null)
        return `${sayParent(parent)} ends on ${sayDay(ends)}; ${sayChild(child)} would have no end.`
      const [may, asked] = sayMoments(ends, child.term.end)
      return `${sayParent(parent)} ends on ${may}; ${sayChild(child)} would run until ${asked}.`
    },
  },
  'term.renewal': {
    value: ({ term }) => term.renewal,
    // A renewal that needs an agreement gives nobody more time: it is decided on again.
    allows: (parent, child) => child.term.renewal !== 'auto' || parent.term.renewal === 'auto',
    words: (parent, child) => `${sayParent(parent)} does not renew itself; ${sayChild(child)} would.`,
  },
  'term.noticeDays': {
    value: ({ term }) => term.noticeDays,
    allows: (parent, child) => child.term.noticeDays <= parent.term.noticeDays,
    words: (parent, child) =>
      `${sayParent(parent)} can be ended with ${count(parent.term.noticeDays, 'day')}’ notice; ${sayChild(child)} would need ${child.term.noticeDays}.`,
  },
} satisfies SomeRules
