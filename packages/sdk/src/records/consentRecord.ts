import type { Address, Hex } from 'viem'
import { type Purpose, purposes } from '../domain/purposes.ts'
import type { LicenseTerms } from '../terms/terms.ts'
import { isDpvPlace } from './dpvTerms.ts'
import { dateTime, iri, type JsonLd, type JsonLdValue, jsonLdContext } from './jsonLdContext.ts'
import { purposeMappings } from './mappings.ts'

/** What a member signed, as it reached the chain. A member who sent the transaction itself signed nothing else. */
export type ConsentEvidence = {
  transaction: Hex
  signed?: {
    /** EIP-712: the type's name and the contract it is bound to. */
    primaryType: 'GrantConsent' | 'PauseConsents' | 'WithdrawConsents'
    verifyingContract: Address
    /** The message, numbers as decimal strings. */
    message: Readonly<Record<string, string | readonly string[]>>
    digest: Hex
    signature: Hex
  }
}

/** `paused` is no state of consent in DPV 2.3: what was given stays given for licenses bought before, while new
 * uses stop. It is written as a halted activity, with its own time and evidence. */
export type ConsentEvent = {
  kind: 'given' | 'renewed' | 'paused' | 'withdrawn' | 'revoked' | 'expired' | 'invalidated'
  /** Unix time in seconds. */
  at: number
  by: 'member' | 'dao'
  method: string
  evidence?: ConsentEvidence | undefined
}

export type RecordController = {
  chainId: number
  members: Address
  name: string
  /** Empty while the DAO has no legal wrapper. */
  legalName: string
  registration: string
  address: string
  accountableAgent: string
  privacyContact: string
}

export type ConsentRecordInput = {
  /** UUIDv4; the same in every receipt about this consent. */
  identifier: string
  /** Unix time in seconds. */
  createdAt: number
  consent: Hex
  account: Address
  /** The grant's, and their hash as signed. */
  terms: LicenseTerms
  termsHash: Hex
  dataset: { slug: string; name: string }
  /** The agreement that was read and signed. */
  notice: { hash: Hex; title: string; version: string; language: string; publishedAt: number | null }
  controller: RecordController
  /** Where permissions are managed, and where rights are asked for. */
  pages: { consents: string; rights: string }
  replaces: Hex | null
  replacedBy: Hex | null
  /** Licenses that were given data under it so far. */
  recipients: readonly { license: string; licensee: Address }[]
  /** In order of time; only ever added to. */
  events: readonly ConsentEvent[]
}

const statusOf = {
  given: 'dpv:ConsentGiven',
  renewed: 'dpv:RenewedConsentGiven',
  withdrawn: 'dpv:ConsentWithdrawn',
  revoked: 'dpv:ConsentRevoked',
  expired: 'dpv:ConsentExpired',
  invalidated: 'dpv:ConsentInvalidated',
} as const

export const daoUrn = ({ chainId, members }: Pick<RecordController, 'chainId' | 'members'>) =>
  `urn:usufruct:${chainId}:${members.toLowerCase()}`

const sha256Urn = (hash: Hex) => `urn:sha256:${hash.slice(2)}`

const labelOf = (code: Purpose): string => purposes.find((entry) => entry.code === code)?.label ?? code

const places = (codes: readonly string[]): JsonLdValue =>
  codes.map((code) =>
    isDpvPlace(code)
      ? iri(`loc:${code}`)
      : { '@type': 'dpv:Location', 'dct:title': code === '*' ? 'Anywhere' : code },
  )

const personalData = ({ terms, dataset, controller }: ConsentRecordInput): JsonLd => {
  const { present } = terms.personalData
  const rows = { '@id': `${daoUrn(controller)}:dataset:${dataset.slug}`, 'dct:title': dataset.name }
  const needed = { 'dpv:hasNecessity': iri('dpv:Required') }
  const account = { '@id': 'pd:AccountIdentifier', ...needed }
  if (present === 'none')
    return { 'dpv:hasData': [{ ...rows, '@type': 'dpv:NonPersonalData' }], 'dpv:hasPersonalData': [account] }
  const type = {
    pseudonymous: ['dpv:PseudonymisedData'],
    yes: ['dpv:PersonalData'],
    'special-category': ['dpv:PersonalData', 'dpv:SpecialCategoryPersonalData'],
  }[present]
  return { 'dpv:hasPersonalData': [{ ...rows, '@type': type, ...needed }, account] }
}

const legalBasis = ({ personalData: { present } }: LicenseTerms): JsonLdValue => [
  iri('eu-gdpr:A6-1-a'),
  ...(present === 'special-category' ? [iri('eu-gdpr:A9-2-a')] : []),
  iri('dpv:ExplicitlyExpressedConsent'),
]

