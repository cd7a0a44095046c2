import { sayChild, sayList, sayParent, underParent } from '../say.ts'
import {
  type LicenseTerms,
  modelDistributions,
  modelScopes,
  outputUses,
  syntheticDataUses,
} from '../terms.ts'
import { noWider, type SomeRules } from './rule.ts'

/** A name that ends in `*` stands for all that begin like it. */
const names = (given: string, asked: string) =>
  given === asked || (given.endsWith('*') && asked.startsWith(given.slice(0, -1)))

/** Names count only where a scope keeps to them; a scope without names leaves them to be agreed on. */
const limitsModels = ({ model }: LicenseTerms) => model.scope !== 'any' && model.modelIds.length > 0

const unnamed = (parent: LicenseTerms, child: LicenseTerms) =>
  child.model.modelIds.filter((asked) => !parent.model.modelIds.some((given) => names(given, asked)))

const scopeWords = {
  'named-model': 'for the models it names',
  'model-family': 'for one family of models',
  any: 'for any model',
} as const

const outputWords = {
  'evaluation-only': 'used for evaluation only',
  internal: 'used inside the organisation',
  commercial: 'used commercially',
} as const

const distributionWords = {
  none: 'not be handed out',
  'api-only': 'be offered through an interface only',
  'weights-closed': 'be handed to customers without publishing their weights',
  'weights-open': 'be published with their weights',
} as const

const syntheticWords = {
  prohibited: 'no synthetic data',
  internal: 'synthetic data for internal use',
  permitted: 'synthetic data for any use',
} as const

export const modelRules = {
  'model.derivativesAllowed': {
    value: ({ model }) => model.derivativesAllowed,
    allows: (parent, child) => parent.model.derivativesAllowed || !child.model.derivativesAllowed,
    words: (parent, child) =>
      `${sayParent(parent)} lets nobody make a model or other derivative from the data; ${sayChild(child)} would.`,
  },
  'model.scope': {
    value: ({ model }) => model.scope,
    allows: noWider(modelScopes, ({ model }) => model.scope),
    words: (parent, child) =>
      `${sayParent(parent)} is ${scopeWords[parent.model.scope]}; ${sayChild(child)} would be ${scopeWords[child.model.scope]}.`,
  },
  'model.modelIds': {
    value: ({ model }) => model.modelIds,
    allows: (parent, child) =>
      !limitsModels(parent) || (child.model.modelIds.length > 0 && unnamed(parent, child).length === 0),
    words: (parent, child) => {
      const said = `${sayParent(parent)} is for ${sayList(parent.model.modelIds)}`
      if (child.model.modelIds.length === 0) return `${said}; ${sayChild(child)} names no model.`
      return `${said}; ${sayChild(child)} also names ${sayList(unnamed(parent, child))}.`
    },
  },
  'model.outputUse': {
    value: ({ model }) => model.outputUse,
    allows: noWider(outputUses, ({ model }) => model.outputUse),
    words: (parent, child) =>
      `${underParent(parent)} what a model puts out may be ${outputWords[parent.model.outputUse]}; under ${sayChild(child)} it would be ${outputWords[child.model.outputUse]}.`,
  },
  'model.distribution': {
    value: ({ model }) => model.distribution,
    allows: noWider(modelDistributions, ({ model }) => model.distribution),
    words: (parent, child) =>
      `${underParent(parent)} trained models may ${distributionWords[parent.model.distribution]}; under ${sayChild(child)} they could ${distributionWords[child.model.distribution]}.`,
  },
  'model.syntheticData': {
    value: ({ model }) => model.syntheticData,
    allows: noWider(syntheticDataUses, ({ model }) => model.syntheticData),
    words: (parent, child) =>
      `${sayParent(parent)} allows ${syntheticWords[parent.model.syntheticData]}; ${sayChild(child)} would allow ${syntheticWords[child.model.syntheticData]}.`,
  },
  'model.distillation': {
    value: ({ model }) => model.distillation,
    allows: noWider(['prohibited', 'permitted'], ({ model }) => model.distillation),
    words: (parent, child) =>
      `${sayParent(parent)} forbids training one model on the output of another; ${sayChild(child)} would allow it.`,
  },
  'model.memorisationControls': {
    value: ({ model }) => model.memorisationControls,
    allows: (parent, child) => child.model.memorisationControls || !parent.model.memorisationControls,
    words: (parent, child) =>
      `${sayParent(parent)} asks for controls against models that repeat the data; ${sayChild(child)} would not.`,
  },
  'model.survivesTermination': {
    value: ({ model }) => model.survivesTermination,
    allows: (parent, child) => parent.model.survivesTermination || !child.model.survivesTermination,
    words: (parent, child) =>
      `${underParent(parent)} trained models may not be used after the end; under ${sayChild(child)} they could.`,
  },
} satisfies SomeRules
