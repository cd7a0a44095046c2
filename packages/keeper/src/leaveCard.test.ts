import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import { signLeaveCard } from '@usufruct/sdk/leaveCard/makeLeaveCard'
import { readLeaveCard } from '@usufruct/sdk/leaveCard/readLeaveCard'
import { relayLeaveCard } from '@usufruct/sdk/leaveCard/relayLeaveCard'
import type { PrivateKeyAccount } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from './http/createApp.ts'
import { openTestKeeper, removeHome, type TestKeeper } from './testing/keeperKit.ts'
import {
  newAccount,
  newDataset,
  type PracticeDao,
  startPracticeDao,
  type TestConsent,
} from './testing/practiceDao.ts'

// A leave card against a real chain and a real keeper; there is no node at all.
const slug = 'keeper-tests'
let dao: PracticeDao
let keeper: TestKeeper
const keeperUrl = 'http://keeper.test'

beforeAll(async () => {
  dao = await startPracticeDao()
  keeper = await openTestKeeper(dao, 0)
}, 60_000)

afterAll(async () => {
  await keeper?.close()
  removeHome(keeper.home)
  dao?.stop()
})

const fetch = (async (url: string, init?: RequestInit) =>
  String(url).startsWith(keeperUrl)
    ? createApp(keeper.keeper).request(url, init)
    : globalThis.fetch(url, init)) as typeof globalThis.fetch

const cardOf = async (member: PrivateKeyAccount, consents: readonly TestConsent[]) => {
  const info = {
    name: 'Practice',
    deployment: dao.deployment,
    keepers: [],
    rpc: '/rpc',
  } as unknown as DaoInfo
  const inners = consents.map(({ inner }) => inner)
  const { text } = await signLeaveCard(member, info, { dataset: slug, inners })
  return readLeaveCard(text)
}
const grant = (member: PrivateKeyAccount) => dao.grant(member, { of: datasetIdOf(slug) })
const facts = async () => (await keeper.keeper.chain.sync()).facts

test('takes the permissions back on the chain, sent by an account that has nothing, and again does no more', async () => {
  const member = newAccount()
  const consents = [await grant(member), await grant(member)]
  const card = await cardOf(member, consents)
  const sent = await relayLeaveCard(card, { rpcUrl: dao.rpc })
  expect(sent).toMatchObject({ chain: 'withdrawn', problem: null, notCovered: [] })
  expect(sent.consents).toEqual(consents.map(({ id }) => id))
  for (const { id } of consents) expect((await facts()).withdrawn.has(id)).toBe(true)
  expect(await relayLeaveCard(card, { rpcUrl: dao.rpc })).toMatchObject({
    chain: 'before',
    transaction: null,
  })
})

test('reaches a key holder when the chain cannot be reached, which passes it on', async () => {
  const member = newAccount()
  const consent = await grant(member)
  const card = await cardOf(member, [consent])
  const sent = await relayLeaveCard(card, { rpcUrl: 'http://127.0.0.1:9', keepers: [keeperUrl], fetch })
  expect(sent).toMatchObject({ chain: 'unknown', keepers: [{ url: keeperUrl, error: null }] })
  expect((await facts()).withdrawn.has(consent.id)).toBe(true)
})

test('says which permissions are newer than the card, and leaves them', async () => {
  const member = newAccount()
  const old = await grant(member)
  const card = await cardOf(member, [old])
  const newer = await grant(member)
  const elsewhere = await dao.grant(member, { of: newDataset() })
  const sent = await relayLeaveCard(card, { rpcUrl: dao.rpc })
  expect(sent.notCovered?.map(({ consent }) => consent)).toEqual([newer.id])
  const { withdrawn } = await facts()
  expect([old, newer, elsewhere].map(({ id }) => withdrawn.has(id))).toEqual([true, false, false])
})
