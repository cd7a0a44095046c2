import type { DaoInfo } from '../http/routes/dao.ts'
import type { Charter } from './charter.ts'
import { type WrapperKind, wrappers } from './wrappers.ts'

export type DutyReport = DaoInfo['charter']['duties'][number]

export type DutyFacts = {
  /** How many members there are now. */
  members: number
  /** Unix time in seconds. */
  now: number
}

type Standing = Pick<DutyReport, 'state' | 'says'>

type Duty = { id: string; text: string; check: (charter: Charter, facts: DutyFacts) => Standing }

const kept = (says: string): Standing => ({ state: 'kept', says })
const near = (says: string): Standing => ({ state: 'near', says })
const broken = (says: string): Standing => ({ state: 'broken', says })
const cannotTell = (says: string): Standing => ({ state: 'cannot-tell', says })

const day = 86_400
const counted = (members: number) => `${members} ${members === 1 ? 'member' : 'members'}`

/** Kept from a tenth above the number on: there is time to act before it is missed. */
const enoughMembers = ({ wrapper }: Charter, { members }: DutyFacts): Standing => {
  const least = Math.max(wrapper.minMembers, wrappers[wrapper.kind].minMembers)
  const safe = Math.ceil((least * 11) / 10)
  if (members < least) return broken(`There are ${counted(members)}; ${least - members} more are needed.`)
  if (members < safe) return near(`There are ${counted(members)}, only ${members - least} above the number.`)
  return kept(`There are ${counted(members)}.`)
}

const answers: Duty = {
  id: 'agent',
  text: 'Somebody answers for the DAO and takes service of documents.',
  check: ({ wrapper }) =>
    wrapper.accountableAgent
      ? kept(`The charter names ${wrapper.accountableAgent}. Whether they still do it, it cannot tell.`)
      : broken('The charter names nobody.'),
}

const registered: Duty = {
  id: 'registered',
  text: 'The DAO is entered where its legal form asks for it.',
  check: ({ wrapper }) =>
    wrapper.registration
      ? cannotTell(`The charter says: ${wrapper.registration}. Nobody here looked it up.`)
      : cannotTell('The charter names no entry in a register. Ask your lawyer whether one is needed.'),
}

const noProfits: Duty = {
  id: 'no-profits',
  text: 'No profits are paid to members. Reasonable pay for what they give may be allowed; ask your lawyer.',
  check: ({ money }) =>
    money.payments !== 'license-fee'
      ? cannotTell(`The charter books payments to members as ${money.payments}; ask your lawyer.`)
      : money.surplus === 'kept'
        ? kept(
            'Payments to members are license fees under the contributor agreement, and the treasury keeps what is left.',
          )
        : cannotTell('The charter gives some of what is left to members by use; ask your lawyer.'),
}

const purposeIsNot = (what: string): Duty => ({
  id: 'purpose',
  text: what,
  check: ({ purpose }) =>
    cannotTell(`The charter says: “${purpose}” Whether that is enough, a lawyer must say.`),
})

const votesAreEqual: Duty = {
  id: 'one-vote',
  text: 'Each member has one vote.',
  check: ({ governance }) =>
    governance.weight === 'one-member'
      ? kept('The charter counts members, not tokens.')
      : broken(`The charter counts ${governance.weight}.`),
}

const filing: Duty = {
  id: 'yearly-filing',
  text: 'A yearly report or fee, in Wyoming and in the Marshall Islands as we read it; ask your lawyer what and when.',
  check: ({ wrapper: { filingDue } }, { now }) => {
    if (!filingDue) return cannotTell('The charter names no day for it.')
    const left = Math.floor((Date.parse(filingDue) / 1000 + day - now) / day)
    if (left < 0)
      return broken(`It was due on ${filingDue}, unless it was done and the charter does not say so.`)
    return left < 60 ? near(`It is due on ${filingDue}.`) : kept(`The next one is due on ${filingDue}.`)
  },
}

const members = (text: string): Duty => ({ id: 'members', text, check: enoughMembers })

