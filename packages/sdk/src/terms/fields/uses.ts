import { sayChild, sayList, sayParent, sayPurposes } from '../say.ts'
import {
  commercialUse,
  exclusivities,
  type LicenseTerms,
  redistributionScopes,
  sublicensingScopes,
} from '../terms.ts'
import { missing, noLess, noWider, type SomeRules } from './rule.ts'

/** Permitted, and not forbidden in the same breath. */
const permits = ({ purposes }: LicenseTerms) =>
  purposes.permit.filter((purpose) => !purposes.prohibit.includes(purpose))

/** A DAO that passes a member's permission on to a licensee uses up one step of it. */
export const isHop = (parent: LicenseTerms, child: LicenseTerms): boolean =>
  parent.kind === 'grant' && child.kind !== 'grant'

const sublicensingWords = {
  none: 'may not be licensed on',
  affiliates: 'may be licensed on only to companies of the same group',
  'one-tier': 'may be licensed on once',
  unlimited: 'may be licensed on without limit',
} as const

const commercialWords = {
  'not-for-profit-org-only': 'only for not-for-profit organisations',
  'non-commercial': 'only for uses that are not commercial',
  any: 'for any use, commercial ones too',
} as const

const redistributionWords = {
  none: 'no passing on',
  'derived-only': 'passing on only what was derived from it',
  'same-terms': 'passing the data on under the same terms',
} as const

const exclusivityWords = {
  none: 'not exclusive',
  sole: 'for one licensee beside the licensor',
  exclusive: 'exclusive',
} as const

export const useRules = {
  'purposes.permit': {
    value: ({ purposes }) => purposes.permit,
    allows: (parent, child) => {
      const { permit, prohibit } = parent.purposes
      return child.purposes.permit.every((purpose) => permit.includes(purpose) && !prohibit.includes(purpose))
    },
    words: (parent, child) => {
      const unasked = missing(child.purposes.permit, permits(parent))
      return `${sayParent(parent)} does not allow ${sayPurposes(unasked)}; ${sayChild(child)} would.`
    },
  },
  'purposes.prohibit': {
    value: ({ purposes }) => purposes.prohibit,
    allows: (parent, child) => noLess(parent.purposes.prohibit, child.purposes.prohibit),
    words: (parent, child) => {
      const lost = missing(parent.purposes.prohibit, child.purposes.prohibit)
      return `${sayParent(parent)} forbids ${sayPurposes(lost)}; ${sayChild(child)} would not forbid it.`
    },
  },
  'purposes.useRestrictions': {
    value: ({ purposes }) => purposes.useRestrictions,
    allows: (parent, child) => noLess(parent.purposes.useRestrictions, child.purposes.useRestrictions),
    words: (parent, child) => {
      const lost = missing(parent.purposes.useRestrictions, child.purposes.useRestrictions)
      return `${sayParent(parent)} restricts use: ${sayList(lost.map((text) => `“${text}”`))}; ${sayChild(child)} would drop that.`
    },
  },
  commercial: {
    value: ({ commercial }) => commercial,
    allows: noWider(commercialUse, ({ commercial }) => commercial),
    words: (parent, child) =>
      `${sayParent(parent)} is ${commercialWords[parent.commercial]}; ${sayChild(child)} would be ${commercialWords[child.commercial]}.`,
  },
  exclusivity: {
    value: ({ exclusivity }) => exclusivity,
    allows: noWider(exclusivities, ({ exclusivity }) => exclusivity),
    words: (parent, child) =>
      `${sayParent(parent)} is ${exclusivityWords[parent.exclusivity]}; ${sayChild(child)} would be ${exclusivityWords[child.exclusivity]}.`,
  },
  sublicensing: {
    value: ({ sublicensing }) => sublicensing,
    allows: (parent, child) => {
      const given = sublicensingScopes.indexOf(parent.sublicensing)
      const asked = sublicensingScopes.indexOf(child.sublicensing)
      if (!isHop(parent, child)) return asked <= given
      return given >= sublicensingScopes.indexOf('one-tier') && asked <= given - 1
    },
    words: (parent, child) => {
      const said = `${sayParent(parent)} ${sublicensingWords[parent.sublicensing]}`
      if (!isHop(parent, child))
        return `${said}; ${sayChild(child)} ${sublicensingWords[child.sublicensing]}.`
      if (parent.sublicensing === 'none' || parent.sublicensing === 'affiliates')
        return `${said}; ${sayChild(child)} would license it to somebody else.`
      return `${said}, and ${sayChild(child)} is that step; yet it says that it ${sublicensingWords[child.sublicensing]}.`
    },
  },
  redistribution: {
    value: ({ redistribution }) => redistribution,
    allows: noWider(redistributionScopes, ({ redistribution }) => redistribution),
    words: (parent, child) =>
      `${sayParent(parent)} allows ${redistributionWords[parent.redistribution]}; ${sayChild(child)} would allow ${redistributionWords[child.redistribution]}.`,
  },
} satisfies SomeRules
