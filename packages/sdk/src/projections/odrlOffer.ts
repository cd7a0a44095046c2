import { isDpvPlace } from '../records/dpvTerms.ts'
import type { LicenseTerms } from '../terms/terms.ts'
import { odrlContext } from './odrlContext.ts'
import {
  bareHash,
  because,
  jsonText,
  type NotCarried,
  type Projection,
  type ProjectionInput,
} from './projection.ts'

type Node = { readonly [key: string]: unknown }

const id = (value: string): Node => ({ '@id': value })
// A local name must not hold what ends one: free words are percent-encoded.
const house = (kind: string, value: string): Node => id(`usufruct:${kind}/${encodeURIComponent(value)}`)
const typed = (value: string | number, type: string): Node => ({
  '@value': String(value),
  '@type': `xsd:${type}`,
})
const rule = (leftOperand: string, operator: string, rightOperand: unknown): Node => ({
  leftOperand,
  operator,
  rightOperand,
})
/** With the prefix: `{"@id": "compensate"}` would silently vanish when the document is read as linked data. */
const refined = (action: string, refinement: Node[]): Node =>
  refinement.length === 0 ? id(`odrl:${action}`) : { 'rdf:value': id(`odrl:${action}`), refinement }

const place = (code: string): Node => (isDpvPlace(code) ? id(`loc:${code}`) : house('place', code))
const onRevocation = rule('event', 'eq', house('event', 'RevocationNotice'))
const purposesAre = (codes: readonly string[]) =>
  rule(
    'purpose',
    'isAnyOf',
    codes.map((code) => house('purpose', code)),
  )

/** What a withdrawal makes the DAO do; the rest is the licensee's. */
const daoEffects: readonly string[] = [
  'stop-new-licenses',
  'exclude-from-next-version',
  'stop-new-downloads',
  'notify-recipients',
]

const partyNode = (party: LicenseTerms['licensor']): Node => ({
  '@type': 'Party',
  uid: party.id,
  ...(party.name === undefined ? {} : { 'vcard:fn': party.name }),
  ...(party.contact === undefined ? {} : { 'usufruct:contact': party.contact }),
})

const payment = ({ price }: LicenseTerms): Node[] => {
  if (!price) return []
  return [
    {
      action: [
        refined('compensate', [
          rule('usufruct:price-model', 'eq', house('price-model', price.model)),
          ...(price.amount === undefined
            ? []
            : [
                {
                  ...rule('payAmount', 'eq', typed(price.amount, 'decimal')),
                  unit: house('currency', price.currency),
                },
              ]),
          ...(price.unit === undefined ? [] : [rule('usufruct:price-per', 'eq', price.unit)]),
          ...(price.revSharePct === undefined
            ? []
            : [rule('percentage', 'eq', typed(price.revSharePct, 'decimal'))]),
          rule(
            'usufruct:settlement',
            'isAnyOf',
            price.settlement.map((way) => house('settlement', way)),
          ),
        ]),
      ],
    },
  ]
}

const duties = (terms: LicenseTerms): Node[] => {
  const { attribution, revocation, security, model } = terms
  const deadline = rule('delayPeriod', 'lteq', typed(`P${revocation.licenseeDeadlineDays}D`, 'duration'))
  const theirs = revocation.effect.filter((effect) => !daoEffects.includes(effect))
  return [
    ...payment(terms),
    ...(attribution.required || attribution.text || attribution.where.length > 0
      ? [
          {
            action: [
              refined('attribute', [
                rule('usufruct:attribution-required', 'eq', typed(String(attribution.required), 'boolean')),
                ...(attribution.text ? [rule('usufruct:attribution-text', 'eq', attribution.text)] : []),
                ...(attribution.where.length > 0
                  ? [
                      rule(
                        'usufruct:attribution-place',
                        'isAllOf',
                        attribution.where.map((where) => house('attribution-place', where)),
                      ),
                    ]
                  : []),
              ]),
            ],
          },
        ]
      : []),
    ...(theirs.includes('delete-copies')
      ? [{ action: 'delete', constraint: [onRevocation, deadline] }]
      : [{ action: 'usufruct:answer-revocation', constraint: [onRevocation, deadline] }]),
    ...theirs
      .filter((effect) => effect !== 'delete-copies')
      .map((effect) => ({ action: `usufruct:${effect}`, constraint: [onRevocation] })),
    ...(revocation.evidence.length > 0
      ? [
          {
            action: [
              refined('inform', [
                rule(
                  'usufruct:evidence',
                  'isAllOf',
                  revocation.evidence.map((kind) => house('evidence', kind)),
                ),
              ]),
            ],
            constraint: [onRevocation],
          },
        ]
      : []),
    ...(security.breachNoticeHours === null
      ? []
      : [
          {
            action: 'inform',
            constraint: [
              rule('event', 'eq', house('event', 'Breach')),
              rule('delayPeriod', 'lteq', typed(`PT${security.breachNoticeHours}H`, 'duration')),
            ],
          },
        ]),
    ...(model.memorisationControls ? [{ action: 'usufruct:control-memorisation' }] : []),
  ]
}

