import { type Answers, answerInvalid, type NumberField, type Question, textAnswer } from '../field.ts'
import type { SplitShares } from '../simulateSplit.ts'

const percent = (id: string, label: string, says: string, value: string): NumberField => ({
  id,
  kind: 'number',
  label,
  says,
  min: 0,
  max: 100,
  decimals: 2,
  unit: '%',
  default: () => value,
})

const basisPoints = (text: string): number => {
  const [whole = '0', fraction = ''] = text.split('.')
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2) || 0)
}

export const splitFields = [
  percent(
    'split.contributors',
    'To the members whose data was licensed',
    'By how many accepted rows each lent that nobody lent before.',
    '70',
  ),
  percent(
    'split.reviewers',
    'To reviewers',
    'Flat pay for each score they showed. Without any, nobody checks what is lent.',
    '10',
  ),
  percent('split.treasury', 'To the treasury', 'For running costs: machines, lawyers, tax.', '20'),
  percent(
    'split.floor',
    'Members never get less than',
    'No vote can go below, and nobody can change it later: it is written into the contract. High protects members; low leaves room when costs rise.',
    '60',
  ),
] as const

/** The four answers in ten-thousandths. Defaults have been filled in. */
export const splitOf = (answers: Answers): SplitShares => ({
  contributorsBps: basisPoints(textAnswer(answers, 'split.contributors')),
  reviewersBps: basisPoints(textAnswer(answers, 'split.reviewers')),
  treasuryBps: basisPoints(textAnswer(answers, 'split.treasury')),
  contributorsFloorBps: basisPoints(textAnswer(answers, 'split.floor')),
})

export const split: Question = {
  id: 'split',
  title: 'How is the money split?',
  says: 'Each payment of a licensee is split on arrival, by a contract, to the last unit. A vote can move the parts later, but never below the floor.',
  fields: [
    ...splitFields,
    {
      id: 'money.surplus',
      kind: 'choice',
      label: 'What becomes of what the treasury has left?',
      options: [
        {
          value: 'kept',
          label: 'It stays, for the purpose',
          consequences: ['Fits every legal form. What members get is license fees, never profit.'],
        },
        {
          value: 'patronage',
          label: 'Back to members, by what they lent',
          consequences: ['What a cooperative calls patronage. Taxed differently; ask first.'],
        },
        {
          value: 'members',
          label: 'Shared out among members',
          consequences: [
            'That is a profit distribution: a DUNA, an association and a foundation may not do it.',
          ],
        },
      ],
      default: () => 'kept',
    },
  ],
  check: (answers) => {
    const shares = splitOf(answers)
    const sum = shares.contributorsBps + shares.reviewersBps + shares.treasuryBps
    if (sum !== 10_000)
      throw answerInvalid(
        'split.contributors',
        `The three parts add up to ${sum / 100} %, not to 100 %.`,
        sum > 10_000 ? 'Take something away from one of them.' : 'Give the rest to one of them.',
        { sum: sum / 100 },
      )
    if (shares.contributorsFloorBps > shares.contributorsBps)
      throw answerInvalid(
        'split.floor',
        `Members get ${shares.contributorsBps / 100} %, which is below their floor of ${shares.contributorsFloorBps / 100} %.`,
        'Lower the floor, or give members more.',
        { floor: shares.contributorsFloorBps / 100, members: shares.contributorsBps / 100 },
      )
  },
}
