import type { Stability } from '@usufruct/sdk/http/routes/terms'
import { sayRevocable, trainedModels } from '@usufruct/sdk/projections/sayTerms'
import { clauseOf } from '@usufruct/sdk/terms/clauseOf'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'

type Sentences = Pick<Stability, 'survives' | 'ends' | 'refunds' | 'warrantyText'>

type Effect = LicenseTerms['revocation']['effect'][number]

const onWithdrawal: Record<Effect, string> = {
  'stop-new-licenses': 'Licenses that are sold afterwards do not include rows that were taken back.',
  'exclude-from-next-version': 'The next version is published without them.',
  'stop-new-downloads': 'You can no longer download them, though your license goes on.',
  'stop-new-training-runs': 'You start no new training on copies of them.',
  'delete-copies': 'You delete every copy of them.',
  'notify-recipients': 'You are told which rows they are, by a notice that names them.',
  'exclude-from-finetune-of-existing-models': 'You do not tune existing models on them any further.',
  'retrain-or-unlearn': 'You retrain models that were trained on them, or make the models unlearn them.',
}

const survives = ({ model, revocation }: LicenseTerms): string[] => [
  'Your license goes on until its end for all rows that were not taken back.',
  ...(model.derivativesAllowed ? [trainedModels[revocation.trainedModels]] : []),
  ...(model.derivativesAllowed && model.survivesTermination
    ? ['When your term ends you may keep the models that you trained during it, as the license allows.']
    : []),
]

const ends = (terms: LicenseTerms): string[] => {
  const { model, revocation } = terms
  return [
    sayRevocable(terms),
    ...revocation.effect.map((effect) => onWithdrawal[effect]),
    `You have ${revocation.licenseeDeadlineDays} days after the notice to do your part.`,
    ...(revocation.evidence.length > 0 ? [`You show it by: ${revocation.evidence.join(', ')}.`] : []),
    ...(model.survivesTermination
      ? []
      : ['When your term ends, models that you trained on the data end with it.']),
    'When your term ends, so does the right to use the rows, and key holders open nothing any more.',
  ]
}

const quoted = (text: PublishedText, field: string): string | undefined => clauseOf(text, field)?.quote

/** What a licensee should know in sentences: nothing in them that terms, text or contracts do not say. */
export const stabilitySentences = (terms: LicenseTerms, text: PublishedText): Sentences => {
  const price = quoted(text, 'price')
  return {
    survives: survives(terms),
    ends: ends(terms),
    refunds: [
      'You have no right to one. The arbiter can end a license and pay money back, out of the treasury’s share of sales as far as the treasury has not taken it yet. What contributors and reviewers were credited stays theirs.',
      ...(price ? [`The license says: “${price}”`] : []),
    ].join(' '),
    warrantyText: quoted(text, 'warranties') ?? '',
  }
}
