import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { consentIdOf, consentInnerOf, readGrant } from '@usufruct/sdk/domain/ids'
import { type Purpose, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { type Api, api } from '@usufruct/sdk/http/contract'
import type { RouteInput } from '@usufruct/sdk/http/route'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { grantConsentTypes } from '@usufruct/sdk/messages/onchain'
import { grantTerms } from '@usufruct/sdk/terms/deriveTerms'
import { termsHash, termsText } from '@usufruct/sdk/terms/terms'
import { eq } from 'drizzle-orm'
import {
  type Address,
  decodeFunctionData,
  type Hex,
  keccak256,
  sha256,
  slice,
  stringToBytes,
  toHex,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Context } from '../../context.ts'
import { agreements, consentActs, consents, members, terms } from '../../db/schema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { agreementByHash, currentAgreements } from '../consent/agreements.ts'
import { relayAct } from './relayAct.ts'

const id = (name: string): Hex => keccak256(toHex(name))
const contract = (name: string): Address => `0x${id(name).slice(2, 42)}`
const now = 1_800_000_000

const sent: string[] = []
const calls: Hex[] = []
/** The chain takes nothing, as when a signature is somebody else's. */
let refuses = false
let open: Awaited<ReturnType<typeof openTestContext>>
let dataset: Hex
beforeAll(async () => {
  const names = ['factory', 'members', 'offers', 'releases', 'contributions', 'authority', 'coin']
  open = await openTestContext({
    relayer: privateKeyToAccount(generatePrivateKey()),
    deployment: {
      ...(Object.fromEntries(
        names.map((name) => [name, contract(name)]),
      ) as unknown as Context['deployment']),
      chainId: 31337,
      fromBlock: 1,
    },
    sendOnce: async ({ key, data }) => {
      if (refuses) throw new Error('execution reverted')
      sent.push(key)
      calls.push(data)
      return { hash: id(key), block: 1, repeated: false }
    },
  })
  dataset = [...open.ctx.datasetIds.keys()][0] as Hex
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  sent.length = 0
  calls.length = 0
  refuses = false
  await open.ctx.db.delete(members)
  await open.ctx.db.delete(consents)
  await open.ctx.db.delete(consentActs)
})

const member = contract('member')
const relay = (body: RouteInput<Api['relay']>['body']) => relayAct(open.ctx, api.relay.body.parse(body))
const signature = `0x${'00'.repeat(65)}`
/** A grant as the SDK makes it, and as others might. */
const grantOf = async ({
  replaces,
  end = now + 1000,
  purposes = ['research.academic'],
  under,
}: {
  replaces?: Hex
  end?: number
  purposes?: Purpose[]
  under?: Hex
} = {}) => {
  const [newest] = await currentAgreements(open.ctx)
  const agreement = under ? await agreementByHash(open.ctx, under) : newest
  if (!agreement) throw new Error('the test DAO has no agreement')
  const { deployment, charter } = open.ctx
  const home = { chainId: deployment.chainId, members: deployment.members, name: charter.name }
  const slug = open.ctx.datasetIds.get(dataset) as string
  const made = grantTerms(home, agreement, { dataset: slug, purposes, end, replaces })
  const consent = {
    terms: termsHash(made),
    purposes: purposesToBitmap(purposes),
    end,
    salt: slice(id('salt'), 0, 8),
  }
  return { consent, text: termsText(made), agreement: agreement.hash }
}
const deadline = String(now + 100)

type Granted = Pick<Awaited<ReturnType<typeof grantOf>>, 'consent' | 'text'>
const send = ({ consent, text }: Granted, account: string = member) =>
  relay({ kind: 'grantConsent', message: { account, dataset, ...consent, deadline }, terms: text, signature })
const grant = async (account: string = member) => send(await grantOf(), account)
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
    grantedBlock: 1,
    grantedLog: 0,
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

test('of a permission that the chain refuses nothing is kept', async () => {
  await joins()
  const granted = await grantOf({ end: now + 4321 })
  const kept = () => open.ctx.db.select().from(terms).where(eq(terms.hash, granted.consent.terms))
  refuses = true
  await expect(send(granted)).rejects.toThrow()
  expect(await kept()).toEqual([])
  refuses = false
  await send(granted)
  expect(await kept()).toHaveLength(1)
})

test('what a stranger or somebody who left lends is refused', async () => {
  await grants()
  await expect(grant()).rejects.toMatchObject({ code: 'NOT_A_MEMBER', kind: 'permission' })
  await expect(register()).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
  await joins(5)
  await expect(grant()).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
  expect(sent).toEqual([])
})

test('joining, pausing and withdrawing ask for no membership', async () => {
  await relay({ kind: 'join', message: { account: member, charter: id('charter'), deadline }, signature })
  await relay({
    kind: 'withdrawConsents',
    message: { account: member, dataset, inners: [id('inner')] },
    signature,
  })
  await relay({
    kind: 'pauseConsents',
    message: { account: member, dataset, inners: [id('inner')] },
    signature,
  })
  expect(new Set(sent).size).toBe(3)
})

test('a permission is relayed with the terms that were signed, and both are kept', async () => {
  await joins()
  const granted = await grantOf()
  await send(granted)
  const [kept] = await open.ctx.db.select().from(terms).where(eq(terms.hash, granted.consent.terms))
  expect(kept?.text).toBe(granted.text)
  const consent = consentIdOf(member, consentInnerOf({ dataset, ...granted.consent }))
  expect(await open.ctx.db.select().from(consentActs)).toMatchObject([{ consent, kind: 'grant', signature }])
})

test('who signs with a key of their own is relayed in the short form, and everybody else as they signed', async () => {
  const key = privateKeyToAccount(generatePrivateKey())
  const account = key.address.toLowerCase() as Address
  const values = { charter: id('charter'), joinedAt: 1, leftAt: null }
  await open.ctx.db.insert(members).values([
    { account, ...values },
    { account: member, ...values },
  ])
  const { consent, text } = await grantOf()
  const { deployment } = open.ctx
  const own = await key.signTypedData({
    domain: eip712Domain(deployment.chainId, deployment.members),
    types: grantConsentTypes,
    primaryType: 'GrantConsent',
    message: { account, dataset, ...consent, salt: BigInt(consent.salt), deadline: Number(deadline) },
  })
  for (const by of [account, member])
    await relay({
      kind: 'grantConsent',
      message: { account: by, dataset, ...consent, deadline },
      terms: text,
      signature: own,
    })
  const [short, long] = calls.map((data) => decodeFunctionData({ abi: membersAbi, data }))
  if (short?.functionName !== 'recordBySig' || long?.functionName !== 'recordBySignature')
    throw new Error(`${short?.functionName} and ${long?.functionName}`)
  const [{ bits, ...named }] = short.args
  const made = readGrant({ account, terms: named.terms, grant: bits })
  expect(made.consent).toBe(consentIdOf(account, consentInnerOf({ dataset, ...consent })))
  expect(long.args.slice(1)).toEqual([consent.terms, bits, own])
})

test('who signs another text, or other terms than the text gives, is refused', async () => {
  await joins()
  const { consent, text, agreement } = await grantOf()
  const wide = await grantOf({ purposes: ['research.academic', 'ai.eval'] })
  const bad: [Granted, string][] = [
    [{ consent, text: text.replace(agreement, id('another agreement')) }, 'AGREEMENT_UNKNOWN'],
    [{ consent, text: `${text} ` }, 'TERMS_MISMATCH'],
    [{ consent: { ...consent, terms: id('something else') }, text }, 'TERMS_MISMATCH'],
    [{ consent: { ...consent, purposes: consent.purposes | 1 }, text }, 'TERMS_MISMATCH'],
    [{ consent, text: wide.text }, 'TERMS_MISMATCH'],
    [{ consent, text: 'no JSON at all' }, 'TERMS_MISMATCH'],
    [await grantOf({ purposes: ['profile.person'] }), 'PURPOSE_NOT_OFFERED'],
  ]
  for (const [granted, code] of bad) await expect(send(granted)).rejects.toMatchObject({ code })
  expect(sent).toEqual([])
})

/** Publishes a version after the one that there is, while something is done. */
const withNewer = async (run: (before: Hex) => Promise<void>) => {
  const { db } = open.ctx
  const [row] = await db.select().from(agreements)
  if (!row) throw new Error('the test DAO has no agreement')
  const newer = row.text.replace(/^version: .*$/m, "version: '9.0.0'")
  const hash = sha256(stringToBytes(newer))
  await db.insert(agreements).values({ ...row, hash, text: newer, version: '9.0.0' })
  await run(row.hash).finally(() => db.delete(agreements).where(eq(agreements.hash, hash)))
}
const old = { code: 'AGREEMENT_OLD', kind: 'conflict' }

test('a version that a newer one replaced is not signed any more', async () => {
  await joins()
  await withNewer(async (under) => {
    await expect(send(await grantOf({ under }))).rejects.toMatchObject(old)
  })
  expect(sent).toEqual([])
})

test('what allows no more than before goes on under the text that was signed', async () => {
  await joins()
  const given: Purpose[] = ['research.academic', 'ai.eval']
  const less = { replaces: id('consent'), purposes: ['ai.eval'] as Purpose[], end: now + 1000 }
  await withNewer(async (under) => {
    const before = { agreement: under, purposes: purposesToBitmap(given), end: now + 1000 }
    await grants(before)
    await send(await grantOf({ ...less, under }))
    await send(await grantOf({ ...less, under, end: now + 500 }))
    // Resumed after a pause, as it was.
    await open.ctx.db.update(consents).set({ pausedAt: now - 1 })
    await send(await grantOf({ ...less, under, purposes: given }))
    expect(sent).toHaveLength(3)

    const more: Parameters<typeof grantOf>[0][] = [
      { ...less, end: now + 1001 },
      { ...less, purposes: ['ai.eval', 'ai.nongen'] },
      { ...less, purposes: ['research.commercial'] },
      { ...less, replaces: id('another consent') },
    ]
    for (const wish of more) await expect(send(await grantOf({ ...wish, under }))).rejects.toMatchObject(old)
    await open.ctx.db.update(consents).set({ agreement: id('another agreement') })
    await expect(send(await grantOf({ ...less, under }))).rejects.toMatchObject(old)
    await open.ctx.db.update(consents).set({ agreement: under, account: contract('another member') })
    await expect(send(await grantOf({ ...less, under }))).rejects.toMatchObject(old)
    await open.ctx.db.update(consents).set({ account: member, withdrawnAt: now - 1 })
    await expect(send(await grantOf({ ...less, under }))).rejects.toMatchObject({
      code: 'CONSENT_NOT_CONTINUED',
    })
    expect(sent).toHaveLength(3)
  })
})

test('only what still holds can be continued, and only by its own member', async () => {
  await joins()
  const granted = await grantOf({ replaces: id('consent') })
  await expect(send(granted)).rejects.toMatchObject({ code: 'CONSENT_NOT_CONTINUED' })
  const refused = [{ account: contract('another member') }, { withdrawnAt: now - 1 }, { end: now }]
  for (const rest of refused) {
    await grants(rest)
    await expect(send(granted)).rejects.toMatchObject({ code: 'CONSENT_NOT_CONTINUED', kind: 'conflict' })
    await open.ctx.db.delete(consents)
  }
  await grants({ pausedAt: now - 1 })
  await send(granted)
  expect(sent).toHaveLength(1)
})

test('a renewal asked for again after the old one was taken back is the same act', async () => {
  await joins()
  await grants({ withdrawnAt: now })
  const granted = await grantOf({ replaces: id('consent') })
  await grants({ id: consentIdOf(member, consentInnerOf({ dataset, ...granted.consent })) })
  await send(granted)
  expect(sent).toHaveLength(1)
})

test.each([
  ['is unknown', { id: id('another consent') }],
  ['is somebody else’s', { account: contract('another member') }],
  ['is for another dataset', { dataset: id('another dataset') }],
  ['was taken back', { withdrawnAt: now - 1 }],
  ['is paused', { pausedAt: now - 1 }],
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