const commercialPurpose = {
  any: 'dpv:CommercialPurpose',
  'non-commercial': 'dpv:NonCommercialPurpose',
} as const

const purposeNode = (code: Purpose, { commercial }: LicenseTerms): JsonLd => {
  const { broader, related } = purposeMappings[code].dpv
  const named = commercialPurpose[commercial === 'any' ? 'any' : 'non-commercial']
  return {
    '@id': `usufruct:purpose/${code}`,
    '@type': 'dpv:Purpose',
    'dct:title': labelOf(code),
    'skos:broader': [...broader, named].map(iri),
    ...(related.length > 0 ? { 'skos:related': related.map(iri) } : {}),
  }
}

const processNode = (code: Purpose, input: ConsentRecordInput): JsonLd => {
  const { terms, controller, recipients, dataset } = input
  const dao = daoUrn(controller)
  const processing = [
    ...['ai:DataCleaning', 'dpv:Pseudonymise', 'dpv:Store', 'dpv:Share'],
    ...purposeMappings[code].dpv.processing,
  ]
  return {
    '@id': `${dao}:consent:${input.consent}:process:${code}`,
    '@type': 'dpv:Process',
    'dct:title': `${labelOf(code)}: ${dataset.name}`,
    'dpv:hasPurpose': purposeNode(code, terms),
    'dpv:hasProcessing': [...new Set(processing)].map(iri),
    ...personalData(input),
    'dpv:hasDataSource': iri('dpv:DataSubjectDataSource'),
    'dpv:hasLegalBasis': legalBasis(terms),
    'dpv:hasRecipient': [
      {
        '@id': `${dao}:recipients:licensees`,
        '@type': 'dpv:ThirdParty',
        'dct:description':
          'Whoever holds a license of this dataset for this purpose. The DAO’s page lists them.',
      },
      {
        '@id': `${dao}:recipients:reviewers`,
        '@type': 'dpv:ThirdParty',
        'dct:description': 'Members of the DAO who score the rows on a panel, each under a processing grant.',
      },
      ...recipients.map(({ license, licensee }) => ({
        '@id': `${dao}:license:${license}`,
        '@type': 'dpv:ThirdParty',
        'dpv:hasIdentifier': licensee.toLowerCase(),
      })),
    ],
    'dpv:hasStorageCondition': [
      { '@type': 'dpv:StorageLocation', 'dpv:hasLocation': places(terms.territory.storage) },
      {
        '@type': 'dpv:StorageDuration',
        'dpv:hasDuration': [
          ...(terms.term.end
            ? [
                {
                  '@type': 'dpv:UntilTimeDuration',
                  'rdf:value': { '@value': terms.term.end, '@type': 'xsd:dateTime' },
                },
              ]
            : []),
          { '@type': 'dpv:UntilEventDuration', 'rdf:value': 'withdrawal' },
        ],
      },
      { '@type': 'dpv:StorageDeletion', 'dpv:hasDuration': `P${terms.revocation.licenseeDeadlineDays}D` },
    ],
  }
}

const evidenceNode = ({ transaction, signed }: ConsentEvidence): JsonLd => ({
  'usufruct:transaction': transaction,
  ...(signed
    ? {
        'usufruct:primaryType': signed.primaryType,
        'usufruct:verifyingContract': signed.verifyingContract.toLowerCase(),
        'usufruct:message': { '@type': '@json', '@value': signed.message },
        'usufruct:digest': signed.digest,
        'usufruct:signature': signed.signature,
      }
    : {}),
})

const durationOf = (kind: keyof typeof statusOf, { terms }: ConsentRecordInput): JsonLd =>
  (kind === 'given' || kind === 'renewed') && terms.term.end
    ? { '@type': 'dpv:UntilTimeDuration', 'rdf:value': { '@value': terms.term.end, '@type': 'xsd:dateTime' } }
    : { '@type': 'dpv:UntilEventDuration', 'rdf:value': 'a new consent' }

const eventNode = (event: ConsentEvent, input: ConsentRecordInput): JsonLd => {
  const subject = subjectUrn(input)
  return {
    'dpv:isIndicatedBy': iri(event.by === 'member' ? subject : daoUrn(input.controller)),
    'dpv:isIndicatedAtTime': dateTime(event.at),
    'dpv:hasIndicationMethod': event.method,
    ...(event.evidence ? { 'usufruct:evidence': evidenceNode(event.evidence) } : {}),
  }
}

const statuses = (input: ConsentRecordInput): JsonLdValue =>
  input.events.flatMap((event) =>
    event.kind === 'paused'
      ? []
      : [
          {
            '@type': [
              statusOf[event.kind],
              ...(event.kind === 'given' || event.kind === 'renewed'
                ? ['dpv:ExplicitlyExpressedConsent']
                : []),
            ],
            ...eventNode(event, input),
            'dpv:hasDuration': durationOf(event.kind, input),
          },
        ],
  )