const use = (terms: LicenseTerms): Node => ({
  action: 'use',
  constraint: [
    purposesAre(terms.purposes.permit),
    ...(terms.term.start === null ? [] : [rule('dateTime', 'gteq', typed(terms.term.start, 'dateTime'))]),
    ...(terms.term.end === null ? [] : [rule('dateTime', 'lteq', typed(terms.term.end, 'dateTime'))]),
    ...(terms.territory.allow.includes('*')
      ? []
      : [rule('spatial', 'isAnyOf', terms.territory.allow.map(place))]),
    ...(terms.commercial === 'any' ? [] : [rule('recipient', 'isA', house('user', terms.commercial))]),
    rule('usufruct:access-mode', 'eq', house('access-mode', terms.security.accessMode)),
  ],
  duty: duties(terms),
})

const modelRules = ({ model, revocation }: LicenseTerms): Node[] => [
  rule('usufruct:model-scope', 'eq', house('model-scope', model.scope)),
  ...(model.modelIds.length > 0 ? [rule('usufruct:model', 'isAnyOf', [...model.modelIds])] : []),
  rule('usufruct:output-use', 'eq', house('output-use', model.outputUse)),
  rule('usufruct:model-distribution', 'eq', house('model-distribution', model.distribution)),
  rule(
    'usufruct:after-the-term',
    'eq',
    house('after-the-term', model.survivesTermination ? 'kept' : 'ended'),
  ),
  rule('usufruct:trained-models', 'eq', house('trained-models', revocation.trainedModels)),
]

/** A permission or a prohibition of one action, whichever the terms say. */
type Ruling = { permission?: Node; prohibition?: Node }

const rulings = (terms: LicenseTerms): Ruling[] => {
  const { model, redistribution, sublicensing, territory, security, purposes } = terms
  const derive = { action: 'derive', constraint: modelRules(terms) }
  return [
    { permission: use(terms) },
    model.derivativesAllowed ? { permission: derive } : { prohibition: derive },
    redistribution === 'none'
      ? { prohibition: { action: 'distribute' } }
      : redistribution === 'derived-only'
        ? {
            permission: {
              action: 'distribute',
              constraint: [rule('usufruct:form', 'eq', house('form', 'derived'))],
            },
          }
        : { permission: { action: 'distribute', duty: [{ action: 'nextPolicy' }] } },
    sublicensing === 'none'
      ? { prohibition: { action: 'grantUse' } }
      : {
          permission: {
            action: 'grantUse',
            constraint: [rule('recipient', 'isA', house('recipient', sublicensing))],
          },
        },
    territory.storage.includes('*')
      ? {}
      : {
          permission: {
            action: 'archive',
            constraint: [rule('spatial', 'isAnyOf', territory.storage.map(place))],
          },
        },
    model.syntheticData === 'prohibited'
      ? { prohibition: { action: 'usufruct:synthesise' } }
      : {
          permission: {
            action: 'usufruct:synthesise',
            constraint: [rule('usufruct:output-use', 'eq', house('synthetic-data', model.syntheticData))],
          },
        },
    { [model.distillation === 'prohibited' ? 'prohibition' : 'permission']: { action: 'usufruct:distil' } },
    ...(purposes.prohibit.length > 0
      ? [{ prohibition: { action: 'use', constraint: [purposesAre(purposes.prohibit)] } }]
      : []),
    ...(territory.deny.length > 0
      ? [
          {
            prohibition: {
              action: 'use',
              constraint: [rule('spatial', 'isAnyOf', territory.deny.map(place))],
            },
          },
        ]
      : []),
    ...(security.noReidentification ? [{ prohibition: { action: 'usufruct:reidentify' } }] : []),
    // Not `use`: without the words, that would prohibit everything.
    ...purposes.useRestrictions.map((words) => ({
      prohibition: { action: 'usufruct:restricted-use', 'dct:description': words },
    })),
  ]
}

