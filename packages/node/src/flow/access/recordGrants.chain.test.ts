import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { consentBitsOf, contributionIdOf, newConsentSalt, readGrant } from '@usufruct/sdk/domain/ids'
import { processingGrantData } from '@usufruct/sdk/messages/processingGrant'
import { eq } from 'drizzle-orm'
import { type Hex, keccak256, toHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { looks, processingGrants } from '../../db/lookSchema.ts'
import { events, files } from '../../db/schema.ts'
import { foundOnChain } from '../../testing/foundOnChain.ts'
import { openForTask } from './openForTask.ts'
import { readLooks } from './readLooks.ts'
import { recordGrants } from './recordGrants.ts'

// The real contracts, indexer and outbox: nobody looks at what the ledger does not say may be looked at.

const id = (name: string): Hex => keccak256(toHex(name))
const low = <T extends string>(value: T) => value.toLowerCase() as T
const year = 365 * 86_400
const tasks = 'clean,review,value'

let dao: Awaited<ReturnType<typeof foundOnChain>>
beforeAll(async () => {
  dao = await foundOnChain()
}, 120_000)
afterAll(() => dao?.close())
beforeEach(async () => {
  await dao.ctx.db.delete(files)
  dao.setTime(await dao.time())
})

type Lent = { contribution: Hex; inner: Hex; member: ReturnType<typeof privateKeyToAccount> }

/** A member's file as it is when its bytes have arrived: consent and commitment on the chain, the grant with the node. */
const lend = async (name: string, change: Partial<typeof files.$inferInsert> = {}): Promise<Lent> => {
  const { ctx, act, deployment, operator, giveEther } = dao
  const member = privateKeyToAccount(generatePrivateKey())
  await giveEther(member.address)
  const account = low(member.address)
  const [[dataset, slug] = []] = [...ctx.datasetIds]
  if (!dataset || !slug) throw new Error('the sample has datasets')
  const until = (await dao.time()) + year
  const grant = consentBitsOf({ dataset, salt: newConsentSalt(), time: 0, end: until, purposes: 1 })
  await act(deployment.members, membersAbi, 'record', [id('terms'), grant], member)
  const { consent, inner } = readGrant({ account, terms: id('terms'), grant })
  const commitment = id(`${name} ${account}`)
  await act(deployment.contributions, contributionsAbi, 'register', [dataset, consent, commitment], member)
  await ctx.indexer.sync()
  const contribution = contributionIdOf(account, commitment)
  const file = {
    contribution,
    account,
    dataset: slug,
    name,
    contentHash: id('content'),
    salt: id('salt'),
    recipient: 'age1',
    keyCommitment: id('key'),
    blob: id('blob'),
    blobBytes: 1,
    contentBytes: 1,
    rows: 1,
    provenance: { origin: 'mine', othersInIt: 'no', specialCategories: [], source: '', madeByAi: 'none' },
    findings: [],
    reportVersion: '1',
    reportHash: id('report'),
    invalid: 0,
    duplicatesWithin: 0,
    grantHolder: low(operator.address),
    grantTasks: tasks,
    grantUntil: until,
    describedAt: 1,
    uploadedAt: 2,
    ...change,
  } satisfies Omit<typeof files.$inferInsert, 'grantSignature'>
  const message = {
    account,
    contribution,
    holder: file.grantHolder,
    tasks: file.grantTasks,
    until: BigInt(file.grantUntil),
  }
  const grantSignature = await member.signTypedData(processingGrantData(deployment, message))
  await ctx.db.insert(files).values({ grantSignature, ...file })
  return { contribution, inner, member }
}

const onLedger = async ({ contribution }: Lent) =>
  dao.ctx.db.select().from(processingGrants).where(eq(processingGrants.contribution, contribution))

const sent = () => dao.publicClient.getTransactionCount({ address: dao.operator.address })

test('one look puts the grants of all that wait on the chain, in one transaction, and only once', async () => {
  const { ctx, operator } = dao
  const [ada, ben, cem] = [await lend('ada'), await lend('ben'), await lend('cem', { uploadedAt: null })]
  const before = await sent()
  await recordGrants(ctx, ben.contribution)
  expect(await sent()).toBe(before + 1)
  const [adas] = await onLedger(ada)
  const [bens] = await onLedger(ben)
  expect(bens).toMatchObject({
    account: low(ben.member.address),
    holder: low(operator.address),
    tasks,
    transaction: adas?.transaction,
  })
  expect(await onLedger(cem)).toEqual([])

  for (const { contribution } of [ben, ada, ben]) await recordGrants(ctx, contribution)
  expect(await sent()).toBe(before + 1)
  expect(
    await ctx.db
      .select()
      .from(events)
      .where(eq(events.transaction, bens?.transaction ?? '0x')),
  ).toHaveLength(2)
}, 60_000)

test('whichever of them is wanted, the act is the same: a kill between sending and reading it sends none twice', async () => {
  const { ctx } = dao
  const [ada, ben] = [await lend('ada'), await lend('ben')]
  const before = await sent()
  await recordGrants(ctx, ada.contribution)
  // As after a kill: sent, and not read yet.
  await ctx.db.delete(processingGrants)
  await recordGrants(ctx, ben.contribution)
  expect(await sent()).toBe(before + 1)
}, 60_000)

test('one that the chain refuses holds no other up, and is not looked at', async () => {
  const { ctx } = dao
  const forged = await lend('forged', { grantSignature: `0x${'1b'.repeat(65)}` } as never)
  const good = await lend('good')
  await recordGrants(ctx, good.contribution)
  expect(await onLedger(good)).toHaveLength(1)
  expect(await onLedger(forged)).toEqual([])
  // No key holder is asked: this test has none, and asking would fail otherwise.
  await expect(openForTask(ctx, 'clean', forged.contribution)).rejects.toMatchObject({
    code: 'PROCESSING_INVALID_SIGNATURE',
  })
  expect(await ctx.db.select().from(looks)).toEqual([])
}, 60_000)

test('what permits nothing is not put on the chain', async () => {
  const { ctx, act, deployment } = dao
  const stopped = await lend('stopped')
  const over = await lend('over', { grantUntil: await dao.time() })
  await act(deployment.members, membersAbi, 'withdrawGranted', [stopped.inner], stopped.member)
  await ctx.indexer.sync()
  dao.setTime(await dao.time())
  const before = await sent()
  await recordGrants(ctx, stopped.contribution)
  await recordGrants(ctx, over.contribution)
  expect(await sent()).toBe(before)
}, 60_000)

test('a member sees whom the ledger lets look, and under which entry somebody did', async () => {
  const { ctx, act, deployment, operator } = dao
  Object.assign(ctx, { keepers: [] })
  const ada = await lend('ada')
  await recordGrants(ctx, ada.contribution)
  const [granted] = await onLedger(ada)
  const holder = low(operator.address)
  const auditor = low(privateKeyToAccount(generatePrivateKey()).address)
  const now = ctx.now()
  await ctx.db.insert(looks).values([
    { contribution: ada.contribution, who: holder, task: 'clean', at: now },
    { contribution: ada.contribution, who: holder, task: 'audit', at: now + 1 },
  ])
  // By a transaction of her own, for somebody whom the node knows nothing of.
  const commitment = id(`ada ${low(ada.member.address)}`)
  const own = [[commitment], now + year + 5, 'audit,\u0000', auditor]
  const transaction = await act(
    deployment.contributions,
    contributionsAbi,
    'permitProcessing',
    own,
    ada.member,
  )
  await ctx.indexer.sync()

  const whoLooked = await readLooks(ctx, [ada.contribution], new Map())
  expect(await whoLooked(ada.contribution)).toEqual({
    looked: [
      { at: now, who: holder, task: 'clean', transaction: granted?.transaction },
      { at: now + 1, who: holder, task: 'audit', transaction: null },
    ],
    mayLook: [
      expect.objectContaining({ who: holder, tasks: tasks.split(','), transaction: granted?.transaction }),
      expect.objectContaining({ who: auditor, tasks: ['audit'], until: now + year + 5, transaction }),
    ],
  })
  dao.setTime(now + 2 * year)
  expect((await whoLooked(ada.contribution)).mayLook).toEqual([])
}, 60_000)