/** Legal forms differ from place to place and change; none of this is certain, and each text says whom to ask. */
const duties: Readonly<Record<WrapperKind, readonly Duty[]>> = {
  none: [
    {
      id: 'liability',
      text: 'Without a legal form, everyone may be personally liable for what the DAO does. Ask a lawyer.',
      check: ({ practice }) =>
        practice
          ? cannotTell(
              'This is a practice DAO: no real money and no real promises. Do not run a real one like this.',
            )
          : broken('This DAO has no legal form. Choose one before you go on.'),
    },
  ],
  duna: [
    members(
      'At least 100 members, as we read Wyoming’s law. Below that the form may change or end; ask your lawyer.',
    ),
    purposeIsNot('A common purpose that is not profit. It may earn money for that purpose; ask your lawyer.'),
    noProfits,
    {
      id: 'administrators',
      text: 'Administrators are named. Members are not agents of a DUNA, as we read the law; ask your lawyer.',
      check: answers.check,
    },
    {
      id: 'token-and-license',
      text: 'Giving up a token may count as leaving, as we read the law. It must not end a data license; ask your lawyer.',
      check: () =>
        kept(
          'Membership cannot be passed on, and permissions are kept apart from it: leaving ends none, withdrawing does.',
        ),
    },
    answers,
    registered,
  ],
  llc: [
    answers,
    {
      id: 'registered-agent',
      text: 'A registered agent (Wyoming) or a representative agent (Marshall Islands); ask your lawyer who may be one.',
      check: ({ wrapper }) =>
        wrapper.accountableAgent
          ? cannotTell(
              `The charter names ${wrapper.accountableAgent}. Whether they may act there, a lawyer must say.`,
            )
          : broken('The charter names nobody.'),
    },
    {
      id: 'contract-id',
      text: 'Wyoming: the articles name the public id of the contract that runs the DAO, as we read it; ask your lawyer.',
      check: () => cannotTell('The id is the Members contract’s address. Compare it with the articles.'),
    },
    {
      id: 'know-large-holders',
      text: 'Marshall Islands: who holds a quarter of the votes or more must be identified, as we read it; ask your lawyer.',
      check: ({ governance }, { members: count }) => {
        if (governance.weight !== 'one-member')
          return cannotTell(
            'Votes are not counted by heads here, so nobody’s share is known to the software.',
          )
        if (count === 0) return cannotTell('There are no members yet.')
        return count > 4
          ? kept(`With ${counted(count)} and one vote each, nobody holds a quarter.`)
          : near(`With ${counted(count)} and one vote each, everyone holds a quarter or more.`)
      },
    },
    filing,
    registered,
  ],
  cooperative: [
    members('Enough members for the law of its place; ask your lawyer how many.'),
    votesAreEqual,
    {
      id: 'patronage',
      text: 'What is paid to members follows their use of the cooperative, not money they put in; ask your lawyer.',
      check: ({ money }) =>
        money.surplus === 'members'
          ? cannotTell('Sales are shared by weight, but the charter does not say how surplus is shared.')
          : kept('Each sale is shared by the rows that members lent and that were accepted.'),
    },
    answers,
    registered,
  ],
  association: [
    members('At least two members, as we remember Swiss law; ask your lawyer.'),
    purposeIsNot(
      'A purpose that is not economic; trading may ask for an entry in a register. Ask your lawyer.',
    ),
    noProfits,
    {
      id: 'general-meeting',
      text: 'A general meeting of the members decides; ask your lawyer how often it must meet.',
      check: () => cannotTell('The software keeps no record of meetings.'),
    },
    votesAreEqual,
    answers,
    registered,
  ],
  foundation: [
    purposeIsNot('The purpose is fixed, and an authority may watch over it; ask your lawyer.'),
    {
      id: 'members-veto-only',
      text: 'Members of a foundation can veto; the board decides. Ask your lawyer what the deed may give them.',
      check: ({ governance }) =>
        governance.votes.length === 0
          ? kept('The charter puts nothing up for a vote.')
          : broken(`The charter lets members vote on ${governance.votes.join(', ')}.`),
    },
    noProfits,
    answers,
    registered,
  ],
}

/** What a DAO's legal form asks, and how things stand as far as software can tell. No legal advice. */
export const dutiesOf = (charter: Charter, facts: DutyFacts): DutyReport[] =>
  duties[charter.wrapper.kind].map(({ id, text, check }) => ({
    id: `${charter.wrapper.kind}.${id}`,
    text,
    ...check(charter, facts),
  }))
