import { parseColumns } from '../columns.ts'
import { type Question, textAnswer } from '../field.ts'

/** A name in lower-case words joined by hyphens, for ids and addresses. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '')

const isTable = (answers: Parameters<typeof textAnswer>[0]) =>
  (textAnswer(answers, 'dataset.kind') || 'table') === 'table'

export const who: Question = {
  id: 'who',
  title: 'Who are you, and what is the data for?',
  says: 'People decide by this whether they lend. The name and the purpose stand in the charter that founders sign.',
  fields: [
    {
      id: 'name',
      kind: 'text',
      label: 'Name',
      most: 80,
      default: () => 'Our Data Co-op',
    },
    {
      id: 'purpose',
      kind: 'text',
      label: 'What it is for',
      says: 'In a sentence or two. Members may only be asked for data that serves it.',
      most: 400,
      default: () => 'To pool data that its members made, and to license it on terms that they choose.',
    },
    {
      id: 'dataset.name',
      kind: 'text',
      label: 'Your first dataset',
      says: 'More can be added by a vote.',
      most: 120,
      default: () => 'Field notes',
    },
    {
      id: 'dataset.slug',
      kind: 'text',
      label: 'Its short name',
      says: 'Used in addresses and on the ledger; it can never be changed.',
      most: 64,
      default: (answers) => slugOf(textAnswer(answers, 'dataset.name') || 'Field notes') || 'dataset',
      refuse: (value) =>
        /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value)
          ? null
          : {
              message: `“${value.slice(0, 64)}” cannot be a short name.`,
              hint: 'Use lower-case letters, digits and single hyphens, such as field-notes.',
            },
    },
    {
      id: 'dataset.description',
      kind: 'text',
      label: 'What is in it',
      most: 1_000,
      optional: true,
      default: () => 'What members noted down: one row is one observation.',
    },
    {
      id: 'dataset.kind',
      kind: 'choice',
      label: 'What one contribution looks like',
      options: [
        {
          value: 'table',
          label: 'A table',
          consequences: [
            'Every file is checked against the columns below before it leaves the member’s device.',
            'Rows that do not fit are named and left out.',
            'Duplicates are found row by row, and each row weighs the same.',
          ],
        },
        {
          value: 'text',
          label: 'Text',
          consequences: [
            'Any text or document is taken, cut into paragraphs.',
            'Nothing is checked but length, language and personal data.',
            'A paragraph weighs as much as a row.',
          ],
        },
        {
          value: 'image',
          label: 'Pictures',
          consequences: [
            'JPEG, PNG and WebP are taken. What stands beside the pixels, such as place and camera, is removed.',
            'Faces and writing are pointed out, for the member to cover.',
            'A picture weighs as much as a row; those that look alike are told apart by the panel.',
          ],
        },
      ],
      default: () => 'table',
    },
    {
      id: 'dataset.columns',
      kind: 'text',
      label: 'Columns',
      says: 'One a line: name: type. Types are string, integer, number, boolean, date and datetime; ? means it may be empty, “in kg” names a unit.',
      most: 10_000,
      lines: true,
      when: isTable,
      default: () => 'date: date\nplace: string\nvalue: number?\nnotes: string?',
      refuse: (value) => {
        const columns = parseColumns(value)
        return 'message' in columns ? columns : null
      },
    },
  ],
}
