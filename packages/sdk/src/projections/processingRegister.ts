import type { LicenseTerms } from '../terms/terms.ts'
import {
  because,
  dayOf,
  jsonText,
  type NotCarried,
  type ProjectedDao,
  type Projection,
  type ProjectionInput,
} from './projection.ts'
import { purposeLabel, sayPersonalData, sayWithdrawal } from './sayTerms.ts'
import { markdownTable } from './termsRows.ts'

/** One activity of a controller (GDPR Art. 30(1)), in the words of its letters (a) to (g). */
export type RegisterRow = {
  activity: string
  purposes: string[]
  subjects: string[]
  data: string[]
  legalBasis: string[]
  recipients: string[]
  transfers: string[]
  erasure: string[]
  security: string[]
}

export type ProcessingRegister = {
  schema: 'usufruct-processing-register/1'
  controller: {
    name: string
    registration: string
    address: string
    representative: string
    contact: string
    dao: string
  }
  madeAt: string
  rows: RegisterRow[]
  table: string
}

export type RegisterOffer = {
  terms: LicenseTerms
  offer: { id: string; name: string }
  dataset: { slug: string; name: string; columns: readonly { name: string }[] }
  /** Licenses that are valid or were, each with its licensee's account. */
  licenses: readonly { license: string; licensee: string; end: number }[]
}

/** Processing grants that hold and that the chain says, of one holder for the same tasks. */
export type RegisterGrants = {
  holder: string
  tasks: readonly string[]
  contributions: number
  /** The latest end of any of them, as Unix time in seconds. */
  until: number
  /** What put the newest of them on the chain. */
  transaction: string
}

export type RegisterInput = {
  dao: ProjectedDao
  madeAt: number
  members: number
  keepers: number
  keepersNeeded: number
  grants: readonly RegisterGrants[]
  offers: readonly RegisterOffer[]
}

const measures = (keepers: number, needed: number): string[] => [
  'Rows are encrypted before they are stored, each contribution to its own key.',
  `Keys are split among ${keepers} key holders, of whom ${needed} are needed; the node cannot open rows by itself.`,
  'Contact data and account numbers are redacted before rows leave a member’s device.',
  'Contributors have a pseudonym for each dataset; keys of the pseudonyms never leave the node.',
  'Every look at plaintext is under a processing grant of its member, which is on the chain before, and is logged for them.',
]

const grantRecipient = ({ holder, tasks, contributions, until, transaction }: RegisterGrants): string =>
  `Account ${holder}, to ${tasks.join(', ')}: ${contributions} ${contributions === 1 ? 'contribution' : 'contributions'}, until ${dayOf(until)} at the latest; on the chain, the newest in transaction ${transaction}`

const standing = ({ dao, members, keepers, keepersNeeded, grants }: RegisterInput): RegisterRow[] => [
  {
    activity: 'Membership, consents and payments',
    purposes: ['Keep who is a member, what each permitted, and what each is owed'],
    subjects: [`Members (${members})`],
    data: [
      'Account address',
      'Consents and processing grants with times and signatures',
      'Claims and payments',
    ],
    legalBasis: [
      'eu-gdpr:A6-1-b (agreement with the member)',
      'eu-gdpr:A6-1-c (proof of consent, records of money)',
    ],
    recipients: [
      'Whoever reads the DAO’s chain: account addresses, ids of consents and contributions, who may see which of these for what, and amounts are public there',
    ],
    transfers: ['What is on the chain can be read from anywhere'],
    erasure: [
      'Entries on the chain cannot be erased. They hold no name, no e-mail address and no content.',
      'Receipts and signatures are kept as proof of consent (Art. 7(1)).',
    ],
    security: ['Receipts are signed by the operator', `Contact for privacy: ${dao.contacts.privacy}`],
  },
  {
    activity: 'Cleaning, review and valuation',
    purposes: ['Check and score contributions before they are released, and weigh what is new in them'],
    subjects: ['Members whose contribution is scored', 'Members who score'],
    data: ['Rows of a contribution', 'Scores and notes'],
    legalBasis: ['eu-gdpr:A6-1-a (processing grant of the member)'],
    recipients: [
      ...grants.map(grantRecipient),
      ...(grants.length === 0 ? ['No processing grant that holds'] : []),
      'For review, through the operator: the panel that was dealt the contribution',
    ],
    transfers: ['None by the DAO; a reviewer may read from anywhere'],
    erasure: ['Plaintext is erased when the task is over; scores stay with the round'],
    security: measures(keepers, keepersNeeded),
  },
]

