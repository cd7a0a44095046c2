import type { DatasetKind } from '../domain/datasetKinds.ts'
import {
  because,
  dayOf,
  jsonText,
  type NotCarried,
  type Projection,
  type ProjectionInput,
} from './projection.ts'
import { purposeLabel, sayPersonalData, sayWithdrawal } from './sayTerms.ts'
import { markdownTable } from './termsRows.ts'

const modalities: Record<DatasetKind, string> = {
  table: 'Text (tabular records)',
  text: 'Text',
  image: 'Image',
}

export type AiActRow = {
  schema: 'usufruct-ai-act-row/1'
  template: string
  section: '2.2.1'
  fields: { id: string; label: string; value: string }[]
  /** The same for people: a Markdown table. */
  table: string
}

/** A token has at least one byte, so so many bytes are fewer tokens. */
const sizeOf = ({ released }: ProjectionInput): string => {
  if (!released) return 'No version yet'
  const bytes = released.manifest.parts.reduce((sum, part) => sum + part.bytes, 0)
  const range =
    bytes < 1e9 ? 'Less than 1 billion tokens' : 'More than 1 billion bytes: count tokens with your tokeniser'
  return `${range} (${released.manifest.rowsTotal} rows, ${bytes} bytes)`
}

const fieldsOf = (input: ProjectionInput): AiActRow['fields'] => {
  const { terms, offer, dataset, dao, text, released } = input
  const { licensor, personalData, purposes } = terms
  return [
    { id: 'dataset', label: 'Name of the dataset', value: `${dataset.name} (${dataset.slug})` },
    { id: 'link', label: 'Link', value: dataset.url },
    {
      id: 'licensor',
      label: 'Licensor',
      value: [licensor.name, licensor.contact, licensor.id].filter((part) => part !== undefined).join(', '),
    },
    {
      id: 'agreement',
      label: 'Licensed commercially by the rightsholders or their representative',
      value: `Yes. Offer ${offer.id} (${offer.name}), ${terms.kind} ${terms.id} version ${terms.version}; text ${text.title}, ${terms.legalText.url}, SHA-256 ${terms.legalText.sha256}, in ${terms.legalText.language}.`,
    },
    {
      id: 'version',
      label: 'Version',
      value: terms.target
        .map(({ id, version, sha256 }) =>
          [id, version, sha256].filter((part) => part !== undefined).join(' '),
        )
        .join('; '),
    },
    { id: 'modality', label: 'Modality', value: modalities[dataset.kind] },
    { id: 'size', label: 'Size', value: sizeOf(input) },
    {
      id: 'period',
      label: 'Period of collection',
      value: released
        ? `Lent to the DAO from ${dayOf(released.lent.from)} to ${dayOf(released.lent.to)}; when the records were made is for their members to say`
        : 'No version yet',
    },
    { id: 'languages', label: 'Languages', value: 'Not recorded by the DAO' },
    { id: 'content', label: 'Types of content', value: dataset.description },
    {
      id: 'personal-data',
      label: 'Personal data',
      value: `${sayPersonalData(terms)} Legal basis: ${personalData.legalBasis.join(', ') || 'not named'}.`,
    },
    {
      id: 'purposes',
      label: 'Permitted purposes',
      value: `${purposes.permit.map((code) => `${purposeLabel(code)} (${code})`).join('; ')}. Not permitted: ${purposes.prohibit.join(', ') || 'nothing named'}.`,
    },
    {
      id: 'attribution',
      label: 'To be named in the summary',
      value: `${terms.attribution.required ? 'Yes' : 'Not asked for'}: ${terms.attribution.text || 'no set words'}. Where: ${terms.attribution.where.join(', ') || 'not set'}.`,
    },
    {
      id: 'opt-out',
      label: 'Reservations of rights and opt-out',
      value: `Every row is under its member’s own consent for these purposes. ${sayWithdrawal(terms).join(' ')}`,
    },
    {
      id: 'illegal-content',
      label: 'Measures against illegal content',
      value: `A panel reviews every contribution before it is released. Takedown: ${dao.contacts.takedown}. Promised by the licensor: ${terms.warranties.join(', ') || 'nothing'}.`,
    },
  ]
}

const notAsked = 'The training summary does not ask for it; it is in the license.'

export const aiActNotCarried: NotCarried[] = [
  ...because('It names the form of our own terms, not what they say.', 'schema'),
  ...because('Only a member’s grant continues another one.', 'replaces'),
  ...because(
    'The row is filled in for whoever licenses; the provider names itself in part 1.',
    'licensee.id',
  ),
  ...because('As before: part 1 of the summary is the provider’s.', 'licensee.name', 'licensee.contact'),
  ...because(
    notAsked,
    'parent',
    'purposes.useRestrictions',
    'commercial',
    'term.start',
    'term.end',
    'term.renewal',
    'term.noticeDays',
    'territory.allow',
    'territory.deny',
    'territory.storage',
    'exclusivity',
    'sublicensing',
    'redistribution',
    'model.derivativesAllowed',
    'model.scope',
    'model.modelIds',
    'model.outputUse',
    'model.distribution',
    'model.syntheticData',
    'model.distillation',
    'model.memorisationControls',
    'model.survivesTermination',
    'revocation.evidence',
    'audit.rights',
    'audit.frequencyPerYear',
    'audit.noticeDays',
    'audit.keepLogsMonths',
    'security.noReidentification',
    'security.breachNoticeHours',
    'security.accessMode',
    'personalData.roles',
    'personalData.transferMechanism',
    'governingLaw',
    'forum',
    'charter',
  ),
  ...because(
    'The summary asks whether content was licensed, not for how much.',
    'price.model',
    'price.amount',
    'price.currency',
    'price.unit',
    'price.revSharePct',
    'price.settlement',
  ),
]

/** A pre-filled entry for part 2.2.1 of the AI Act's summary of training content (Art. 53(1)(d), template of
 * 2025-07-24): for the provider of a model to take over and check. */
export const aiActRow = (input: ProjectionInput): Projection => {
  const fields = fieldsOf(input)
  const row: AiActRow = {
    schema: 'usufruct-ai-act-row/1',
    template: 'EU AI Act, Art. 53(1)(d), template for the public summary of training content',
    section: '2.2.1',
    fields,
    table: markdownTable(
      ['field', 'entry'],
      fields.map(({ label, value }) => [label, value]),
    ),
  }
  return {
    document: jsonText(row),
    mediaType: 'application/json',
    fileName: `${input.dataset.slug}-offer-${input.offer.id}.ai-act.json`,
    notCarried: aiActNotCarried,
  }
}
