import { UsufructError } from '../../domain/errors.ts'
import { type Answers, type Option, type Question, textAnswer } from '../field.ts'
import { type Right, rights, rightTouchedBy, votable } from '../rights.ts'

type Votable = (typeof votable)[number]

/** What may be put up for a vote, in groups that people can tell apart. Every name is one of the charter's fields. */
const voteGroups: readonly (Option & { fields: readonly Votable[] })[] = [
  {
    value: 'offers',
    label: 'Offers and prices',
    fields: ['offers'],
    consequences: ['Members can add, change and close offers, always within what each of them signed.'],
  },
  {
    value: 'money',
    label: 'The split above the floor',
    fields: ['split.contributorsBps', 'split.reviewersBps', 'split.treasuryBps', 'treasury'],
    consequences: ['Fees can follow costs. The floor stays.'],
  },
  {
    value: 'review',
    label: 'Review and stakes',
    fields: [
      'review.panel',
      'review.acceptAtMedian',
      'review.payPerReview',
      'bond.minimum',
      'bond.incomeBps',
    ],
    consequences: ['How strict reviewing is, what it pays, and what a version puts at stake.'],
  },
  {
    value: 'deadlines',
    label: 'Deadlines',
    fields: [
      'windows.roundOpens',
      'windows.reviewCommit',
      'windows.reviewReveal',
      'windows.challenge',
      'windows.releaseEvery',
      'releaseValidDays',
    ],
    consequences: ['But never how fast a withdrawal has to work.'],
  },
  {
    value: 'datasets',
    label: 'Datasets',
    fields: ['datasets'],
    consequences: ['New ones can be opened; each asks its members anew.'],
  },
  {
    value: 'contacts',
    label: 'Contacts and the accountable agent',
    fields: ['contacts', 'wrapper.address', 'wrapper.accountableAgent'],
    consequences: ['Without this, a change of address is a change of the charter.'],
  },
  {
    value: 'purpose',
    label: 'The purpose itself',
    fields: ['purpose'],
    consequences: ['Members joined for the present one. Most leave this to a change of the charter.'],
  },
]

/** The charter's own names behind the ticked groups; what is no group is passed on, for the charter to judge. */
export const votesOf = (values: readonly string[]): string[] =>
  values.flatMap(
    (value): readonly string[] => voteGroups.find((group) => group.value === value)?.fields ?? [value],
  )

const refuseVote = (value: string): UsufructError | null => {
  const right: Right | null = rightTouchedBy(value)
  if (!right)
    return (votable as readonly string[]).includes(value)
      ? null
      : new UsufructError({
          code: 'ANSWER_INVALID',
          message: `“${value.slice(0, 60)}” is nothing a vote can change.`,
          hint: `Choose from: ${voteGroups.map((group) => group.value).join(', ')}.`,
          details: { field: 'governance.votes', value: value.slice(0, 60) },
        })
  return new UsufructError({
    code: 'CHARTER_RIGHTS_UP_FOR_VOTE',
    message: `“${value}” cannot be put up for a vote: it touches ${rights.find(({ id }) => id === right)?.words}.`,
    hint: 'Leave it out. No majority can take a right from a member.',
    details: { field: 'governance.votes', right },
  })
}

export const deadlines = {
  practice: {
    roundOpens: 2,
    reviewCommit: 900,
    reviewReveal: 900,
    challenge: 2,
    releaseEvery: 2,
    recutWithin: 15,
    licenseeDeletes: 30 * 86_400,
  },
  days: {
    roundOpens: 2 * 86_400,
    reviewCommit: 3 * 86_400,
    reviewReveal: 86_400,
    challenge: 86_400,
    releaseEvery: 7 * 86_400,
    recutWithin: 86_400,
    licenseeDeletes: 30 * 86_400,
  },
  weeks: {
    roundOpens: 14 * 86_400,
    reviewCommit: 7 * 86_400,
    reviewReveal: 3 * 86_400,
    challenge: 3 * 86_400,
    releaseEvery: 30 * 86_400,
    recutWithin: 7 * 86_400,
    licenseeDeletes: 30 * 86_400,
  },
} as const

export const voteRules = {
  usual: {
    ordinary: { quorumPct: 10, passPct: 50, days: 7 },
    charter: { quorumPct: 20, passPct: 66, days: 21 },
  },
  careful: {
    ordinary: { quorumPct: 25, passPct: 50, days: 14 },
    charter: { quorumPct: 33, passPct: 75, days: 30 },
  },
  small: {
    ordinary: { quorumPct: 50, passPct: 50, days: 3 },
    charter: { quorumPct: 66, passPct: 66, days: 7 },
  },
} as const

const choose = <T extends string>(
  answers: Answers,
  id: string,
  from: Record<T, unknown>,
  otherwise: T,
): T => {
  const value = textAnswer(answers, id)
  return value in from ? (value as T) : otherwise
}
export const deadlinesOf = (answers: Answers) =>
  deadlines[choose(answers, 'deadlines', deadlines, 'practice')]
export const voteRulesOf = (answers: Answers) =>
  voteRules[choose(answers, 'governance.rule', voteRules, 'usual')]

