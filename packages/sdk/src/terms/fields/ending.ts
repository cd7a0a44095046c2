import { count, sayChild, sayDays, sayList, sayParent, underParent } from '../say.ts'
import { revocabilities, trainedModelRules } from '../terms.ts'
import { missing, noLess, noWider, type SomeRules } from './rule.ts'

const effectWords = {
  'stop-new-licenses': 'no new license includes the data',
  'exclude-from-next-version': 'the next version is without it',
  'stop-new-downloads': 'downloads of it stop',
  'stop-new-training-runs': 'no new training run uses it',
  'delete-copies': 'copies are deleted',
  'notify-recipients': 'everyone who received it is told',
  'exclude-from-finetune-of-existing-models': 'existing models are not tuned on it further',
  'retrain-or-unlearn': 'models are trained again without it, or made to forget it',
} as const

const revocableWords = {
  'at-will': 'can be taken back at any time',
  'for-cause': 'can be taken back only for a cause',
  'personal-data-only': 'can be taken back only as far as it holds personal data',
  no: 'cannot be taken back',
} as const

const trainedWords = {
  'retrain-or-unlearn-at-next-major': 'are trained again or made to forget at their next major version',
  'stop-distribution': 'are no longer handed out',
  'unaffected-unless-unlawful': 'stay as they are unless the law says otherwise',
  unaffected: 'stay as they are',
} as const

const evidenceWords = {
  ack: 'an acknowledgement',
  'deletion-attestation': 'a statement that copies were deleted',
  'version-attestation': 'a statement of which version is in use',
} as const

export const endingRules = {
  'revocation.revocable': {
    value: ({ revocation }) => revocation.revocable,
    allows: noWider(revocabilities, ({ revocation }) => revocation.revocable),
    words: (parent, child) =>
      `${sayParent(parent)} ${revocableWords[parent.revocation.revocable]}; ${sayChild(child)} ${revocableWords[child.revocation.revocable]}.`,
  },
  'revocation.lockInDays': {
    value: ({ revocation }) => revocation.lockInDays,
    allows: (parent, child) => child.revocation.lockInDays <= parent.revocation.lockInDays,
    words: (parent, child) =>
      `${sayParent(parent)} binds the member for ${count(parent.revocation.lockInDays, 'day')}; ${sayChild(child)} would for ${child.revocation.lockInDays}.`,
  },
  'revocation.effect': {
    value: ({ revocation }) => revocation.effect,
    allows: (parent, child) => noLess(parent.revocation.effect, child.revocation.effect),
    words: (parent, child) => {
      const lost = missing(parent.revocation.effect, child.revocation.effect)
      return `${sayParent(parent)} says that when data is taken back, ${sayList(lost.map((effect) => effectWords[effect]))}; ${sayChild(child)} does not.`
    },
  },
  'revocation.licenseeDeadlineDays': {
    value: ({ revocation }) => revocation.licenseeDeadlineDays,
    allows: (parent, child) =>
      child.revocation.licenseeDeadlineDays <= parent.revocation.licenseeDeadlineDays,
    words: (parent, child) =>
      `${underParent(parent)} a licensee acts on a withdrawal ${sayDays(parent.revocation.licenseeDeadlineDays)}; ${sayChild(child)} would give ${count(child.revocation.licenseeDeadlineDays, 'day')}.`,
  },
  'revocation.trainedModels': {
    value: ({ revocation }) => revocation.trainedModels,
    allows: noWider(trainedModelRules, ({ revocation }) => revocation.trainedModels),
    words: (parent, child) =>
      `${sayParent(parent)} says that after a withdrawal trained models ${trainedWords[parent.revocation.trainedModels]}; under ${sayChild(child)} they ${trainedWords[child.revocation.trainedModels]}.`,
  },
  'revocation.evidence': {
    value: ({ revocation }) => revocation.evidence,
    allows: (parent, child) => noLess(parent.revocation.evidence, child.revocation.evidence),
    words: (parent, child) => {
      const lost = missing(parent.revocation.evidence, child.revocation.evidence)
      return `${sayParent(parent)} asks a licensee for ${sayList(lost.map((kind) => evidenceWords[kind]))} after a withdrawal; ${sayChild(child)} does not.`
    },
  },
  'revocation.plainLanguage': {
    free: 'It tells people what the other fields say; those are compared.',
  },
} satisfies SomeRules
