import { stringify } from 'yaml'
import { rowColumns } from '../domain/manifest.ts'
import type { Column } from '../http/values.ts'
import { because, type NotCarried, type Projection, type ProjectionInput } from './projection.ts'
import { sayPersonalData, sayWithdrawal } from './sayTerms.ts'
import { markdownTable, termsRows } from './termsRows.ts'

/** Hugging Face's own brackets of dataset sizes. */
const sizeCategories: [number, string][] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
  [1e9, '100M<n<1B'],
  [1e10, '1B<n<10B'],
  [1e11, '10B<n<100B'],
  [1e12, '100B<n<1T'],
]

export const sizeCategory = (rows: number): string =>
  sizeCategories.find(([below]) => rows < below)?.[1] ?? 'n>1T'

const dtypes: Record<Column['type'], string> = {
  string: 'string',
  integer: 'int64',
  number: 'float64',
  boolean: 'bool',
  date: 'date32',
  datetime: 'timestamp[us]',
}

const licenseName = (title: string, version: string) =>
  `${title} ${version}`
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '')

const frontMatter = ({ terms, dataset, dao, text, released }: ProjectionInput) => ({
  pretty_name: dataset.name,
  license: 'other',
  license_name: licenseName(text.title, text.version),
  license_link: 'LICENSE.txt',
  ...(released ? { size_categories: [sizeCategory(released.manifest.rowsTotal)] } : {}),
  source_datasets: ['original'],
  tags: [
    'data-dao',
    'croissant',
    ...(terms.personalData.present === 'none' ? [] : ['personal-data']),
    ...terms.purposes.permit.map((code) => `purpose:${code}`),
  ],
  configs: [{ config_name: 'default', data_files: [{ split: 'train', path: 'data.parquet' }] }],
  dataset_info: {
    features: [
      // In the order of the Parquet file.
      ...rowColumns.map((name) => ({ name, dtype: 'string' })),
      ...dataset.columns.map(({ name, type }) => ({ name, dtype: dtypes[type] })),
    ],
  },
  extra_gated_heading: `Ask ${dao.name} for a license`,
  extra_gated_prompt: `These rows are lent, not sold. You need a license from ${dao.name}, and you agree to delete records on notice: ${sayWithdrawal(terms).join(' ')}`,
  extra_gated_fields: {
    'License number': 'text',
    'I agree to delete records on notice': 'checkbox',
    'I use the data only for the permitted purposes': 'checkbox',
  },
})

const readmeNotes = [
  'Beside the dataset’s own columns each row has `record_id` (the record’s, for good), `contributor` (a pseudonym, for',
  'this dataset alone) and `grant` (the permission it is under). A notice of withdrawal names records by `grant`.',
  'Croissant loaders give text as bytes, keyed by the field’s id, such as `records/record_id`.',
].join('\n')

const body = ({ terms, termsHash, offer, dataset, dao, text, released }: ProjectionInput): string =>
  [
    `# ${dataset.name}`,
    '',
    dataset.description,
    '',
    released
      ? `Version ${released.manifest.release} of offer ${offer.id} (${offer.name}): ${released.manifest.rowsTotal} rows of ${released.members} ${released.members === 1 ? 'member' : 'members'}.`
      : `Offer ${offer.id} (${offer.name}) has no version yet.`,
    ...(dao.practice ? ['', 'This is a practice DAO: nobody is bound by it.'] : []),
    '',
    '## Columns',
    '',
    markdownTable(
      ['column', 'type', 'what'],
      dataset.columns.map(({ name, type, unit, description }) => [
        name,
        type,
        [description, unit && `in ${unit}`].filter(Boolean).join('; '),
      ]),
    ),
    '',
    readmeNotes,
    '',
    '## What may be done with it',
    '',
    `The license text counts: ${text.title} ${text.version} (${text.language}). In short:`,
    '',
    markdownTable(['term', 'what the license says'], termsRows(terms)),
    '',
    `SHA-256 of these terms in full: ${termsHash}`,
    '',
    '## When members take data back',
    '',
    ...sayWithdrawal(terms).map((sentence) => `- ${sentence}`),
    '',
    '## Personal data',
    '',
    sayPersonalData(terms),
    '',
    '## Source and contact',
    '',
    dataset.citation || 'No citation is asked for.',
    '',
    `Licensing: ${dao.contacts.licensing}. Privacy: ${dao.contacts.privacy}. Takedown: ${dao.contacts.takedown}.`,
    '',
  ].join('\n')

export const huggingFaceNotCarried: NotCarried[] = [
  ...because('It names the form of our own terms, not what they say.', 'schema'),
  ...because('Only a member’s grant continues another one; a card is for an offer.', 'replaces'),
]

/** An offer as a Hugging Face dataset card: README.md with YAML front matter, and gating by a promise to delete. */
export const huggingFaceCard = (input: ProjectionInput): Projection => ({
  // Its readers still read YAML 1.1, to which a column called `no` would be a false one.
  document: `---\n${stringify(frontMatter(input), { lineWidth: 0, compat: 'yaml-1.1' })}---\n${body(input)}`,
  mediaType: 'text/markdown; charset=utf-8',
  fileName: 'README.md',
  notCarried: huggingFaceNotCarried,
})
