import { describe, expect, it } from 'vitest'
import { wrapperKinds } from '../http/routes/dao.ts'
import type { Charter, CharterInput } from './charter.ts'
import { dutiesOf } from './duties.ts'
import { parseCharter } from './parseCharter.ts'
import { sampleCharter } from './testing/sampleCharter.ts'
import { wrappers } from './wrappers.ts'

const now = Date.UTC(2026, 0, 1) / 1000

const charterOf = (
  kind: (typeof wrapperKinds)[number],
  change: (dao: CharterInput) => void = () => {},
): Charter => {
  const dao = sampleCharter()
  dao.wrapper = {
    kind,
    legalName: 'Penguin Data',
    registration: '',
    address: '1 Main St',
    accountableAgent: kind === 'none' ? '' : 'Ada Agent',
    minMembers: wrappers[kind].minMembers,
  }
  if (kind === 'foundation') dao.governance.votes = []
  change(dao)
  return parseCharter(dao)
}

const duty = (charter: Charter, id: string, members = 200) =>
  dutiesOf(charter, { members, now }).find((entry) => entry.id === id)

describe('duties', () => {
  it.each([
    [99, 'broken'],
    [100, 'near'],
    [109, 'near'],
    [110, 'kept'],
  ])('a DUNA with %i members: %s', (members, state) => {
    expect(duty(charterOf('duna'), 'duna.members', members)?.state).toBe(state)
  })

  it('counts by the number in the charter if that is higher', () => {
    const charter = charterOf('duna', (dao) => {
      dao.wrapper.minMembers = 150
    })
    expect(duty(charter, 'duna.members', 149)?.state).toBe('broken')
  })

  it('books what a DUNA pays as license fees', () => {
    expect(duty(charterOf('duna'), 'duna.no-profits')?.state).toBe('kept')
    expect(
      duty(
        charterOf('duna', (dao) => {
          dao.money = { payments: 'patronage', surplus: 'kept' }
        }),
        'duna.no-profits',
      )?.state,
    ).toBe('cannot-tell')
  })

  it.each([
    [0, 'cannot-tell'],
    [4, 'near'],
    [5, 'kept'],
  ])('an LLC with %i members and a quarter of the votes: %s', (members, state) => {
    expect(duty(charterOf('llc'), 'llc.know-large-holders', members)?.state).toBe(state)
  })

  it.each([
    ['2025-12-30', 'broken'],
    ['2026-01-01', 'near'],
    ['2026-02-20', 'near'],
    ['2026-12-31', 'kept'],
    [undefined, 'cannot-tell'],
  ])('a filing due on %s: %s', (filingDue, state) => {
    const charter = charterOf('llc', (dao) => {
      if (filingDue) dao.wrapper.filingDue = filingDue
    })
    expect(duty(charter, 'llc.yearly-filing')?.state).toBe(state)
  })

  it('warns who has no legal form, in a real DAO harder', () => {
    expect(duty(charterOf('none'), 'none.liability')?.state).toBe('cannot-tell')
    const real = charterOf('none', (dao) =>
      Object.assign(dao, { practice: false, accounts: [], treasury: `0x${'1'.repeat(40)}` }),
    )
    expect(duty(real, 'none.liability')).toMatchObject({
      state: 'broken',
      text: expect.stringContaining('liable'),
    })
  })

  it.each(wrapperKinds)(
    '%s: says whom to ask, has each duty once, and never sounds certain of the law',
    (kind) => {
      const duties = dutiesOf(charterOf(kind), { members: 0, now })
      expect(new Set(duties.map(({ id }) => id)).size).toBe(duties.length)
      for (const { id, text, says } of duties) {
        expect(id.startsWith(`${kind}.`)).toBe(true)
        expect(says).not.toBe('')
        if (/law|Wyoming|Marshall|register/i.test(text)) expect(text, id).toMatch(/ask (your|a) lawyer/i)
      }
      expect(duties.some(({ id }) => id.endsWith('.agent'))).toBe(kind !== 'none')
    },
  )
})
