import fc from 'fast-check'
import { expect, it } from 'vitest'
import { UsufructError } from '../domain/errors.ts'
import type { wrapperKinds } from '../http/routes/dao.ts'
import type { CharterInput } from './charter.ts'
import { parseCharter } from './parseCharter.ts'
import { rightIds, rightTouchedBy, votable } from './rights.ts'
import { sampleCharter } from './testing/sampleCharter.ts'
import { wordsOfGain } from './wrappers.ts'

const refusal = (spoil: (dao: CharterInput) => void, options?: { now?: number }): UsufructError => {
  const dao = sampleCharter()
  spoil(dao)
  try {
    parseCharter(dao, options)
  } catch (error) {
    if (error instanceof UsufructError) return error
    throw error
  }
  throw new Error('the charter was taken')
}

const wrapped = (dao: CharterInput, kind: (typeof wrapperKinds)[number], minMembers: number) => {
  dao.wrapper = {
    kind,
    legalName: 'Penguin Data',
    registration: '',
    address: '1 Main St',
    accountableAgent: 'Ada Agent',
    minMembers,
  }
}

const at = <T>(list: readonly T[], index = 0): T => {
  const entry = list[index]
  if (entry === undefined) throw new Error('the sample has changed')
  return entry
}

it('takes the sample', () => {
  expect(parseCharter(sampleCharter(), { now: 1_800_000_000 }).name).toBe('Palmer Penguin Co-op')
})

it.each<[field: string, says: string, (dao: CharterInput) => void]>([
  ['split', 'add up to 10000', (dao) => void dao.split.treasuryBps++],
  [
    'split.contributorsFloorBps',
    'above what contributors get',
    (dao) => {
      dao.split.contributorsFloorBps = 7_001
    },
  ],
  ['accounts.21', 'a second account is called amara', (dao) => void dao.accounts.push(at(dao.accounts))],
  [
    'datasets.0.k',
    '2',
    (dao) => {
      at(dao.datasets).k = 1
    },
  ],
  ['datasets.1', 'a second dataset', (dao) => void dao.datasets.push(at(dao.datasets))],
  ['offers.2', 'a second offer is called research', (dao) => void dao.offers.push(at(dao.offers))],
  [
    'offers.0.dataset',
    'no dataset is called whales',
    (dao) => {
      at(dao.offers).dataset = 'whales'
    },
  ],
  [
    'offers',
    'more than 8 offers',
    (dao) =>
      void dao.offers.push(...Array.from({ length: 7 }, (_, of) => ({ ...at(dao.offers), slug: `o${of}` }))),
  ],
  [
    'offers.0.purposes.0',
    'Invalid option',
    (dao) => {
      at(dao.offers).purposes = ['ai.dreams' as 'ai.eval']
    },
  ],
  [
    'offers.0.purposes.0',
    'is prohibited',
    (dao) => {
      at(dao.offers).purposes = ['profile.person']
    },
  ],
  [
    'offers.1.purposes.0',
    'ai.finetune is prohibited',
    (dao) => void dao.data.prohibitedPurposes.push('ai.finetune'),
  ],
  [
    'accounts',
    'a panel of 6',
    (dao) => {
      dao.review.panel = 6
    },
  ],
  [
    'treasury',
    'no account is called nobody',
    (dao) => {
      dao.treasury = 'nobody'
    },
  ],
  [
    'texts.charter',
    'relative path',
    (dao) => {
      dao.texts.charter = '/etc/passwd'
    },
  ],
  [
    'texts.charter',
    'detours',
    (dao) => {
      dao.texts.charter = 'legal/../../../secret.md'
    },
  ],
  ['texts.agreement', 'one text for each of', (dao) => void dao.texts.agreement.pop()],
  ['languages.3', 'a second language', (dao) => void dao.languages.push('en')],
  [
    'name',
    'control characters',
    (dao) => {
      dao.name = 'Penguins\n# Not a heading'
    },
  ],
  [
    'purpose',
    'placeholder',
    (dao) => {
      dao.purpose = 'For {{dao.name}}'
    },
  ],
  [
    'windows.licenseeDeletes',
    'whole days',
    (dao) => {
      dao.windows.licenseeDeletes = 100
    },
  ],
  [
    'data.specialCategories',
    'exactly if',
    (dao) => {
      dao.data.specialCategories = true
    },
  ],
  [
    'data.specialCategories',
    'exactly if',
    (dao) => {
      dao.data.personalData = 'special-category'
    },
  ],
  [
    'governance.charter.passPct',
    'cannot take fewer votes',
    (dao) => {
      dao.governance.ordinary.passPct = 70
    },
  ],
  [
    'governance.ordinary.passPct',
    '>=50',
    (dao) => {
      dao.governance.ordinary.passPct = 49
    },
  ],
  [
    'governance.votes.0',
    'nothing a vote can change',
    (dao) => {
      dao.governance.votes = ['the weather']
    },
  ],
  ['', 'Unrecognized key', (dao) => void Object.assign(dao, { lockIn: 30 })],
  ['wrapper.minMembers', 'below 100', (dao) => wrapped(dao, 'duna', 99)],
  ['wrapper.minMembers', 'below 2', (dao) => wrapped(dao, 'association', 1)],
  [
    'money.payments',
    'license fees',
    (dao) => {
      wrapped(dao, 'duna', 100)
      dao.money = { payments: 'dividend', surplus: 'kept' }
    },
  ],
  [
    'money.surplus',
    'cannot go to its members',
    (dao) => {
      wrapped(dao, 'duna', 100)
      dao.money = { payments: 'license-fee', surplus: 'members' }
    },
  ],
  [
    'purpose',
    'speaks of “profits”',
    (dao) => {
      wrapped(dao, 'duna', 100)
      dao.purpose = 'To share profits from penguin data.'
    },
  ],
  [
    'governance.weight',
    'one member, one vote',
    (dao) => {
      wrapped(dao, 'cooperative', 3)
      dao.governance.weight = 'tokens'
    },
  ],
  ['governance.votes', 'they do not decide', (dao) => wrapped(dao, 'foundation', 0)],
  [
    'wrapper.accountableAgent',
    'somebody answers',
    (dao) => {
      wrapped(dao, 'llc', 1)
      dao.wrapper.accountableAgent = ''
    },
  ],
])('refuses a charter and names %s: %s', (field, says, spoil) => {
  const { code, details } = refusal(spoil)
  expect(code).toBe('CHARTER_INVALID')
  const problems = details.problems as { field: string; message: string }[]
  expect(problems.map((problem) => `${problem.field} ${problem.message}`).join('\n')).toContain(says)
  expect(problems.map((problem) => problem.field)).toContain(field)
})