const rowOf = ({ terms, offer, dataset, licenses }: RegisterOffer, input: RegisterInput): RegisterRow => {
  const { personalData, territory, security, term, revocation, audit } = terms
  return {
    activity: `Licensing of ${dataset.name}: offer ${offer.id} (${offer.name}), terms ${terms.id} ${terms.version}`,
    purposes: [
      ...terms.purposes.permit.map((code) => `${purposeLabel(code)} (${code})`),
      ...(terms.purposes.prohibit.length > 0 ? [`Not: ${terms.purposes.prohibit.join(', ')}`] : []),
    ],
    subjects: ['Members who lent rows', 'People whom rows may be about'],
    data: [
      `${dataset.slug}: ${dataset.columns.map(({ name }) => name).join(', ')}`,
      sayPersonalData(terms),
      'Pseudonym and consent id of each row’s member',
    ],
    legalBasis: [...personalData.legalBasis],
    recipients: [
      ...licenses.map(
        ({ license, licensee, end }) => `License ${license}: account ${licensee}, until ${dayOf(end)}`,
      ),
      ...(licenses.length === 0 ? ['No licensee so far'] : []),
      `Role of licensees: ${personalData.roles}`,
      ...(terms.sublicensing === 'none' ? [] : [`Sublicensing: ${terms.sublicensing}`]),
      ...(terms.redistribution === 'none' ? [] : [`Redistribution: ${terms.redistribution}`]),
    ],
    transfers: [
      `Use in: ${territory.allow.join(', ')}`,
      ...(territory.deny.length > 0 ? [`Not in: ${territory.deny.join(', ')}`] : []),
      `Storage in: ${territory.storage.join(', ')}`,
      `Safeguard: ${personalData.transferMechanism || 'none named in the license'}`,
    ],
    erasure: [
      `Term: ${term.start ?? 'from purchase'} to ${term.end ?? 'the end of each license'}`,
      ...sayWithdrawal(terms),
      ...(revocation.evidence.length > 0 ? [`Shown by: ${revocation.evidence.join(', ')}`] : []),
      ...(audit.keepLogsMonths > 0 ? [`Logs are kept ${audit.keepLogsMonths} months`] : []),
    ],
    security: [
      ...measures(input.keepers, input.keepersNeeded),
      `Access by: ${security.accessMode}`,
      ...(security.noReidentification ? ['Re-identification is forbidden'] : []),
      ...(security.breachNoticeHours === null
        ? []
        : [`Licensees report a breach within ${security.breachNoticeHours} hours`]),
      ...(terms.audit.rights === 'none' ? [] : [`Audit: ${terms.audit.rights}`]),
      ...(terms.model.memorisationControls ? ['Licensees keep models from memorising rows'] : []),
    ],
  }
}

const joined = (values: readonly string[]) => values.join('. ')

/** A DAO's record of processing activities (GDPR Art. 30), from what it does now. */
export const registerOf = (input: RegisterInput): ProcessingRegister => {
  const { dao } = input
  const rows = [...standing(input), ...input.offers.map((offer) => rowOf(offer, input))]
  return {
    schema: 'usufruct-processing-register/1',
    controller: {
      name: dao.legal.name || dao.name,
      registration: dao.legal.registration,
      address: dao.legal.address,
      representative: dao.legal.accountableAgent,
      contact: dao.contacts.privacy,
      dao: `${dao.members} on chain ${dao.chainId}`,
    },
    madeAt: new Date(input.madeAt * 1000).toISOString(),
    rows,
    table: markdownTable(
      [
        'activity',
        'purposes',
        'whose data',
        'data',
        'legal basis',
        'recipients',
        'transfers',
        'erasure',
        'security',
      ],
      rows.map((row) => [
        row.activity,
        joined(row.purposes),
        joined(row.subjects),
        joined(row.data),
        joined(row.legalBasis),
        joined(row.recipients),
        joined(row.transfers),
        joined(row.erasure),
        joined(row.security),
      ]),
    ),
  }
}

const notAsked = 'Article 30 does not ask for it; it is in the license.'

export const registerNotCarried: NotCarried[] = [
  ...because('It names the form of our own terms, not what they say.', 'schema', 'kind'),
  ...because('Only a member’s grant continues another one.', 'replaces'),
  ...because(
    'The register names the controller from the charter.',
    'licensor.id',
    'licensor.name',
    'licensor.contact',
  ),
  ...because(
    'Recipients are listed from the licenses that were sold.',
    'licensee.id',
    'licensee.name',
    'licensee.contact',
  ),
  ...because(
    'The register names datasets from the charter.',
    'target[].id',
    'target[].sha256',
    'target[].version',
  ),
  ...because(
    notAsked,
    'parent',
    'legalText.url',
    'legalText.sha256',
    'legalText.language',
    'purposes.useRestrictions',
    'commercial',
    'term.renewal',
    'term.noticeDays',
    'exclusivity',
    'model.derivativesAllowed',
    'model.scope',
    'model.modelIds',
    'model.outputUse',
    'model.distribution',
    'model.syntheticData',
    'model.distillation',
    'model.survivesTermination',
    'attribution.required',
    'attribution.text',
    'attribution.where',
    'audit.frequencyPerYear',
    'audit.noticeDays',
    'price.model',
    'price.amount',
    'price.currency',
    'price.unit',
    'price.revSharePct',
    'price.settlement',
    'warranties',
    'governingLaw',
    'forum',
    'charter',
  ),
]

/** The register as a projection of the DAO's offers. */
export const processingRegister = (input: RegisterInput): Projection => ({
  document: jsonText(registerOf(input)),
  mediaType: 'application/json',
  fileName: 'processing-register.json',
  notCarried: registerNotCarried,
})

/** What an offer contributes to the register, for one that was never sold. */
export const registerOfOne = ({ dao, terms, offer, dataset }: ProjectionInput): RegisterInput => ({
  dao,
  madeAt: 0,
  members: 0,
  keepers: 3,
  keepersNeeded: 2,
  grants: [],
  offers: [{ terms, offer, dataset, licenses: [] }],
})
