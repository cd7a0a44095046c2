import fc from 'fast-check'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, it } from 'vitest'
import { nowInSeconds } from '../actions/actor.ts'
import { grantConsent } from '../actions/consent/grantConsent.ts'
import { renewConsent } from '../actions/consent/renewConsent.ts'
import { createFakeDao } from '../actions/testing/fakeDao.ts'
import { splitPayload } from '../documents/splitPayload.ts'
import { findUsufructError } from '../domain/errors.ts'
import { consentIdOf } from '../domain/ids.ts'
import { type LeaveCard, leaveCardPrefix, leaveCardText } from './leaveCard.ts'
import { type MadeLeaveCard, makeLeaveCard, signLeaveCard } from './makeLeaveCard.ts'
import { readLeaveCard } from './readLeaveCard.ts'
import { relayLeaveCard } from './relayLeaveCard.ts'

const dataset = 'birds'
const inYears = nowInSeconds() + 3 * 365 * 86_400
const inner = (digit: string): Hex => `0x${digit.repeat(64)}`
const account = privateKeyToAccount(inner('7'))
const dao = createFakeDao()

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: unknown) => findUsufructError(error)?.code ?? String(error),
  )

let made: MadeLeaveCard
beforeAll(async () => {
  made = await signLeaveCard(account, dao.dao, { dataset, inners: [inner('1'), inner('2')], madeAt: 5 })
})

describe('a leave card', () => {
  it('is one line of text that reads back, with words around it and broken over lines', async () => {
    expect(made.text).toMatch(/^usufruct-leave:1:[A-Za-z0-9_-]+$/)
    const broken = made.text.replace(/(.{60})/g, '$1\r\n')
    const forms = [
      made.text,
      `Keep this.\n${made.text}\n`,
      `${broken}\nEnd of card.`,
      JSON.stringify(made.card),
    ]
    for (const form of forms) expect(await readLeaveCard(form)).toEqual(made.card)
    expect(made.consents).toEqual([inner('1'), inner('2')].map((one) => consentIdOf(made.card.account, one)))
  })

  it('reads back from the numbered codes of a long one, in any order', async () => {
    const inners = Array.from({ length: 64 }, (_, at): Hex => `0x${at.toString(16).padStart(64, 'a')}`)
    const long = await signLeaveCard(account, dao.dao, { dataset, inners, madeAt: 5 })
    const scanned = splitPayload(long.text)
    expect(scanned.length).toBeGreaterThan(1)
    expect(await readLeaveCard([...scanned].reverse().join('\n'))).toEqual(long.card)
    expect(await codeOf(readLeaveCard(scanned.slice(1).join('\n')))).toBe('QR_PARTS_MISSING')
  })

  it('is made without a node: from the account and what the device knows', async () => {
    dao.log.length = 0
    await signLeaveCard(account, dao.dao, { dataset, inners: [inner('3')] })
    expect(dao.log).toEqual([])
  })

  it('says nothing of where only the DAO’s node can be reached', async () => {
    expect([made.card.keepers, made.card.rpc]).toEqual([[], []])
    const keepers = dao.dao.keepers.map((keeper) => ({ ...keeper, url: `https://k${keeper.index}.example` }))
    const open = { ...dao.dao, keepers, rpc: 'https://rpc.example' }
    const { card } = await signLeaveCard(account, open, { dataset, inners: [inner('1')] })
    expect(card.keepers).toEqual(['https://k0.example', 'https://k1.example', 'https://k2.example'])
    expect(card.rpc).toEqual(['https://rpc.example'])
  })

  it('names every permission for the dataset that was not taken back', async () => {
    const own = createFakeDao()
    const actor = await own.actor()
    expect(await codeOf(makeLeaveCard(actor, { dataset }))).toBe('CONSENT_NONE')
    const first = await grantConsent(actor, { dataset, purposes: ['ai.eval'], until: inYears })
    expect((await makeLeaveCard(actor, { dataset })).consents).toEqual([first.consent])
    const { consent } = await renewConsent(actor, { dataset })
    expect((await makeLeaveCard(actor, { dataset })).consents).toEqual([consent])
  })

  it('takes no more than one page holds', async () => {
    const many = Array.from({ length: 65 }, (_, at): Hex => `0x${at.toString(16).padStart(64, '0')}`)
    const run = signLeaveCard(account, dao.dao, { dataset, inners: many })
    expect(await codeOf(run)).toBe('LEAVE_CARD_TOO_LARGE')
  })
})

