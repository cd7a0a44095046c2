import { type LicenseTerms, type LicenseTermsInput, licenseTerms } from '../terms.ts'

/** One member's permission, as plain as terms can be: of everything a middle, so that a test can go either way. */
export const grantSample: LicenseTermsInput = {
  schema: 'usufruct-terms/1',
  kind: 'grant',
  id: 'urn:usufruct:test:grant',
  version: '1.0.0',
  legalText: { url: 'urn:usufruct:test:agreement', sha256: `0x${'1'.repeat(64)}`, language: 'en' },
  licensor: { id: 'urn:usufruct:test:member' },
  licensee: { id: 'urn:usufruct:test' },
  target: [{ id: 'urn:usufruct:test:birds' }],
  purposes: { permit: ['ai.finetune', 'research.academic'], prohibit: ['profile.person'] },
  commercial: 'any',
  term: { start: null, end: '2027-12-31T00:00:00Z' },
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
    effect: ['stop-new-licenses', 'delete-copies', 'notify-recipients'],
    licenseeDeadlineDays: 30,
    trainedModels: 'unaffected-unless-unlawful',
    evidence: ['ack'],
  },
  attribution: { required: false },
  audit: { rights: 'none' },
  security: { noReidentification: true },
  personalData: { present: 'none' },
  governingLaw: 'DE',
}

const { licensee, sublicensing, ...common } = grantSample

/** An offer that follows from the permission above, and asks for all of it. */
export const offerSample: LicenseTermsInput = {
  ...common,
  kind: 'offer',
  id: 'urn:usufruct:test:offer',
  licensor: { id: licensee?.id ?? '' },
  sublicensing: sublicensing === 'one-tier' ? 'affiliates' : 'none',
}

export const sampleGrant = (): LicenseTerms => licenseTerms.parse(grantSample)
export const sampleOffer = (): LicenseTerms => licenseTerms.parse(offerSample)
