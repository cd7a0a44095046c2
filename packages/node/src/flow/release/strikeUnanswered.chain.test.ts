import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { type Hex, keccak256, maxUint256, toHex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Context } from '../../context.ts'
import { releases } from '../../db/schema.ts'
import { challengeWindow, foundOnChain } from '../../testing/foundOnChain.ts'
import { assertionOf } from './assertionOf.ts'
import { strikeUnanswered } from './strikeUnanswered.ts'

// The real contracts, indexer and outbox: what nobody can be shown does not stay pending.

const id = (name: string): Hex => keccak256(toHex(name))
const asker = privateKeyToAccount(generatePrivateKey())
const bond = 1_000n
const stake = bond / 10n

// One DAO, and an offer of its own for each release.
let dao: Awaited<ReturnType<typeof foundOnChain>>
let asFounded: Pick<Context, 'operator' | 'charter' | 'sendOnce'>
beforeAll(async () => {
  dao = await foundOnChain()
  const { act, deployment, ctx, giveEther } = dao
  await giveEther(asker.address)
  await act(deployment.coin, practiceDollarAbi, 'mint', [asker.address, 10n ** 6n])
  await act(deployment.coin, practiceDollarAbi, 'approve', [deployment.releases, maxUint256], asker)
  const [dataset] = [...ctx.datasetIds.keys()]
  for (let offer = 0; offer < 4; offer++)
    await act(deployment.offers, offersAbi, 'createOffer', [dataset, 1, id(`terms ${offer}`), 10n, 0n, 12])
  asFounded = { operator: ctx.operator, charter: ctx.charter, sendOnce: ctx.sendOnce }
}, 120_000)
afterEach(() => {
  Object.assign(dao.ctx, asFounded)
})
afterAll(() => dao?.close())

/** A release of an offer that is asserted with a root that nobody has the leaves of, and asked about. */
const assertUnknown = async (offer: bigint) => {
  const { act, deployment, ctx, time } = dao
  const now = await time()
  const args = [offer, 1, now, now + 86_400, id('a root'), 9n, id('manifest')]
  await act(deployment.releases, releasesAbi, 'assertRelease', args)
  await ctx.indexer.sync()
  const row = await releaseOf(offer)
  for (const point of [8n, 4n])
    await act(deployment.releases, releasesAbi, 'askLeaf', [assertionOf(row), point], asker)
  await ctx.indexer.sync()
}

const releaseOf = async (offer: bigint) => {
  const row = (await dao.ctx.db.select().from(releases)).find((entry) => entry.offer === offer)
  if (!row) throw new Error('it was asserted')
  return row
}

const credited = () =>
  dao.publicClient.readContract({
    address: dao.deployment.releases,
    abi: releasesAbi,
    functionName: 'credit',
    args: [asker.address],
  })

const sent = async () => dao.publicClient.getTransactionCount({ address: dao.operator.address })

test('a release of somebody else is struck out when the time to answer is over, once', {
  timeout: 120_000,
}, async () => {
  const { ctx } = dao
  await assertUnknown(1n)
  // The node is another account than the one that asserted.
  const node = privateKeyToAccount(generatePrivateKey())
  Object.assign(ctx, { operator: node })

  const before = await sent()
  await dao.pass(challengeWindow - 10)
  await strikeUnanswered(ctx)
  expect((await releaseOf(1n)).state).toBe('asserted')
  expect(await sent()).toBe(before)

  await dao.pass(20)
  await strikeUnanswered(ctx)
  expect((await releaseOf(1n)).state).toBe('challenged')
  expect(await credited()).toBe(stake + bond / 2n)
  const pending = await dao.publicClient.readContract({
    address: dao.deployment.releases,
    abi: releasesAbi,
    functionName: 'pendingOf',
    args: [1n],
  })
  expect(pending.hash).toBe(zeroHash)

  const after = await sent()
  await strikeUnanswered(ctx)
  expect(await sent()).toBe(after)
})

test('this node’s own release has as much time again, in which it can still be answered', {
  timeout: 120_000,
}, async () => {
  const { ctx } = dao
  Object.assign(ctx, {
    charter: { ...ctx.charter, windows: { ...ctx.charter.windows, challenge: challengeWindow } },
  })
  await assertUnknown(2n)
  await dao.pass(challengeWindow + 60)
  await strikeUnanswered(ctx)
  expect((await releaseOf(2n)).state).toBe('asserted')
  await dao.pass(challengeWindow)
  await strikeUnanswered(ctx)
  expect((await releaseOf(2n)).state).toBe('challenged')
})

test('one that fails holds no other up', { timeout: 120_000 }, async () => {
  const { ctx } = dao
  await assertUnknown(3n)
  await assertUnknown(4n)
  Object.assign(ctx, { operator: privateKeyToAccount(generatePrivateKey()) })
  await dao.pass(challengeWindow + 60)
  const { sendOnce } = ctx
  Object.assign(ctx, {
    sendOnce: async (act: Parameters<typeof sendOnce>[0]) => {
      if (act.key.startsWith('strike:3:')) throw new Error('refused')
      return sendOnce(act)
    },
  })
  await expect(strikeUnanswered(ctx)).rejects.toThrow('refused')
  expect((await releaseOf(3n)).state).toBe('asserted')
  expect((await releaseOf(4n)).state).toBe('challenged')
})
