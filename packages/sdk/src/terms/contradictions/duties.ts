import type { LicenseTerms } from '../terms.ts'
import { type Check, type Contradiction, found } from './find.ts'

/** DPV names (`eu-gdpr:A6-1-a`), articles as lawyers write them, or the word. */
const isConsent = (basis: string) =>
  /A6-1-a\b|A9-2-a\b|6\s*\(1\)\s*\(a\)|9\s*\(2\)\s*\(a\)|consent/i.test(basis)
const isForSpecial = (basis: string) => /A9-2-[a-j]\b|9\s*\(2\)\s*\([a-j]\)|explicit ?consent/i.test(basis)

/** GDPR Article 7(3): a consent can be withdrawn at any time. */
const inPersonalData = ({ personalData, revocation }: LicenseTerms): Check[] => {
  const { present, roles, legalBasis, transferMechanism } = personalData
  const onConsent = present !== 'none' && legalBasis.some(isConsent)
  return [
    [
      onConsent && revocation.lockInDays > 0,
      'revocation.lockInDays',
      'Personal data under consent can be taken back at any time; nobody can be bound to leave it in.',
    ],
    [
      onConsent && (revocation.revocable === 'no' || revocation.revocable === 'for-cause'),
      'revocation.revocable',
      'Personal data under consent can be taken back at any time and without a reason.',
    ],
    [
      present !== 'none' && legalBasis.length === 0,
      'personalData.legalBasis',
      'It says that there is personal data, and on no legal basis.',
    ],
    [
      present === 'special-category' && legalBasis.length > 0 && !legalBasis.some(isForSpecial),
      'personalData.legalBasis',
      'Special categories of personal data need a ground of their own (GDPR Article 9), and none is named.',
    ],
    [
      present === 'none' && roles !== 'n/a',
      'personalData.roles',
      'It says that there is no personal data, and who is responsible for it.',
    ],
    [
      present === 'none' && transferMechanism !== '',
      'personalData.transferMechanism',
      'It says that there is no personal data, and how it is transferred.',
    ],
  ]
}

const inRevocation = ({ revocation, audit, sublicensing, model }: LicenseTerms): Check[] => {
  const { effect, evidence, trainedModels, licenseeDeadlineDays } = revocation
  return [
    [
      revocation.revocable === 'at-will' && revocation.lockInDays > 0,
      'revocation.lockInDays',
      'It can be taken back at any time, and yet not in the first days.',
    ],
    [
      effect.includes('delete-copies') && licenseeDeadlineDays === 0,
      'revocation.licenseeDeadlineDays',
      'Copies have to be deleted in 0 days, which nobody can keep.',
    ],
    [
      effect.includes('retrain-or-unlearn') &&
        (trainedModels === 'unaffected' || trainedModels === 'unaffected-unless-unlawful'),
      'revocation.trainedModels',
      'After a withdrawal models are trained again without the data, and stay as they are.',
    ],
    [
      trainedModels === 'retrain-or-unlearn-at-next-major' && !effect.includes('retrain-or-unlearn'),
      'revocation.effect',
      'Trained models are trained again after a withdrawal, and that is no effect of it.',
    ],
    [
      evidence.includes('deletion-attestation') && !effect.includes('delete-copies'),
      'revocation.evidence',
      'It asks for a statement that copies were deleted, and for no deletion.',
    ],
    [
      evidence.includes('ack') && !effect.includes('notify-recipients'),
      'revocation.evidence',
      'It asks for an acknowledgement of a notice that nobody is sent.',
    ],
    [
      effect.includes('retrain-or-unlearn') && !model.derivativesAllowed,
      'revocation.effect',
      'Models are trained again after a withdrawal, though none may be made.',
    ],
    [
      sublicensing === 'unlimited' && audit.rights === 'none' && evidence.length > 0,
      'sublicensing',
      'It may be licensed on without limit and without a look at the records, so that nobody could give the evidence.',
    ],
  ]
}

const inAudit = ({ audit, attribution }: LicenseTerms): Check[] => [
  [
    attribution.required && attribution.text.trim() === '',
    'attribution.text',
    'The source has to be named, and how is not said.',
  ],
  [
    audit.rights === 'none' && audit.frequencyPerYear > 0,
    'audit.frequencyPerYear',
    'There is no right to an audit, and so many a year.',
  ],
  [
    (audit.rights === 'records' || audit.rights === 'on-site') && audit.frequencyPerYear === 0,
    'audit.frequencyPerYear',
    'There is a right to an audit, and to none a year.',
  ],
]

const isZero = (amount: string) => !/[1-9]/.test(amount)

const inPrice = ({ price, commercial }: LicenseTerms): Check[] => {
  if (!price) return []
  const { model, amount, revSharePct, settlement, currency } = price
  const paid = amount !== undefined && !isZero(amount)
  return [
    [model === 'free' && paid, 'price.amount', 'It is free, and costs something.'],
    [
      model === 'free' && revSharePct !== undefined && revSharePct > 0,
      'price.revSharePct',
      'It is free, and costs a share of revenue.',
    ],
    [
      model !== 'free' && model !== 'revenue-share' && amount === undefined,
      'price.amount',
      'It has a price, and how much is not said.',
    ],
    [
      model === 'revenue-share' && revSharePct === undefined,
      'price.revSharePct',
      'It costs a share of revenue, and which is not said.',
    ],
    [
      model === 'revenue-share' && commercial !== 'any',
      'price.model',
      'It costs a share of revenue from a use that may earn none.',
    ],
    [
      model !== 'free' && currency === '',
      'price.currency',
      'It has a price, and in which money is not said.',
    ],
    [
      model !== 'free' && settlement.length === 0,
      'price.settlement',
      'It has a price, and no way to pay it.',
    ],
  ]
}

const inParties = ({ kind, licensor, licensee, target, parent, id, replaces }: LicenseTerms): Check[] => [
  [licensee?.id === licensor.id, 'licensee.id', 'Nobody can give a license to themselves.'],
  [kind === 'agreement' && licensee === undefined, 'licensee.id', 'A license names no licensee.'],
  [kind !== 'grant' && target.length === 0, 'target', 'It does not say which data it is for.'],
  [parent.includes(id), 'parent', 'It follows from itself.'],
  [
    replaces !== undefined && kind !== 'grant',
    'replaces',
    'Only a member’s permission continues an earlier one.',
  ],
]

export const findInDuties = (terms: LicenseTerms): Contradiction[] =>
  found([
    ...inPersonalData(terms),
    ...inRevocation(terms),
    ...inAudit(terms),
    ...inPrice(terms),
    ...inParties(terms),
  ])