describe('a card that was changed', () => {
  const changed = (change: Partial<LeaveCard>) => leaveCardText({ ...made.card, ...change })

  it.each([
    ['names another permission', () => changed({ inners: [inner('9')] })],
    ['names one permission less', () => changed({ inners: [inner('1')] })],
    ['is for another account', () => changed({ account: `0x${'ab'.repeat(20)}` })],
    ['is for another chain', () => changed({ chainId: 1 })],
    ['is for another contract', () => changed({ members: `0x${'cd'.repeat(20)}` })],
    ['is for another dataset', () => changed({ dataset: { id: inner('4'), slug: dataset } })],
    ['shows another dataset', () => changed({ dataset: { ...made.card.dataset, slug: 'bees' } })],
    ['has another signature', () => changed({ signature: `0x${'11'.repeat(65)}` })],
    ['has no permission', () => changed({ inners: [] })],
    ['leads somewhere else', () => changed({ rpc: ['javascript:alert(1)'] })],
    ['is of another kind', () => changed({ schema: 'usufruct-leave-card/2' as never })],
    ['holds more than a card', () => leaveCardText({ ...made.card, more: 1 } as never)],
    ['is cut off', () => made.text.slice(0, -9)],
    ['is only the beginning', () => leaveCardPrefix],
    ['is something else', () => 'https://example.org'],
    ['is nothing', () => ''],
  ] as [string, () => string][])('%s is refused', async (_, text) => {
    expect(await codeOf(readLeaveCard(text()))).toBe('LEAVE_CARD_INVALID')
  })

  it('is refused or means the same, whichever character it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(made.text.length - 1),
        fc.constantFrom(...'ABCDEFghijkl0189-_ .'),
        async (at, character) => {
          const text = made.text.slice(0, at) + character + made.text.slice(at + 1)
          const card = await readLeaveCard(text).catch((error: unknown) => {
            expect(findUsufructError(error)?.code).toBe('LEAVE_CARD_INVALID')
            return null
          })
          // What it does is signed; its name, its date and its addresses are only there to be of help.
          if (card) {
            const { dao: name, madeAt, keepers, rpc, ...signed } = card
            const signature = signed.signature.toLowerCase()
            expect(made.card).toMatchObject({ ...signed, signature })
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('sending a card', () => {
  const nowhere = (async () => {
    throw new TypeError('fetch failed')
  }) as typeof globalThis.fetch

  it('says when nobody took it, and that it has to be told where', async () => {
    const run = relayLeaveCard(made.card, { fetch: nowhere })
    expect(await codeOf(run)).toBe('LEAVE_CARD_NOT_DELIVERED')
    const lost = relayLeaveCard(made.card, {
      fetch: nowhere,
      rpcUrl: 'http://rpc.test',
      keepers: ['http://k.test'],
    })
    expect(await codeOf(lost)).toBe('LEAVE_CARD_NOT_DELIVERED')
  })

  it('to another chain is refused before anything is sent', async () => {
    const said: string[] = []
    const fetch = (async (_: string, init: RequestInit) => {
      const { id, method } = JSON.parse(init.body as string)
      said.push(method)
      return Response.json({ jsonrpc: '2.0', id, result: '0x1' })
    }) as typeof globalThis.fetch
    const run = relayLeaveCard(made.card, { fetch, rpcUrl: 'http://rpc.test' })
    expect(await codeOf(run)).toBe('LEAVE_CARD_OTHER_CHAIN')
    expect(said).toEqual(['eth_chainId'])
  })
})
