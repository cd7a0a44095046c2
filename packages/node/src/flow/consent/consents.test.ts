import { consentBitsOf, datasetIdOf, readGrant } from '@usufruct/sdk/domain/ids'
import { type Purpose, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { grantTerms } from '@usufruct/sdk/terms/deriveTerms'
import { termsHash, termsText } from '@usufruct/sdk/terms/terms'
import { eq } from 'drizzle-orm'
import { type Hex, keccak256, slice, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { consents, contributions, licenses, notices, parts, releases, terms } from '../../db/schema.ts'
import { forgetChain, type ProjectedLog, project } from '../../indexer/project.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { listContributions } from '../contribute/listContributions.ts'
import { getLicense } from '../license/licenses.ts'
import { advanceWithdrawals } from './advanceWithdrawals.ts'
import { currentAgreements } from './agreements.ts'
import { termsHomeOf } from './knownTerms.ts'
import { keepTerms, learnTerms } from './learnTerms.ts'
import { listConsents } from './listConsents.ts'

const id = (name: string): Hex => keccak256(toHex(name))
const ada: Hex = `0x${'ad'.repeat(20)}`
const ben: Hex = `0x${'be'.repeat(20)}`
const start = 1_800_000_000
const day = 86_400

let open: Awaited<ReturnType<typeof openTestContext>>
let slug: string
let log: ProjectedLog[]
beforeAll(async () => {
  open = await openTestContext({ keepers: [], offerNames: new Map() })
  slug = open.ctx.charter.datasets[0]?.slug as string
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  log = []
  await forgetChain(open.ctx.db)
  for (const table of [terms, notices, parts]) await open.ctx.db.delete(table)
  open.setTime(start)
})

/** What the chain says next. */
const say = async (eventName: string, args: Record<string, unknown>, at = start) => {
  const event = {
    eventName,
    args,
    blockNumber: BigInt(log.length + 1),
    logIndex: 0,
    transactionHash: id('tx'),
  }
  log.push({ ...event, at } as unknown as ProjectedLog)
  await project(open.ctx.db, event as unknown as ProjectedLog, at)
}
const readAgain = async () => {
  await forgetChain(open.ctx.db)
  for (const event of log) await project(open.ctx.db, event, (event as unknown as { at: number }).at)
}

type Granting = { purposes?: Purpose[]; replaces?: Hex; end?: number; account?: Hex; known?: boolean }
/** A grant as its event tells it, and what the node may come to know of it. */
const granting = async (
  name: string,
  { purposes = ['research.academic'], replaces, end = start + 1_000 * day, account = ada }: Granting = {},
) => {
  const [agreement] = await currentAgreements(open.ctx)
  if (!agreement) throw new Error('the test DAO has no agreement')
  const made = grantTerms(termsHomeOf(open.ctx), agreement, { dataset: slug, purposes, end, replaces })
  return { ...granted(name, { account, hash: termsHash(made), bits: purposesToBitmap(purposes), end }), made }
}
/** Whatever somebody puts on chain. */
const granted = (
  name: string,
  { account = ada, hash, bits, end }: { account?: Hex; hash: Hex; bits: number; end: number },
) => {
  const salt = slice(id(name), 0, 8)
  const short = { dataset: datasetIdOf(slug), purposes: bits, end, salt }
  const args = { account, terms: hash, grant: consentBitsOf({ ...short, time: start }) }
  return { id: readGrant(args).consent, hash, args }
}
const grant = async (name: string, { known = true, ...rest }: Granting = {}) => {
  const { made, args, ...given } = await granting(name, rest)
  const text = termsText(made)
  if (known) await open.ctx.db.insert(terms).values({ hash: given.hash, text }).onConflictDoNothing()
  await say('ConsentGranted', args)
  return { ...given, text }
}
const lend = async (name: string, consentId: Hex, account = ada) => {
  const given = { contributionId: id(name), account, dataset: datasetIdOf(slug), consentId }
  await say('ContributionRegistered', { ...given, commitment: id('c') })
  return id(name)
}
const withdraw = (consentId: Hex, at = start) => say('ConsentWithdrawn', { consentId }, at)
const pause = (consentId: Hex, at = start) => say('ConsentPaused', { consentId }, at)

const currentOf = async (contribution: Hex) => {
  const [row] = await open.ctx.db.select().from(contributions).where(eq(contributions.id, contribution))
  return row?.currentConsent
}
const states = async () => {
  const { consents: list } = await listConsents(open.ctx, ada)
  return Object.fromEntries(list.map(({ consent, state }) => [consent, state]))
}

test('what was lent goes on under the permission that continues the first, also when the chain is read again', async () => {
  const first = await grant('first')
  const lent = await lend('a', first.id)
  const second = await grant('second', { replaces: first.id })
  await withdraw(first.id)
  const third = await grant('third', { replaces: second.id })
  const late = await lend('b', first.id)
  const check = async () => {
    expect([await currentOf(lent), await currentOf(late)]).toEqual([third.id, third.id])
    expect(await states()).toEqual({ [first.id]: 'replaced', [second.id]: 'live', [third.id]: 'live' })
  }
  await check()
  await readAgain()
  await check()
})

test.each([
  ['of another member', { account: ben }, undefined],
  ['that was taken back', {}, 'withdraw'],
  ['that had ended', { end: start }, undefined],
] as [string, Granting, string | undefined][])('a permission %s is not continued', async (_, rest, act) => {
  const first = await grant('first', rest)
  const lent = await lend('a', first.id, rest.account)
  if (act) await withdraw(first.id)
  const second = await grant('second', { replaces: first.id })
  expect(await currentOf(lent)).toBe(first.id)
  const [row] = await open.ctx.db.select().from(consents).where(eq(consents.id, second.id))
  expect(row?.replaces).toBeNull()
})

test('one that was named before it existed is not continued', async () => {
  const { id: later } = await granting('later')
  await grant('early', { replaces: later })
  await grant('later')
  const lent = await lend('a', later)
  await readAgain()
  expect(await currentOf(lent)).toBe(later)
})

test('terms that become known later continue what they say, by the order on chain', async () => {
  const first = await grant('first')
  const lent = await lend('a', first.id)
  const second = await grant('second', { replaces: first.id, known: false })
  expect(await currentOf(lent)).toBe(first.id)
  await withdraw(first.id)
  await keepTerms(open.ctx, second.hash, second.text)
  expect(await currentOf(lent)).toBe(second.id)

  const gone = await grant('gone')
  const taken = await lend('b', gone.id)
  await withdraw(gone.id)
  const tooLate = await grant('too late', { replaces: gone.id, known: false })
  await keepTerms(open.ctx, tooLate.hash, tooLate.text)
  expect(await currentOf(taken)).toBe(gone.id)
})

test('terms that nobody sent are made again from the agreement, and those of other agreements never', async () => {
  const first = await grant('first', { known: false })
  const lent = await lend('a', first.id)
  const second = await grant('second', { replaces: first.id, known: false })
  const strange = granted('strange', { hash: id('?'), bits: 1, end: start + day })
  await say('ConsentGranted', strange.args)
  const agreementsOf = async () =>
    (await listConsents(open.ctx, ada)).consents.map(({ agreement }) => agreement)
  expect(await agreementsOf()).toEqual([null, null, null])
  await learnTerms(open.ctx)
  await learnTerms(open.ctx)
  const { consents: list } = await listConsents(open.ctx, ada)
  expect(list.map(({ known }) => known).sort()).toEqual([false, true, true])
  expect(list.find(({ consent }) => consent === strange.id)).toMatchObject({ known: false, agreement: null })
  expect(await currentOf(lent)).toBe(second.id)
  const [agreement] = await currentAgreements(open.ctx)
  expect((await agreementsOf()).filter((hash) => hash === agreement?.hash)).toHaveLength(2)
  await readAgain()
  expect((await agreementsOf()).filter((hash) => hash === agreement?.hash)).toHaveLength(2)
})

test('of several that continue the same, the last one granted counts, whenever their terms became known', async () => {
  const first = await grant('first')
  const lent = await lend('a', first.id)
  const unheard = await grant('unheard of', { replaces: first.id, known: false })
  const last = await grant('last', { replaces: first.id })
  await keepTerms(open.ctx, unheard.hash, unheard.text)
  expect(await currentOf(lent)).toBe(last.id)
  await withdraw(first.id)
  await withdraw(last.id)
  await readAgain()
  expect(await currentOf(lent)).toBe(last.id)
})

test('nothing on chain that terms cannot say keeps the others from being learned or listed', async () => {
  const strange = [
    granted('s1', { hash: id('?'), bits: 2 ** 31 + 1, end: start + day }),
    granted('s2', { hash: id('?'), bits: 1, end: 2 ** 40 - 1 }),
  ]
  for (const { args } of strange) await say('ConsentGranted', args)
  await grant('mine', { known: false })
  await learnTerms(open.ctx)
  const { consents: list } = await listConsents(open.ctx, ada)
  expect(list.map(({ known }) => known).sort()).toEqual([false, false, true])
})

test('a permission says what it is, until when, and when to renew it', async () => {
  const long = await grant('long')
  const short = await grant('short', { end: start + 100 * day })
  open.setTime(start + day)
  const list = new Map((await listConsents(open.ctx, ada)).consents.map((entry) => [entry.consent, entry]))
  expect(list.get(long.id)).toMatchObject({
    state: 'live',
    live: true,
    known: true,
    agreementVersion: (await currentAgreements(open.ctx))[0]?.version,
    renewFrom: start + 940 * day,
  })
  expect(list.get(short.id)?.renewFrom).toBe(start + 80 * day)
  await pause(short.id)
  expect((await states())[short.id]).toBe('paused')
  const resumed = await grant('resumed', { replaces: short.id })
  expect((await states())[short.id]).toBe('replaced')
  await withdraw(resumed.id)
  open.setTime(start + 2_000 * day)
  expect(await states()).toMatchObject({ [long.id]: 'expired', [resumed.id]: 'withdrawn' })
})

test('a member’s list of what was lent shows renewals and pauses, and no withdrawal that was none', async () => {
  const first = await grant('first')
  await lend('a', first.id)
  const second = await grant('second', { replaces: first.id })
  await withdraw(first.id)
  const shown = async () => (await listContributions(open.ctx, ada)).contributions[0]
  expect(await shown()).toMatchObject({ state: 'registered', consent: second.id })
  await pause(second.id)
  expect((await shown())?.timeline.map(({ text }) => text)).toContain('You paused it: no new licenses')
  await withdraw(second.id)
  expect((await shown())?.state).toBe('withdrawn')
})

const licensed = async (contribution: Hex, purposes: Purpose[]) => {
  const offer = 1n
  const given = { offer, dataset: datasetIdOf(slug), purposes: purposesToBitmap(purposes), terms: id('o') }
  await say('OfferCreated', { ...given, pricePerMonth: 1n, maxMonths: 12 })
  await open.ctx.db.insert(releases).values({
    offer,
    release: 1,
    state: 'active',
    at: start,
    validUntil: start + 500 * day,
    root: id('r'),
    total: 1n,
    manifest: id('m'),
    challengeEnds: start,
    asserter: ben,
    bond: 0n,
  })
  const part = {
    manifest: id('m'),
    contribution,
    consent: id('named'),
    rows: 7,
    rowsRoot: id('rows'),
    weight: 1n,
    enrolled: true,
  }
  await open.ctx.db.insert(parts).values(part)
  const term = { release: 1, purposes: given.purposes, start, end: start + 300 * day, price: 1n }
  await open.ctx.db.insert(licenses).values({ id: 5n, offer, licensee: ben, ...term })
}
const told = async () =>
  (await open.ctx.db.select().from(notices)).map(({ consent, at, rows }) => ({ consent, at, rows }))

test('licensees hear of a withdrawal, and not of a renewal', async () => {
  const first = await grant('first')
  const lent = await lend('a', first.id)
  await licensed(lent, ['research.academic'])
  const second = await grant('second', { replaces: first.id })
  await withdraw(first.id, start + day)
  await advanceWithdrawals(open.ctx)
  expect(await told()).toEqual([])
  await withdraw(second.id, start + 2 * day)
  await advanceWithdrawals(open.ctx)
  await advanceWithdrawals(open.ctx)
  expect(await told()).toEqual([{ consent: second.id, at: start + 2 * day, rows: 7 }])
})

test('licensees hear of a withdrawal when what continued it had been taken back before they bought', async () => {
  const first = await grant('first')
  const second = await grant('second', { replaces: first.id })
  await withdraw(second.id, start - day)
  await licensed(await lend('a', first.id), ['research.academic'])
  await withdraw(first.id, start + day)
  await advanceWithdrawals(open.ctx)
  expect(await told()).toEqual([{ consent: first.id, at: start + day, rows: 7 }])
})

test('licensees hear when what continues a permission leaves out what they licensed', async () => {
  const both: Purpose[] = ['research.academic', 'ai.eval']
  const first = await grant('first', { purposes: both })
  const lent = await lend('a', first.id)
  await licensed(lent, ['ai.eval'])
  const narrower = await grant('narrower', { replaces: first.id })
  await advanceWithdrawals(open.ctx)
  expect(await told()).toEqual([])
  await withdraw(first.id, start + day)
  await advanceWithdrawals(open.ctx)
  expect(await told()).toEqual([{ consent: first.id, at: start + day, rows: 7 }])
  // They have been told: the end of what they never had is none of their business.
  await withdraw(narrower.id, start + 2 * day)
  await advanceWithdrawals(open.ctx)
  expect(await told()).toHaveLength(1)
})

test('a license opens what was licensed: without what was taken back, with what was only paused', async () => {
  const first = await grant('first')
  await licensed(await lend('a', first.id), ['research.academic'])
  await say('ContributionStatusChanged', { contributionId: id('a'), status: 2, at: start })
  const removal = {
    offer: 1n,
    release: 2,
    state: 'active' as const,
    at: start,
    validUntil: start + 500 * day,
  }
  const rest = {
    root: id('0'),
    total: 0n,
    manifest: id('without'),
    challengeEnds: start,
    asserter: ben,
    bond: 0n,
  }
  await open.ctx.db.insert(releases).values({ ...removal, ...rest })
  const opened = async () => (await getLicense(open.ctx, '5')).opensRelease
  await pause(first.id, start + day)
  expect(await opened()).toBe(1)
  const resumed = await grant('resumed', { replaces: first.id })
  await withdraw(first.id, start + 2 * day)
  expect(await opened()).toBe(1)
  await withdraw(resumed.id, start + 3 * day)
  expect(await opened()).toBe(2)
})
