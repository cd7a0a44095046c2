import type { DaoInfo } from '../../http/routes/dao.ts'
import { type Answers, type Option, type Question, textAnswer } from '../field.ts'
import { slugOf } from './who.ts'

type WrapperKind = DaoInfo['charter']['wrapper']['kind']

const forms: readonly (Option & { value: WrapperKind })[] = [
  {
    value: 'none',
    label: 'None, for practice',
    consequences: [
      'Free and at once.',
      'Everyone who takes part may be liable with all they own. Never take real money like this.',
    ],
  },
  {
    value: 'duna',
    label: 'DUNA (Wyoming)',
    consequences: [
      'Needs 100 members or more, and a purpose that is not profit.',
      'Members are not liable for it. It may pay license fees, but no profits.',
      'Its administrators act for it; members do not.',
    ],
  },
  {
    value: 'llc',
    label: 'DAO LLC (Wyoming, Marshall Islands)',
    consequences: [
      'May make profit. Members are liable with what they put in.',
      'Needs a registered agent, a yearly filing, and in places to know who holds a quarter of the votes.',
      'Its agent takes service of documents.',
    ],
  },
  {
    value: 'cooperative',
    label: 'Cooperative',
    consequences: [
      'One member, one vote, whatever each lent. Closest to being paid by contribution.',
      'A register, a board and, in most places, an audit.',
      'Its board is accountable.',
    ],
  },
  {
    value: 'association',
    label: 'Association (Verein)',
    consequences: [
      'Two members and statutes are enough in Switzerland; the purpose may not be economic.',
      'A general meeting decides; profits cannot be shared out.',
      'Its board is accountable.',
    ],
  },
  {
    value: 'foundation',
    label: 'Foundation',
    consequences: [
      'The purpose is fixed for good, an authority watches.',
      'A board decides; members can veto, so nothing is put up for a vote.',
      'Its board is accountable.',
    ],
  },
]

export const wrapperKindOf = (answers: Answers): WrapperKind =>
  forms.find(({ value }) => value === textAnswer(answers, 'wrapper.kind'))?.value ?? 'none'

const hasForm = (answers: Answers) => wrapperKindOf(answers) !== 'none'

export const wrapperQuestion: Question = {
  id: 'wrapper',
  title: 'Which legal form?',
  says: 'It decides who is liable, who signs contracts, and whether profit may be shared. None of this is legal advice: a lawyer of your country has to read the charter.',
  fields: [
    {
      id: 'wrapper.kind',
      kind: 'choice',
      label: 'Legal form',
      options: forms,
      default: () => 'none',
    },
    {
      id: 'wrapper.legalName',
      kind: 'text',
      label: 'Its legal name',
      most: 150,
      when: hasForm,
      default: (answers) => textAnswer(answers, 'name') || 'Our Data Co-op',
    },
    {
      id: 'wrapper.accountableAgent',
      kind: 'text',
      label: 'Who answers for it?',
      says: 'A person or a company that takes letters from courts. The charter names them; so does every license.',
      most: 150,
      when: hasForm,
      // Nobody can be made answerable by pressing Enter.
      default: () => '',
    },
    {
      id: 'wrapper.address',
      kind: 'text',
      label: 'Its address',
      most: 200,
      optional: true,
      when: hasForm,
      default: () => '',
    },
    {
      id: 'wrapper.registration',
      kind: 'text',
      label: 'Register and number',
      says: 'Empty until there is one.',
      most: 150,
      optional: true,
      when: hasForm,
      default: () => '',
    },
    {
      id: 'wrapper.filingDue',
      kind: 'text',
      label: 'When is the next yearly filing due?',
      says: 'As 2027-01-31. Empty if you do not know yet.',
      most: 10,
      optional: true,
      when: (answers) => wrapperKindOf(answers) === 'llc',
      default: () => '',
      refuse: (value) =>
        /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
          ? null
          : { message: `“${value}” is no day.`, hint: 'Write it like 2027-01-31.' },
    },
  ],
}

/** A founder's short name is also what their account is called. */
export const founderNameOf = (text: string): string => slugOf(text).slice(0, 40).replace(/-+$/, '')