const contact = (id: string, label: string, says: string) =>
  ({
    id: `contacts.${id}`,
    kind: 'text',
    label,
    says,
    most: 200,
    default: () => 'nobody yet, this is a practice co-op',
  }) as const

export const rules = (languages: readonly Option[]): Question => ({
  id: 'rules',
  title: 'Which rules do you live by?',
  says: 'Who checks what is lent, how long things take, and what members decide together.',
  fields: [
    {
      id: 'review.panel',
      kind: 'number',
      label: 'Reviewers for each contribution',
      says: 'Dealt by lot, scoring blind. More are harder to fool, slower, and cost more.',
      min: 1,
      max: 21,
      decimals: 0,
      unit: 'people',
      default: () => '3',
    },
    {
      id: 'review.acceptAtMedian',
      kind: 'number',
      label: 'Accepted from a middle score of',
      says: 'Of 1 to 5. From 4 on much good data is turned down; at 1 everything is taken.',
      min: 1,
      max: 5,
      decimals: 0,
      unit: 'of 5',
      default: () => '3',
    },
    {
      id: 'review.payPerReview',
      kind: 'number',
      label: 'Pay for one score',
      says: 'From the reviewers’ part of what comes in, as far as it reaches.',
      min: 0,
      max: 1_000_000,
      decimals: 2,
      unit: 'PRACTICE',
      default: () => '0.50',
    },
    {
      id: 'deadlines',
      kind: 'choice',
      label: 'Deadlines',
      options: [
        {
          value: 'practice',
          label: 'Seconds, to try things out',
          consequences: ['Everything can be seen in one sitting. Nobody could really object in time.'],
        },
        {
          value: 'days',
          label: 'Days',
          consequences: [
            'Reviewers have 3 days, a version can be challenged for a day, one comes out a week.',
            'Who stops sharing is out of the next version within a day; licensees have 30 days to delete.',
          ],
        },
        {
          value: 'weeks',
          label: 'Weeks',
          consequences: [
            'Reviewers have a week, a version can be challenged for 3 days, one comes out a month.',
            'Who stops sharing is out of the next version within a week; licensees have 30 days to delete.',
          ],
        },
      ],
      default: () => 'practice',
    },
    {
      id: 'governance.votes',
      kind: 'many',
      label: 'What may members change by a vote?',
      options: voteGroups.map(({ value, label, consequences }) => ({ value, label, consequences })),
      least: 0,
      default: (answers) =>
        textAnswer(answers, 'wrapper.kind') === 'foundation'
          ? []
          : ['offers', 'money', 'review', 'deadlines', 'datasets', 'contacts'],
      never: { title: 'Never up for a vote, whoever asks', says: rights.map(({ words }) => words) },
      refuse: refuseVote,
    },
    {
      id: 'governance.weight',
      kind: 'choice',
      label: 'Whose vote counts how much?',
      options: [
        {
          value: 'one-member',
          label: 'One member, one vote',
          consequences: ['What a cooperative and an association have to do. Nobody can buy a majority.'],
        },
        {
          value: 'contribution-capped',
          label: 'By what each lent, up to a cap',
          consequences: ['Who lends more decides more; the cap keeps a few from deciding alone.'],
        },
        {
          value: 'tokens',
          label: 'By tokens held',
          consequences: ['Votes can be bought. In several countries this looks like a security.'],
        },
      ],
      default: () => 'one-member',
    },
    {
      id: 'governance.rule',
      kind: 'choice',
      label: 'When is a vote valid?',
      options: [
        {
          value: 'usual',
          label: 'Usual',
          consequences: [
            'A tenth takes part, more than half agree, 7 days.',
            'The charter: a fifth takes part, two thirds agree, 21 days.',
          ],
        },
        {
          value: 'careful',
          label: 'Careful',
          consequences: [
            'A quarter takes part, more than half agree, 14 days.',
            'The charter: a third takes part, three quarters agree, 30 days.',
          ],
        },
        {
          value: 'small',
          label: 'A small group',
          consequences: [
            'Half take part, more than half agree, 3 days.',
            'The charter: two thirds take part and agree, 7 days.',
          ],
        },
      ],
      default: () => 'usual',
    },
    contact('licensing', 'Who answers licensees', 'A name and an address that will still work in a year.'),
    contact(
      'privacy',
      'Who answers about personal data',
      'Has to answer within a month where the GDPR holds.',
    ),
    contact('takedown', 'Who takes complaints about copied data', 'Rights holders write here.'),
    contact('security', 'Who takes reports of security holes', 'Researchers write here first.'),
    {
      id: 'disputes.law',
      kind: 'text',
      label: 'Which law applies',
      says: 'Members who are consumers keep the protection of their own country’s law.',
      most: 200,
      default: () => 'none, this is a practice co-op',
    },
    {
      id: 'disputes.forum',
      kind: 'text',
      label: 'Where disputes go',
      says: 'A court or a place of arbitration.',
      most: 200,
      default: () => 'none, this is a practice co-op',
    },
    {
      id: 'languages',
      kind: 'many',
      label: 'In which languages can members read the agreement?',
      says: 'Nobody is asked to sign what they cannot read. The first language is the one that counts.',
      options: languages,
      least: 1,
      default: () => languages.slice(0, 1).map(({ value }) => value),
    },
  ],
})