const pauses = (input: ConsentRecordInput): JsonLd => {
  const halted = input.events.filter(({ kind }) => kind === 'paused')
  if (halted.length === 0) return {}
  return {
    'dpv:hasActivityStatus': halted.map((event) => ({
      '@type': 'dpv:ActivityHalted',
      'dct:description':
        'Paused: no new license opens these rows. Licenses bought before still do. DPV 2.3 has no paused consent.',
      ...eventNode(event, input),
    })),
  }
}

const subjectUrn = ({ account, controller }: ConsentRecordInput) =>
  `${daoUrn(controller)}:member:${account.toLowerCase()}`

const rights = [
  ['eu-gdpr:A7-3', 'Withdraw consent, at any time and as easily as it was given', 'consents'],
  ['eu-gdpr:A15', 'Access to the data and to who received it', 'rights'],
  ['eu-gdpr:A16', 'Rectification', 'rights'],
  ['eu-gdpr:A17', 'Erasure', 'rights'],
  ['eu-gdpr:A18', 'Restriction of processing', 'consents'],
  ['eu-gdpr:A20', 'Portability', 'rights'],
] as const

const controllerNode = (controller: RecordController): JsonLd => ({
  '@id': daoUrn(controller),
  '@type': ['dpv:Organisation', 'dpv:DataController'],
  'dpv:hasName': controller.legalName || controller.name,
  'dpv:hasIdentifier': controller.registration || daoUrn(controller),
  ...(controller.address ? { 'dpv:hasAddress': controller.address } : {}),
  'dpv:hasContact': controller.privacyContact,
  ...(controller.accountableAgent
    ? { 'dpv:hasRepresentative': { 'dpv:hasName': controller.accountableAgent } }
    : {}),
})

/**
 * One consent as a record after ISO/IEC TS 27560 in DPV 2.3 (profile `dpv-27560#record-eu-gdpr`), without its
 * `@context`: it stands in a receipt, or alone through {@link consentRecord}.
 */
export const recordNode = (input: ConsentRecordInput): JsonLd => {
  const { terms, termsHash, notice, controller, pages } = input
  const dao = daoUrn(controller)
  return {
    '@id': `urn:uuid:${input.identifier}`,
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': iri('https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr'),
    'dct:identifier': input.identifier,
    'dct:created': dateTime(input.createdAt),
    'usufruct:consent': iri(`${dao}:consent:${input.consent}`),
    ...(input.replaces ? { 'dct:replaces': iri(`${dao}:consent:${input.replaces}`) } : {}),
    ...(input.replacedBy ? { 'dct:isReplacedBy': iri(`${dao}:consent:${input.replacedBy}`) } : {}),
    'dpv:hasDataSubject': { '@id': subjectUrn(input), '@type': 'dpv:DataSubject' },
    'dpv:hasDataController': controllerNode(controller),
    'dpv:hasNotice': {
      '@id': sha256Urn(notice.hash),
      '@type': 'dpv:ConsentNotice',
      'dct:title': notice.title,
      'dct:hasVersion': notice.version,
      'dct:language': notice.language,
      ...(notice.publishedAt === null ? {} : { 'dct:date': dateTime(notice.publishedAt) }),
      'usufruct:sha256': notice.hash.slice(2),
    },
    'dpv:hasJurisdiction': places([terms.governingLaw]),
    'dpv:hasApplicableLaw': iri('legal-eu:law-GDPR'),
    'dpv:hasProcess': terms.purposes.permit.map((code) => processNode(code, input)),
    'dpv:hasConsentControl': [
      { '@type': ['dpv:WithdrawConsent'], 'dpv:isExercisedAt': iri(pages.consents) },
      { '@type': ['dpv:ProvideConsent', 'dpv:ReaffirmConsent'], 'dpv:isExercisedAt': iri(pages.consents) },
    ],
    'dpv:hasRight': [
      ...rights.map(([article, title, page]) => ({
        '@type': ['dpv:DataSubjectRight', article],
        'dct:title': title,
        'dpv:isExercisedAt': iri(pages[page]),
      })),
      {
        '@type': ['dpv:DataSubjectRight', 'eu-gdpr:A77'],
        'dct:title': 'Complaint to a supervisory authority, such as the one where you live',
      },
    ],
    'dpv:hasConsentStatus': statuses(input),
    ...pauses(input),
    'usufruct:terms': {
      '@id': sha256Urn(termsHash),
      'rdf:value': { '@type': '@json', '@value': terms as unknown as JsonLd },
    },
  }
}

/** One consent as a JSON-LD document of its own; see {@link recordNode}. Needs no network to be read. */
export const consentRecord = (input: ConsentRecordInput): JsonLd => ({
  '@context': jsonLdContext,
  ...recordNode(input),
})
