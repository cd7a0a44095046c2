import type { Hex } from 'viem'
import { stringToBytes } from 'viem'
import { beforeEach, describe, expect, it } from 'vitest'
import { UsufructError } from '../../domain/errors.ts'
import { type Purpose, purposesToBitmap } from '../../domain/purposes.ts'
import type { PublishedAgreement } from '../../http/routes/dao.ts'
import { nowInSeconds } from '../actor.ts'
import { ConnectionLost, createFakeDao, type FakeDao } from '../testing/fakeDao.ts'
import { chooseAgreement } from './chooseAgreement.ts'
import { grantConsent } from './grantConsent.ts'
import { pauseConsent } from './pauseConsent.ts'
import { renewConsent } from './renewConsent.ts'
import { replaceConsent } from './replaceConsent.ts'
import { resumeConsent } from './resumeConsent.ts'
import { stopPurpose } from './stopPurpose.ts'

const dataset = 'birds'
const day = 86_400
const inAYear = nowInSeconds() + 365 * day
const both: Purpose[] = ['ai.eval', 'research.academic']

let dao: FakeDao
beforeEach(() => {
  dao = createFakeDao()
})

const codeOf = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => 'done',
    (reason: unknown) => reason,
  )
  return error instanceof UsufructError ? error.code : error
}
const given = async () => grantConsent(await dao.actor(), { dataset, purposes: both, until: inAYear })
const kept = (id: Hex | null) => dao.consents.get(id ?? '0x')
const live = () => [...dao.consents.values()].filter((consent) => !consent.withdrawn && !consent.paused)
const relays = () => dao.log.filter((what) => what.startsWith('relay'))

describe('continuing a permission', () => {
  it('gives the new one, tells the keepers, and only then takes the old one back', async () => {
    const first = await given()
    dao.log.length = 0
    const until = inAYear + day
    const next = await replaceConsent(await dao.actor(), { dataset, purposes: ['ai.eval'], until })
    expect(next).toMatchObject({ replaced: [first.consent] })
    expect(kept(next.consent)).toMatchObject({
      replaces: first.consent,
      purposes: purposesToBitmap(['ai.eval']),
      end: until,
      withdrawn: false,
    })
    expect(kept(first.consent)?.withdrawn).toBe(true)
    expect(relays()).toEqual(['relay grantConsent', 'relay withdrawConsents'])
    const told = dao.log.indexOf('POST /keepers/0/continue')
    expect(told).toBeGreaterThan(dao.log.indexOf('relay grantConsent'))
    expect(told).toBeLessThan(dao.log.indexOf('relay withdrawConsents'))
    for (const keeper of dao.keepers)
      expect(keeper.state.continuations).toMatchObject([{ consent: next.consent }])
  })

  it.each(['relay grantConsent', 'relay withdrawConsents'])(
    'called again after %s failed, it does what is left and nothing twice',
    async (where) => {
      const first = await given()
      const wish = { dataset, purposes: ['ai.eval'] as Purpose[], until: inAYear + day }
      for (const keeper of dao.keepers) keeper.state.down = true
      dao.hooks.before = (what) => {
        if (what === where) throw new ConnectionLost()
      }
      expect(await codeOf(replaceConsent(await dao.actor(), wish))).not.toBe('done')
      expect(live().length).toBeGreaterThan(0)
      dao.hooks.before = () => undefined
      const next = await replaceConsent(await dao.actor(), wish)
      expect([dao.consents.size, live().length]).toEqual([2, 1])
      expect(next.replaced).toEqual([first.consent])
      expect(kept(next.consent)?.withdrawn).toBe(false)
    },
  )

  it('whose answer was lost is not given a second time', async () => {
    await given()
    const wish = { dataset, purposes: both, until: inAYear + day }
    const actor = await dao.actor()
    let lost = false
    const losing: typeof actor.node.call = async (name, ...rest) => {
      const answer = await actor.node.call(name, ...rest)
      if (name !== 'relay' || lost) return answer
      lost = true
      throw new ConnectionLost()
    }
    const unlucky = { ...actor, node: { ...actor.node, call: losing } }
    await codeOf(replaceConsent(unlucky, wish))
    // The node does not list it yet.
    const [id, fresh] = [...dao.consents].at(-1) ?? []
    if (!id || !fresh) throw new Error('nothing was given')
    const { consent } = await replaceConsent(await dao.actor(), wish)
    expect([consent, dao.consents.size, live().length]).toEqual([id, 2, 1])
  })

  it('asked for something else after an interruption continues what was given meanwhile', async () => {
    await given()
    for (const keeper of dao.keepers) keeper.state.down = true
    dao.hooks.before = (what) => {
      if (what === 'relay withdrawConsents') throw new ConnectionLost()
    }
    await codeOf(replaceConsent(await dao.actor(), { dataset, purposes: both, until: inAYear + day }))
    dao.hooks.before = () => undefined
    const last = await replaceConsent(await dao.actor(), {
      dataset,
      purposes: ['ai.eval'],
      until: inAYear + 2 * day,
    })
    expect(last.replaced).toHaveLength(2)
    expect(live()).toEqual([kept(last.consent)])
  })

  it('of nothing says that there is nothing', async () => {
    const wish = { dataset, purposes: both, until: inAYear }
    expect(await codeOf(replaceConsent(await dao.actor(), wish))).toBe('CONSENT_NONE')
    expect(await codeOf(renewConsent(await dao.actor(), { dataset }))).toBe('CONSENT_NONE')
    expect(await codeOf(pauseConsent(await dao.actor(), { dataset }))).toBe('CONSENT_NONE')
  })
})

