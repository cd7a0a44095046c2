import { type Purpose, prohibitedByDefault, purposes } from '../../domain/purposes.ts'
import { type Answers, type Field, listAnswer, type Option, type Question } from '../field.ts'
import type { FoundingTemplate } from '../templates.ts'

const labels = new Map<string, string>(purposes.map(({ code, label }) => [code, label]))
const languages: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
}

const shortOf = (template: FoundingTemplate) =>
  template.front.template
    .replace(/^usufruct-/, '')
    .replace(/^license-/, '')
    .replace(/-license$/, '')

const permittedBy = ({ front }: FoundingTemplate): Purpose[] =>
  (front.terms?.purposes.permit ?? []).filter((purpose) => !prohibitedByDefault.includes(purpose))

const list = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

const commercialWords = {
  'not-for-profit-org-only': 'Only organisations that are not for profit may have it.',
  'non-commercial': 'Nobody may make money with what comes of it.',
  any: 'Companies may have it, and may make money with what comes of it.',
} as const
const distributionWords = {
  none: 'Models trained on it may not be passed on.',
  'api-only': 'Models trained on it may be offered as a service, not passed on.',
  'weights-closed': 'Models trained on it may be passed on, but not published.',
  'weights-open': 'Models trained on it may be published.',
} as const
const trainedWords = {
  'retrain-or-unlearn-at-next-major':
    'When a member stops sharing, the next big version of a model is trained without them.',
  'stop-distribution':
    'When a member stops sharing, models trained on their data may no longer be passed on.',
  'unaffected-unless-unlawful': 'Models that were trained before a member stops sharing stay as they are.',
  unaffected: 'Models that were trained before a member stops sharing stay as they are.',
} as const

const consequencesOf = (template: FoundingTemplate): string[] => {
  const { terms } = template.front
  if (!terms) return []
  return [
    `For: ${list(permittedBy(template).map((code) => (labels.get(code) ?? code).toLowerCase()))}.`,
    commercialWords[terms.commercial],
    ...(terms.model.derivativesAllowed ? [distributionWords[terms.model.distribution]] : []),
    trainedWords[terms.revocation.trainedModels],
    `After a withdrawal licensees have ${terms.revocation.licenseeDeadlineDays} days to delete their copies.`,
  ]
}

/** The id an offer's own fields and its place in the charter go by. */
export const offerIdOf = shortOf

export const offerNameOf = (template: FoundingTemplate): string => {
  const words = shortOf(template).replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const usual: readonly Purpose[] = [
  'research.academic',
  'research.noncommercial',
  'ai.finetune',
  'ai.eval',
  'ai.nongen',
  'research.commercial',
]

/** A license asks for all of its purposes, so that few of them keep most members in. */
const usualOf = (template: FoundingTemplate): Purpose[] => {
  const permitted = permittedBy(template)
  const wanted = template.front.terms?.commercial === 'any' ? usual.slice(2) : usual.slice(0, 2)
  const both = permitted.filter((purpose) => wanted.includes(purpose))
  return both.length > 0 ? both : permitted.slice(0, 2)
}

/** Prices to begin with: what companies pay more for. In whole coins a month. */
const firstPrice = (template: FoundingTemplate) => (template.front.terms?.commercial === 'any' ? '100' : '10')

const fieldsOf = (template: FoundingTemplate): Field[] => {
  const id = shortOf(template)
  const when = (answers: Answers) => listAnswer(answers, 'offers').includes(id)
  const name = offerNameOf(template)
  return [
    {
      id: `offers.${id}.purposes`,
      kind: 'many',
      label: `${name}: for what`,
      says: 'A license asks for all of these: data of members who did not allow each of them is left out.',
      when,
      least: 1,
      options: permittedBy(template).map((code) => ({
        value: code,
        label: labels.get(code) ?? code,
        consequences: [],
      })),
      default: () => usualOf(template),
    },
    {
      id: `offers.${id}.price`,
      kind: 'number',
      label: `${name}: price for a month`,
      min: 0.01,
      max: 1_000_000,
      decimals: 2,
      unit: 'PRACTICE',
      when,
      default: () => firstPrice(template),
    },
    {
      id: `offers.${id}.months`,
      kind: 'number',
      label: `${name}: longest term`,
      says: 'A license outlives no version; long terms leave out members whose permission ends sooner.',
      min: 1,
      max: 36,
      decimals: 0,
      unit: 'months',
      when,
      default: () => '12',
    },
  ]
}

export const offers = (licenses: readonly FoundingTemplate[]): Question => ({
  id: 'offers',
  title: 'What may be done with it?',
  says: 'Each offer is a license text with a price. It only ever holds data whose members allowed all of it.',
  fields: [
    {
      id: 'offers',
      kind: 'many',
      label: 'Your offers',
      least: 1,
      options: licenses.map(
        (template): Option => ({
          value: shortOf(template),
          label: offerNameOf(template),
          consequences: consequencesOf(template),
        }),
      ),
      default: () => licenses.map(shortOf).slice(0, 2),
    },
    ...licenses.flatMap(fieldsOf),
  ],
})

export const languageOptions = (agreements: readonly FoundingTemplate[]): Option[] =>
  agreements.map(({ front }) => ({
    value: front.language,
    label: languages[front.language] ?? front.language,
    consequences: [
      front.authoritative
        ? 'The text that counts.'
        : 'A translation with the same terms; its members sign this very text.',
    ],
  }))
