import { type Api, api } from '@usufruct/sdk/http/contract'
import type { RouteInput } from '@usufruct/sdk/http/route'
import { type Address, type Hex, keccak256, toHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Context } from '../../context.ts'
import { consents, members } from '../../db/schema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { relayAct } from './relayAct.ts'

const id = (name: string): Hex => keccak256(toHex(name))
const contract = (name: string): Address => `0x${id(name).slice(2, 42)}`
const now = 1_800_000_000

const sent: string[] = []
let open: Awaited<ReturnType<typeof openTestContext>>
let dataset: Hex
beforeAll(async () => {
  const names = ['membership', 'consents', 'contributions', 'offers', 'licenses', 'coin', 'accessManager']
  open = await openTestContext({
    relayer: privateKeyToAccount(generatePrivateKey()),
    deployment: {
      ...(Object.fromEntries(
        names.map((name) => [name, contract(name)]),
      ) as unknown as Context['deployment']),
      chainId: 31337,
      fromBlock: 1,
    },
    sendOnce: async ({ key }) => {
      sent.push(key)
      return { hash: id(key), block: 1, repeated: false }
    },
  })
  dataset = [...open.ctx.datasetIds.keys()][0] as Hex
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  sent.length = 0
  await open.ctx.db.delete(members)
  await open.ctx.db.delete(consents)
})

const member = contract('member')
const relay = (body: RouteInput<Api['relay']>['body']) => relayAct(open.ctx, api.relay.body.parse(body))
const signature = `0x${'00'.repeat(65)}`
const terms = {
  agreement: id('agreement'),
  terms: id('terms'),
  purposes: 1,
  end: now + 1000,
  salt: id('salt'),
}
const deadline = String(now + 100)

const grant = (account: string = member) =>
  relay({ kind: 'grantConsent', message: { account, dataset, ...terms, deadline }, signature })
const register = (consent = 'consent', account: string = member) =>
  relay({
    kind: 'registerContribution',
    message: { account, dataset, consent: id(consent), commitment: id('commitment'), deadline },
    signature,
  })

const joins = (leftAt: number | null = null) =>
  open.ctx.db.insert(members).values({ account: member, charter: id('charter'), joinedAt: 1, leftAt })
const grants = (rest: Partial<typeof consents.$inferInsert> = {}) =>
  open.ctx.db.insert(consents).values({
    id: id('consent'),
    account: member,
    dataset,
    inner: id('inner'),
    agreement: id('agreement'),
    terms: id('terms'),
    purposes: 1,
    grantedAt: 1,
    end: now + 1000,
    ...rest,
  })

test('a member’s consent and contribution go to the chain', async () => {
  await joins()
  await grants()
  await grant()
  await register()
  expect(sent).toHaveLength(2)
})

test('what a stranger or somebody who left lends is refused', async () => {
  await grants()
  await expect(grant()).rejects.toMatchObject({ code: 'NOT_A_MEMBER', kind: 'permission' })
  await expect(register()).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
  await joins(5)
  await expect(grant()).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
  expect(sent).toEqual([])
})

test('joining and withdrawing ask for no membership', async () => {
  await relay({ kind: 'join', message: { account: member, charter: id('charter'), deadline }, signature })
  await relay({
    kind: 'withdrawConsents',
    message: { account: member, dataset, inners: [id('inner')] },
    signature,
  })
  expect(sent).toHaveLength(2)
})

test.each([
  ['is unknown', { id: id('another consent') }],
  ['is somebody else’s', { account: contract('another member') }],
  ['is for another dataset', { dataset: id('another dataset') }],
  ['was taken back', { withdrawnAt: now - 1 }],
  ['has ended', { end: now }],
])('a contribution is refused whose consent %s', async (_, rest) => {
  await joins()
  await grants(rest)
  await expect(register()).rejects.toMatchObject({ code: 'CONSENT_NOT_LIVE', kind: 'permission' })
  expect(sent).toEqual([])
})

test('the node looks at the chain once more before it says no', async () => {
  const { indexer } = open.ctx
  const sync = indexer.sync
  indexer.sync = async () => {
    await joins()
  }
  await grant()
  indexer.sync = sync
  expect(sent).toHaveLength(1)
})