const obligations = (terms: LicenseTerms): Node[] => [
  ...(terms.exclusivity === 'none'
    ? []
    : [
        {
          assignee: terms.licensor.id,
          action: [
            refined('ensureExclusivity', [
              rule('usufruct:exclusivity', 'eq', house('exclusivity', terms.exclusivity)),
            ]),
          ],
        },
      ]),
  ...terms.revocation.effect
    .filter((effect) => daoEffects.includes(effect))
    .map((effect) => ({
      assignee: terms.licensor.id,
      action: `usufruct:${effect}`,
      constraint: [onRevocation],
    })),
]

/** The terms as an ODRL 2.2 policy without its `@context`. Actions and operands that ODRL does not have are from the
 * profile `usufruct:odrl-profile-1`. */
export const odrlPolicy = (terms: LicenseTerms): Node => {
  const ruled = rulings(terms)
  const { legalText, revocation } = terms
  const of = (kind: keyof Ruling) => ruled.flatMap((ruling) => ruling[kind] ?? [])
  return {
    '@type': terms.kind === 'offer' ? 'Offer' : 'Agreement',
    uid: terms.id,
    'usufruct:kind': terms.kind,
    profile: 'usufruct:odrl-profile-1',
    'dct:hasVersion': terms.version,
    ...(terms.parent.length > 0 ? { 'dct:source': terms.parent.map(id) } : {}),
    ...(terms.replaces ? { 'dct:replaces': id(`urn:usufruct:consent:${terms.replaces}`) } : {}),
    'dct:license': {
      '@id': legalText.url,
      'usufruct:sha256': bareHash(legalText.sha256),
      'dct:language': legalText.language,
    },
    ...(terms.charter ? { 'usufruct:charter': id(`urn:sha256:${bareHash(terms.charter)}`) } : {}),
    ...(revocation.plainLanguage ? { 'dct:description': revocation.plainLanguage } : {}),
    assigner: partyNode(terms.licensor),
    ...(terms.licensee ? { assignee: partyNode(terms.licensee) } : {}),
    ...(terms.target.length > 0
      ? {
          target: terms.target.map((target) => ({
            '@type': 'Asset',
            uid: target.id,
            ...(target.version === undefined ? {} : { 'dct:hasVersion': target.version }),
            ...(target.sha256 === undefined ? {} : { 'usufruct:sha256': bareHash(target.sha256) }),
          })),
        }
      : {}),
    permission: of('permission'),
    prohibition: of('prohibition'),
    obligation: obligations(terms),
  }
}

export const odrlNotCarried: NotCarried[] = [
  ...because('It names the form of our own terms, not what they say.', 'schema'),
  ...because('ODRL has no renewal of a policy: a new one is made.', 'term.renewal', 'term.noticeDays'),
  ...because(
    'ODRL says what a policy allows, not when who made it may end it.',
    'revocation.revocable',
    'revocation.lockInDays',
  ),
  ...because(
    'ODRL has no audit by the assigner; the license text has.',
    'audit.rights',
    'audit.frequencyPerYear',
    'audit.noticeDays',
    'audit.keepLogsMonths',
  ),
  ...because(
    'ODRL describes the rules for an asset, not what is in it.',
    'personalData.present',
    'personalData.roles',
    'personalData.legalBasis',
    'personalData.transferMechanism',
  ),
  ...because('ODRL has duties of the assigner, but no promises about the asset.', 'warranties'),
  ...because('ODRL has no word for law and court; the license text names them.', 'governingLaw', 'forum'),
]

/** An offer as an ODRL 2.2 Offer in JSON-LD that opens offline. */
export const odrlOffer = ({ terms, dataset, offer }: ProjectionInput): Projection => ({
  document: jsonText({ '@context': odrlContext, ...odrlPolicy(terms) }),
  mediaType: 'application/ld+json',
  fileName: `${dataset.slug}-offer-${offer.id}.odrl.jsonld`,
  notCarried: odrlNotCarried,
})
