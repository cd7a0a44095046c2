import type { Purpose } from '../domain/purposes.ts'

/**
 * The DAO's purposes in the words of other vocabularies. Null or empty: that vocabulary has no word for it, and
 * none is made up. Sources: DPV 2.3 with its AI extension; Data & Trust Alliance provenance standards 1.0.0; RSL 1.0;
 * IETF aipref vocabulary, draft 08; CAWG training and data mining assertion; Montreal Data License; GA4GH DUO.
 */
export type PurposeMapping = {
  dpv: {
    /** `dpv:Purpose`s that are broader than ours. */
    broader: readonly string[]
    /** `dpv:Processing` that a licensee does for it. */
    processing: readonly string[]
    /** Other concepts close to it: kinds of data, capabilities, technologies. */
    related: readonly string[]
  }
  /** `intended-purpose`; `near` when theirs is not quite ours. */
  dta: { code: string; near: boolean } | null
  rsl: { usage: string | null; user: string | null }
  aipref: 'train-ai' | null
  cawg: readonly string[]
  mdl: string | null
  duo: readonly string[]
}

const none = {
  rsl: { usage: null, user: null },
  dta: null,
  aipref: null,
  cawg: [],
  mdl: null,
  duo: [],
} as const
const research = ['dpv:ResearchAndDevelopment'] as const
const training = {
  rsl: { usage: 'ai-train', user: null },
  aipref: 'train-ai',
  cawg: ['cawg.ai_generative_training', 'cawg.ai_training'],
  mdl: 'Internal Use, Output Commercialization or Model Commercialization',
  duo: [],
} as const

export const purposeMappings: Readonly<Record<Purpose, PurposeMapping>> = {
  'ai.pretrain': {
    ...training,
    dpv: { broader: research, processing: ['ai:ModelTraining'], related: ['ai:TrainingData'] },
    dta: { code: 'ai-pre-training', near: false },
  },
  'ai.finetune': {
    ...training,
    dpv: { broader: research, processing: ['ai:ModelFineTuning'], related: ['ai:TrainingData'] },
    dta: { code: 'ai-alignment', near: true },
  },
  'ai.align': {
    ...training,
    dpv: { broader: research, processing: ['ai:ModelFineTuning'], related: ['ai:TrainingData'] },
    dta: { code: 'ai-alignment', near: false },
  },
  'ai.eval': {
    ...none,
    dpv: { broader: research, processing: ['dpv:Assess'], related: ['ai:TestingData', 'ai:ValidationData'] },
    dta: { code: 'ai-evaluation', near: false },
    mdl: 'Benchmark',
  },
  'ai.distil': { ...none, dpv: { broader: research, processing: ['ai:ModelTraining'], related: [] } },
  'ai.synth': {
    ...none,
    dpv: { broader: research, processing: ['dpv:Generate'], related: [] },
    dta: { code: 'ai-synthetic', near: false },
    mdl: 'Representation',
  },
  'ai.rag': {
    ...none,
    dpv: { broader: research, processing: ['dpv:Retrieve'], related: ['ai:InformationRetrieval'] },
    rsl: { usage: 'ai-input', user: null },
    cawg: ['cawg.ai_inference'],
  },
  'ai.index': {
    ...none,
    dpv: { broader: research, processing: ['dpv:Retrieve'], related: ['ai:InformationRetrieval'] },
    rsl: { usage: 'ai-index', user: null },
  },
  'ai.genai': {
    ...none,
    dpv: { broader: research, processing: ['ai:ModelTraining'], related: ['ai:GenAI'] },
    aipref: 'train-ai',
    cawg: ['cawg.ai_generative_training'],
  },
  'ai.nongen': {
    ...none,
    dpv: { broader: research, processing: ['ai:ModelTraining'], related: [] },
    cawg: ['cawg.ai_training'],
  },
  'research.academic': {
    ...none,
    dpv: { broader: ['dpv:AcademicResearch'], processing: ['dpv:Analyse'], related: [] },
    rsl: { usage: null, user: 'education' },
    mdl: 'Research, Publish',
    duo: ['DUO:0000042'],
  },
  'research.noncommercial': {
    ...none,
    dpv: { broader: ['dpv:NonCommercialResearch'], processing: ['dpv:Analyse'], related: [] },
    rsl: { usage: null, user: 'non-commercial' },
    mdl: 'Research',
    duo: ['DUO:0000042', 'DUO:0000046'],
  },
  'research.commercial': {
    ...none,
    dpv: { broader: ['dpv:CommercialResearch'], processing: ['dpv:Analyse'], related: [] },
    rsl: { usage: null, user: 'commercial' },
    mdl: 'Internal Use',
    duo: ['DUO:0000042'],
  },
  tdm: {
    ...none,
    dpv: { broader: research, processing: ['dpv:Analyse'], related: ['ai:TextDataMining'] },
    rsl: { usage: 'all', user: null },
    cawg: ['cawg.data_mining'],
  },
  label: {
    ...none,
    dpv: { broader: research, processing: ['ai:DataLabelling'], related: [] },
    mdl: 'Tagged Data',
  },
  analytics: {
    ...none,
    dpv: { broader: research, processing: ['dpv:Analyse'], related: [] },
    dta: { code: 'non-ai-production', near: true },
  },
  redistribute: {
    ...none,
    dpv: { broader: ['dpv:SellDataToThirdParties'], processing: ['dpv:Share'], related: [] },
    mdl: 'Distribute',
  },
  'bio.ident': {
    ...none,
    dpv: {
      broader: ['dpv:IdentityVerification'],
      processing: ['dpv:Analyse'],
      related: ['ai:BiometricIdentification'],
    },
  },
  'profile.person': {
    ...none,
    dpv: { broader: ['dpv:Personalisation'], processing: ['dpv:Profiling'], related: ['ai:Profiling'] },
  },
}