it.each(rightIds)('refuses a vote on %s, and a charter that forgets it', (right) => {
  const voted = refusal((dao) => void dao.governance.votes.push(right))
  expect(voted.code).toBe('CHARTER_RIGHTS_UP_FOR_VOTE')
  expect(voted.details).toMatchObject({ right, field: 'governance.votes.8' })
  const forgotten = refusal((dao) => {
    dao.governance.outOfScope = dao.governance.outOfScope.filter((entry) => entry !== right)
  })
  expect(forgotten.code).toBe('CHARTER_RIGHTS_UP_FOR_VOTE')
  expect(forgotten.details).toMatchObject({ right, field: 'governance.outOfScope' })
})

it.each([
  ['split.contributorsFloorBps', 'contributors-floor'],
  ['windows.licenseeDeletes', 'withdrawals'],
  ['data.prohibitedPurposes', 'widening-of-grants'],
  ['Accrued Earnings', 'accrued-earnings'],
  ['MEMBERSHIP', 'leaving'],
])('knows that %s is a right by another name', (name, right) => {
  expect(refusal((dao) => void dao.governance.votes.push(name)).details.right).toBe(right)
})

it('has nothing on the list of votes that is a right', () => {
  expect(votable.filter((name) => rightTouchedBy(name))).toEqual([])
})

it.each([
  ['a treasury that is only a name', 'treasury', (dao) => Object.assign(dao, { accounts: [] })],
  [
    'accounts that the software draws',
    'accounts',
    (dao) => Object.assign(dao, { treasury: `0x${'1'.repeat(40)}` }),
  ],
] as [string, string, (dao: CharterInput) => unknown][])('takes for real money no %s', (_, field, change) => {
  const refused = refusal((dao) => {
    dao.practice = false
    change(dao)
  })
  expect(refused).toMatchObject({ code: 'CHARTER_INVALID', details: { field } })
})

it.each([
  ['name', 'Birds\n# Terms'],
  ['url', 'javascript:alert(1)'],
] as const)('refuses a dataset whose %s could be more than words', (field, value) => {
  const refused = refusal((dao) => void Object.assign(dao.datasets[0] ?? {}, { [field]: value }))
  expect(refused).toMatchObject({ code: 'CHARTER_INVALID', details: { field: `datasets.0.${field}` } })
})

it('refuses a filing day that has passed, at founding only', () => {
  const due = (dao: CharterInput) => {
    wrapped(dao, 'llc', 1)
    dao.wrapper.filingDue = '2026-01-31'
  }
  const after = Date.UTC(2026, 1, 1) / 1000
  expect(refusal(due, { now: after })).toMatchObject({
    code: 'CHARTER_DATE_PASSED',
    details: { field: 'wrapper.filingDue' },
  })
  const dao = sampleCharter()
  due(dao)
  expect(parseCharter(dao, { now: after - 1 }).wrapper.filingDue).toBe('2026-01-31')
  expect(parseCharter(dao).wrapper.filingDue).toBe('2026-01-31')
})

it('reads “nonprofit” as no word of gain', () => {
  for (const text of [
    'A nonprofit purpose',
    'not for profit, for all',
    'A non-profit pool',
    'yields of wheat',
  ])
    expect(wordsOfGain(text), text).toBeNull()
  for (const text of ['Profit for members', 'nonprofit today, dividends tomorrow'])
    expect(wordsOfGain(text), text).not.toBeNull()
})

it('never ends in anything but a charter or an error with a code', () => {
  fc.assert(
    fc.property(fc.anything(), (json) => {
      try {
        parseCharter(json)
      } catch (error) {
        expect(error).toBeInstanceOf(UsufructError)
      }
    }),
    { numRuns: 300 },
  )
})
