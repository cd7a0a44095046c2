import type { LicenseTerms } from '../terms/terms.ts'

const hash = (digit: string) => `0x${digit.repeat(64)}` as const

/** Terms in which every field of the schema says something: what a format can carry is measured on them. */
export const fullTerms: LicenseTerms = {
  schema: 'usufruct-terms/1',
  kind: 'offer',
  id: 'urn:usufruct:31337:0x00000000000000000000000000000000000000da:offer:birds:training',
  version: '1.2.0',
  parent: ['urn:usufruct:31337:0x00000000000000000000000000000000000000da:grant:birds'],
  replaces: hash('a'),
  legalText: { url: `urn:sha256:${'b'.repeat(64)}`, sha256: hash('b'), language: 'en' },
  licensor: {
    id: 'urn:usufruct:31337:0x00000000000000000000000000000000000000da',
    name: 'Bird Watchers',
    contact: 'licensing@birds.example',
  },
  licensee: {
    id: 'urn:usufruct:31337:0x00000000000000000000000000000000000000da:licensee',
    name: 'Model Works',
    contact: 'data@models.example',
  },
  target: [
    {
      id: 'urn:usufruct:31337:0x00000000000000000000000000000000000000da:dataset:birds',
      sha256: hash('c'),
      version: '3.0.0',
    },
  ],
  purposes: {
    permit: ['ai.finetune', 'ai.eval'],
    prohibit: ['redistribute', 'bio.ident', 'profile.person'],
    useRestrictions: ['No surveillance of people.'],
  },
  commercial: 'non-commercial',
  term: {
    start: '2027-01-01T00:00:00.000Z',
    end: '2028-01-01T00:00:00.000Z',
    renewal: 'by-agreement',
    noticeDays: 60,
  },
  territory: { allow: ['EEA', 'CH'], deny: ['KP'], storage: ['EU'] },
  exclusivity: 'none',
  sublicensing: 'affiliates',
  redistribution: 'derived-only',
  model: {
    derivativesAllowed: true,
    scope: 'model-family',
    modelIds: ['models/birds-1'],
    outputUse: 'internal',
    distribution: 'api-only',
    syntheticData: 'internal',
    distillation: 'prohibited',
    memorisationControls: true,
    survivesTermination: true,
  },
  revocation: {
    revocable: 'at-will',
    lockInDays: 0,
    effect: ['stop-new-licenses', 'exclude-from-next-version', 'delete-copies', 'notify-recipients'],
    licenseeDeadlineDays: 30,
    trainedModels: 'unaffected-unless-unlawful',
    evidence: ['ack', 'deletion-attestation'],
    plainLanguage: 'Who leaves is deleted within 30 days. Trained models are not undone.',
  },
  attribution: { required: true, text: 'With data of Bird Watchers', where: ['model-card'] },
  audit: { rights: 'records', frequencyPerYear: 1, noticeDays: 15, keepLogsMonths: 36 },
  security: { noReidentification: true, breachNoticeHours: 48, accessMode: 'download' },
  personalData: {
    present: 'pseudonymous',
    roles: 'independent-controllers',
    legalBasis: ['eu-gdpr:A6-1-a'],
    transferMechanism: 'SCC 2021/914, module one',
  },
  price: {
    model: 'subscription',
    amount: '100',
    currency: 'USD',
    unit: 'month',
    revSharePct: 5,
    settlement: ['erc20'],
  },
  warranties: ['own-or-authorised', 'lawful-collection'],
  governingLaw: 'DE',
  forum: 'Courts of Berlin',
  charter: hash('d'),
}
