import type { DaoInfo, PublishedAgreement } from '../../http/routes/dao.ts'
import { type TextTerms, textTerms } from '../../terms/terms.ts'

const hash = (digit: string) => `0x${digit.repeat(64)}` as const

/** What a test's agreement says in its front matter: everything but what is always forbidden, for a month after. */
export const fakeTerms: TextTerms = textTerms.parse({
  purposes: {
    permit: [
      'ai.finetune',
      'ai.eval',
      'ai.nongen',
      'research.academic',
      'research.noncommercial',
      'research.commercial',
    ],
    prohibit: ['redistribute', 'bio.ident', 'profile.person'],
  },
  commercial: 'any',
  term: { start: null, end: null },
  territory: { allow: ['*'] },
  exclusivity: 'none',
  sublicensing: 'one-tier',
  redistribution: 'none',
  model: {
    derivativesAllowed: true,
    outputUse: 'commercial',
    distribution: 'weights-closed',
    syntheticData: 'prohibited',
    distillation: 'prohibited',
    survivesTermination: true,
  },
  revocation: {
    revocable: 'at-will',
    effect: ['stop-new-licenses', 'exclude-from-next-version', 'delete-copies', 'notify-recipients'],
    licenseeDeadlineDays: 30,
    trainedModels: 'unaffected-unless-unlawful',
  },
  attribution: { required: false },
  audit: { rights: 'none' },
  security: { noReidentification: true },
  personalData: {
    present: 'pseudonymous',
    roles: 'independent-controllers',
    legalBasis: ['eu-gdpr:A6-1-a'],
  },
  governingLaw: 'none',
})

export const fakeAgreement: PublishedAgreement = {
  hash: hash('b'),
  title: 'Agreement',
  version: '1.0.0',
  language: 'en',
  authoritative: true,
  terms: fakeTerms,
}

export const fakeCharter: DaoInfo['charter'] = {
  hash: hash('a'),
  title: 'Charter',
  version: '1.0.0',
  windows: {
    roundOpens: 1,
    reviewCommit: 1,
    reviewReveal: 1,
    challenge: 1,
    releaseEvery: 1,
    recutWithin: 1,
    licenseeDeletes: 2_592_000,
  },
  split: { contributorsBps: 7000, reviewersBps: 1000, treasuryBps: 2000 },
  template: hash('c'),
  parameters: hash('d'),
  wrapper: { kind: 'none', legalName: '', accountableAgent: '' },
  contacts: {
    licensing: 'licensing@dao.example',
    privacy: 'privacy@dao.example',
    takedown: 'takedown@dao.example',
    security: 'security@dao.example',
  },
  duties: [],
  personalData: 'pseudonymous',
}
