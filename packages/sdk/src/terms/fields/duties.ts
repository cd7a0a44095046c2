import { count, sayChild, sayList, sayParent, underParent } from '../say.ts'
import { accessModes, auditRights, type LicenseTerms, personalDataKinds } from '../terms.ts'
import { missing, noLess, noWider, type SomeRules } from './rule.ts'

const placeWords = {
  'model-card': 'the model card',
  documentation: 'the documentation',
  'training-summary': 'the training summary',
  ui: 'the user interface',
} as const

const auditWords = {
  none: 'no audit',
  'self-attestation': 'a statement by the licensee',
  records: 'a look at the records',
  'on-site': 'a visit on site',
} as const

const accessWords = {
  query: 'asked questions only',
  'compute-to-data': 'computed on where it lies',
  'clean-room': 'used in a clean room',
  download: 'downloaded',
} as const

const presentWords = {
  none: 'none',
  pseudonymous: 'pseudonymous',
  yes: 'present',
  'special-category': 'of special categories',
} as const

/** Acting on instructions only is the least; a text that says nothing leaves it open. */
const roleWidth = { processor: 0, 'joint-controllers': 1, 'independent-controllers': 2, 'n/a': 2 } as const
const roleWords = {
  processor: 'acts on instructions only (processor)',
  'joint-controllers': 'decides together with the licensor (joint controllers)',
  'independent-controllers': 'decides for itself (independent controller)',
  'n/a': 'may decide for itself, since no role is named',
} as const

const reaches = (order: readonly string[], given: string, asked: string) =>
  order.indexOf(asked) >= order.indexOf(given)

const audits = ({ audit }: LicenseTerms) => audit.rights !== 'none'

export const dutyRules = {
  'attribution.required': {
    value: ({ attribution }) => attribution.required,
    allows: (parent, child) => child.attribution.required || !parent.attribution.required,
    words: (parent, child) =>
      `${sayParent(parent)} asks for the source to be named; ${sayChild(child)} would not.`,
  },
  'attribution.text': { free: 'Each licensor says how it wants to be named.' },
  'attribution.where': {
    value: ({ attribution }) => attribution.where,
    allows: (parent, child) =>
      !parent.attribution.required || noLess(parent.attribution.where, child.attribution.where),
    words: (parent, child) => {
      const lost = missing(parent.attribution.where, child.attribution.where)
      return `${sayParent(parent)} asks for the source to be named in ${sayList(lost.map((place) => placeWords[place]))}; ${sayChild(child)} would not.`
    },
  },
  'audit.rights': {
    value: ({ audit }) => audit.rights,
    allows: (parent, child) => reaches(auditRights, parent.audit.rights, child.audit.rights),
    words: (parent, child) =>
      `${sayParent(parent)} asks for ${auditWords[parent.audit.rights]}; ${sayChild(child)} would give ${auditWords[child.audit.rights]}.`,
  },
  'audit.frequencyPerYear': {
    value: ({ audit }) => audit.frequencyPerYear,
    allows: (parent, child) =>
      !audits(parent) || child.audit.frequencyPerYear >= parent.audit.frequencyPerYear,
    words: (parent, child) =>
      `${sayParent(parent)} allows ${count(parent.audit.frequencyPerYear, 'audit')} a year; ${sayChild(child)} would allow ${child.audit.frequencyPerYear}.`,
  },
  'audit.noticeDays': {
    value: ({ audit }) => audit.noticeDays,
    allows: (parent, child) => !audits(parent) || child.audit.noticeDays <= parent.audit.noticeDays,
    words: (parent, child) =>
      `${sayParent(parent)} lets an audit come after ${count(parent.audit.noticeDays, 'day')}’ notice; ${sayChild(child)} would ask for ${child.audit.noticeDays}.`,
  },
  'audit.keepLogsMonths': {
    value: ({ audit }) => audit.keepLogsMonths,
    allows: (parent, child) => child.audit.keepLogsMonths >= parent.audit.keepLogsMonths,
    words: (parent, child) =>
      `${sayParent(parent)} asks for records to be kept for ${count(parent.audit.keepLogsMonths, 'month')}; ${sayChild(child)} would keep them for ${child.audit.keepLogsMonths}.`,
  },
  'security.noReidentification': {
    value: ({ security }) => security.noReidentification,
    allows: (parent, child) => child.security.noReidentification || !parent.security.noReidentification,
    words: (parent, child) =>
      `${sayParent(parent)} forbids finding out who is in the data; ${sayChild(child)} would not.`,
  },
  'security.breachNoticeHours': {
    value: ({ security }) => security.breachNoticeHours,
    allows: (parent, child) =>
      (child.security.breachNoticeHours ?? Number.POSITIVE_INFINITY) <=
      (parent.security.breachNoticeHours ?? Number.POSITIVE_INFINITY),
    words: (parent, child) => {
      const asked = child.security.breachNoticeHours
      const said = asked === null ? 'says nothing of it' : `would give ${count(asked, 'hour')}`
      return `${sayParent(parent)} asks for word of a leak within ${count(parent.security.breachNoticeHours ?? 0, 'hour')}; ${sayChild(child)} ${said}.`
    },
  },
  'security.accessMode': {
    value: ({ security }) => security.accessMode,
    allows: noWider(accessModes, ({ security }) => security.accessMode),
    words: (parent, child) =>
      `${underParent(parent)} the data may be ${accessWords[parent.security.accessMode]}; under ${sayChild(child)} it would be ${accessWords[child.security.accessMode]}.`,
  },
  'personalData.present': {
    value: ({ personalData }) => personalData.present,
    allows: (parent, child) =>
      reaches(personalDataKinds, parent.personalData.present, child.personalData.present),
    words: (parent, child) =>
      `${sayParent(parent)} says that personal data is ${presentWords[parent.personalData.present]}; ${sayChild(child)} would say ${presentWords[child.personalData.present]}.`,
  },
  'personalData.roles': {
    value: ({ personalData }) => personalData.roles,
    allows: (parent, child) => roleWidth[child.personalData.roles] <= roleWidth[parent.personalData.roles],
    words: (parent, child) =>
      `${underParent(parent)} whoever receives personal data ${roleWords[parent.personalData.roles]}; under ${sayChild(child)} it ${roleWords[child.personalData.roles]}.`,
  },
  'personalData.legalBasis': {
    value: ({ personalData }) => personalData.legalBasis,
    allows: ({ personalData: parent }, { personalData: child }) =>
      parent.legalBasis.length === 0 ||
      (child.legalBasis.length > 0 && noLess(child.legalBasis, parent.legalBasis)),
    words: (parent, child) => {
      const other = missing(child.personalData.legalBasis, parent.personalData.legalBasis)
      const said = other.length === 0 ? 'names none' : `would rest on ${sayList(other)}`
      return `${sayParent(parent)} lets personal data be processed on the basis of ${sayList(parent.personalData.legalBasis, 'or')}; ${sayChild(child)} ${said}.`
    },
  },
  'personalData.transferMechanism': {
    value: ({ personalData }) => personalData.transferMechanism,
    allows: ({ personalData: parent }, { personalData: child }) =>
      parent.transferMechanism === '' || child.transferMechanism === parent.transferMechanism,
    words: (parent, child) =>
      `${sayParent(parent)} lets personal data leave its country under ${parent.personalData.transferMechanism}; ${sayChild(child)} ${child.personalData.transferMechanism === '' ? 'names nothing like it' : `names ${child.personalData.transferMechanism}`}.`,
  },
} satisfies SomeRules
