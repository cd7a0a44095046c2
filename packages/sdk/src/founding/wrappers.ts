import type { wrapperKinds } from '../http/routes/dao.ts'

export type WrapperKind = (typeof wrapperKinds)[number]

/** What of a charter a legal form looks at. */
type Asked = {
  name: string
  purpose: string
  wrapper: { legalName: string; accountableAgent: string; minMembers: number }
  governance: { weight: string; votes: readonly string[] }
  money: { payments: string; surplus: string }
}

export type Refusal = { path: string[]; words: string }

export type Wrapper = {
  /** In words, for a sentence. */
  words: { en: string; de: string; es: string }
  /** Fewer than this and a charter for it contradicts itself. */
  minMembers: number
  refuses: (charter: Asked) => Refusal[]
}

const profit = /\b(?:profits?|dividends?|shareholders?|return on investment|investors?|yield)\b/i
const notForProfit = /\b(?:non|not)[\s-]*(?:for[\s-]*)?profit\b/gi

/** Words of gain in what a DAO says it is for; "not for profit" is none. */
export const wordsOfGain = (text: string): string | null =>
  profit.exec(text.replaceAll(notForProfit, ''))?.[0] ?? null

const named = ({ wrapper }: Asked): Refusal[] => [
  ...(wrapper.legalName ? [] : [{ path: ['wrapper', 'legalName'], words: 'is needed for a legal form' }]),
  ...(wrapper.accountableAgent
    ? []
    : [
        {
          path: ['wrapper', 'accountableAgent'],
          words: 'is needed: somebody answers for the DAO and takes service of documents',
        },
      ]),
]

const atLeast =
  (least: number, form: string) =>
  ({ wrapper }: Asked): Refusal[] =>
    wrapper.minMembers >= least
      ? []
      : [{ path: ['wrapper', 'minMembers'], words: `cannot be below ${least} for ${form}` }]

const noProfitFor =
  (form: string) =>
  ({ purpose, money }: Asked): Refusal[] => {
    const word = wordsOfGain(purpose)
    return [
      ...(word
        ? [{ path: ['purpose'], words: `speaks of “${word}”; ${form} has a purpose that is not profit` }]
        : []),
      ...(money.payments === 'profit-share' || money.payments === 'dividend'
        ? [
            {
              path: ['money', 'payments'],
              words: `cannot be ${money.payments} in ${form}: members are paid license fees under their agreement`,
            },
          ]
        : []),
      ...(money.surplus === 'members'
        ? [{ path: ['money', 'surplus'], words: `of ${form} cannot go to its members` }]
        : []),
    ]
  }

const all =
  (...checks: Wrapper['refuses'][]): Wrapper['refuses'] =>
  (charter) =>
    checks.flatMap((check) => check(charter))

/** The legal forms a DAO can have. What each asks is put as a question for a lawyer: laws differ and change. */
export const wrappers: Readonly<Record<WrapperKind, Wrapper>> = {
  none: {
    words: {
      en: 'none',
      de: 'keine',
      es: 'ninguna',
    },
    minMembers: 0,
    refuses: () => [],
  },
  duna: {
    words: {
      en: 'a decentralized unincorporated nonprofit association (DUNA) of Wyoming',
      de: 'eine dezentrale nicht eingetragene gemeinnützige Vereinigung (DUNA) nach dem Recht von Wyoming',
      es: 'una asociación descentralizada no incorporada sin ánimo de lucro (DUNA) de Wyoming',
    },
    minMembers: 100,
    refuses: all(named, atLeast(100, 'a DUNA'), noProfitFor('a DUNA')),
  },
  llc: {
    words: {
      en: 'a limited liability company for a DAO (DAO LLC)',
      de: 'eine Gesellschaft mit beschränkter Haftung für eine DAO (DAO LLC)',
      es: 'una sociedad de responsabilidad limitada para una DAO (DAO LLC)',
    },
    minMembers: 1,
    refuses: all(named, atLeast(1, 'an LLC')),
  },
  cooperative: {
    words: { en: 'a cooperative', de: 'eine Genossenschaft', es: 'una cooperativa' },
    minMembers: 3,
    refuses: all(named, atLeast(3, 'a cooperative'), ({ governance, money }) => [
      ...(governance.weight === 'one-member'
        ? []
        : [
            {
              path: ['governance', 'weight'],
              words: 'must be one-member in a cooperative: one member, one vote',
            },
          ]),
      ...(money.payments === 'dividend' || money.payments === 'profit-share'
        ? [
            {
              path: ['money', 'payments'],
              words: `cannot be ${money.payments} in a cooperative: members are paid by use`,
            },
          ]
        : []),
    ]),
  },
  association: {
    words: { en: 'an association (Verein)', de: 'ein Verein', es: 'una asociación (Verein)' },
    minMembers: 2,
    refuses: all(named, atLeast(2, 'an association'), noProfitFor('an association'), ({ governance }) =>
      governance.weight === 'one-member'
        ? []
        : [
            {
              path: ['governance', 'weight'],
              words: 'must be one-member in an association: its members vote',
            },
          ],
    ),
  },
  foundation: {
    words: { en: 'a foundation', de: 'eine Stiftung', es: 'una fundación' },
    minMembers: 0,
    refuses: all(named, noProfitFor('a foundation'), ({ governance }) =>
      governance.votes.length > 0
        ? [
            {
              path: ['governance', 'votes'],
              words: 'must be empty for a foundation: its members can veto, they do not decide',
            },
          ]
        : [],
    ),
  },
}