describe('renewing, stopping, pausing', () => {
  it('renews for the same purposes', async () => {
    const first = await given()
    const { consent } = await renewConsent(await dao.actor(), { dataset, until: inAYear + day })
    expect(kept(consent)).toMatchObject({
      end: inAYear + day,
      purposes: purposesToBitmap(both),
      replaces: first.consent,
    })
  })

  it('stops one purpose and keeps the end; stopping the last takes all back', async () => {
    await given()
    const stopped = await stopPurpose(await dao.actor(), { dataset, purposes: ['ai.eval'] })
    expect(stopped.left).toEqual(['research.academic'])
    expect(kept(stopped.consent)?.end).toBe(inAYear)
    const again = stopPurpose(await dao.actor(), { dataset, purposes: ['ai.eval'] })
    expect(await codeOf(again)).toBe('PURPOSE_NOT_PERMITTED')
    const last = await stopPurpose(await dao.actor(), { dataset, purposes: ['research.academic'] })
    expect([last.consent, live()]).toEqual([null, []])
  })

  it('pauses, once, and resumes under a new permission', async () => {
    const first = await given()
    expect(await pauseConsent(await dao.actor(), { dataset })).toMatchObject({ consents: [first.consent] })
    expect(await pauseConsent(await dao.actor(), { dataset })).toEqual({ consents: [], transaction: null })
    const { consent } = await resumeConsent(await dao.actor(), { dataset })
    expect(kept(consent)).toMatchObject({ replaces: first.consent, end: inAYear, paused: false })
    expect(kept(first.consent)).toMatchObject({ paused: true, withdrawn: true })
    expect(await codeOf(resumeConsent(await dao.actor(), { dataset }))).toBe('CONSENT_NOT_PAUSED')
  })

  it('finishes a resumption that was interrupted', async () => {
    await given()
    await pauseConsent(await dao.actor(), { dataset })
    for (const keeper of dao.keepers) keeper.state.down = true
    dao.hooks.before = (what) => {
      if (what === 'relay withdrawConsents') throw new ConnectionLost()
    }
    await codeOf(resumeConsent(await dao.actor(), { dataset }))
    dao.hooks.before = () => undefined
    await resumeConsent(await dao.actor(), { dataset })
    expect([dao.consents.size, live().length]).toEqual([2, 1])
  })
})

describe('the agreement that is signed', () => {
  const base = () => dao.dao.agreement
  const text = (name: string, rest: Partial<PublishedAgreement>): PublishedAgreement => ({
    ...base(),
    hash: `0x${Buffer.from(stringToBytes(name)).toString('hex').padEnd(64, '0')}`,
    ...rest,
  })
  const list = () => [
    text('de-old', { language: 'de', version: '1.9.0', authoritative: false }),
    text('en', { language: 'en', version: '1.10.0' }),
    text('de', { language: 'de', version: '1.10.0', authoritative: false }),
    text('pt-BR', { language: 'pt-BR', version: '1.10.0', authoritative: false }),
  ]
  const chosen = (reads: string[] | undefined) => chooseAgreement(list(), { reads }).hash
  const hashOf = (name: string) => text(name, {}).hash

  it('is the newest in the first language that the member reads', () => {
    expect(chosen(undefined)).toBe(hashOf('en'))
    expect(chosen(['de', 'en'])).toBe(hashOf('de'))
    expect(chosen(['de-AT'])).toBe(hashOf('de'))
    expect(chosen(['fr', 'pt'])).toBe(hashOf('pt-BR'))
    expect(chosen(['*'])).toBe(hashOf('en'))
    expect(chooseAgreement(list(), { agreement: hashOf('de'), reads: ['en'] }).hash).toBe(hashOf('de'))
  })

  it('is refused when the member reads none of its languages, or read another text', () => {
    const error = (run: () => unknown) => {
      try {
        return run()
      } catch (thrown) {
        return thrown
      }
    }
    expect(error(() => chosen(['fr']))).toMatchObject({
      code: 'AGREEMENT_LANGUAGE',
      details: { reads: ['fr'], languages: ['en', 'de', 'pt-BR'] },
    })
    expect(error(() => chosen([]))).toMatchObject({ code: 'AGREEMENT_LANGUAGE' })
    expect(error(() => chooseAgreement(list(), { agreement: hashOf('it') }))).toMatchObject({
      code: 'AGREEMENT_UNKNOWN',
    })
  })
})

it.each([['profile.person'], ['ai.eval', 'bio.ident']] as Purpose[][])(
  'what the agreement forbids is not signed: %s',
  async (...purposes) => {
    const actor = await dao.actor()
    const granting = async () => grantConsent(actor, { dataset, purposes, until: inAYear })
    expect(await codeOf(granting())).toBe('PURPOSE_NOT_OFFERED')
    expect(relays()).toEqual([])
  },
)
