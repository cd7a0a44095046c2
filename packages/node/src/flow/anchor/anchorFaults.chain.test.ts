import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import type { Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anchoredLeaves, anchorFiles, waitingGrants } from '../../db/anchorSchema.ts'
import { consents, parts, questions, releases } from '../../db/schema.ts'
import { forgetChain } from '../../indexer/project.ts'
import { every, id, openAnchorWorld, stranger, year } from '../../testing/anchorWorld.ts'
import { answerQuestions } from '../release/answerQuestions.ts'
import { assertionOf } from '../release/assertionOf.ts'
import { treeOf } from '../release/cutRelease.ts'
import { showAnchor, showAnchored } from './anchoredProof.ts'
import { anchorWaiting } from './anchorWaiting.ts'
import { showRelayed } from './showRelayed.ts'
import { takeInAnchorFiles } from './takeInAnchorFiles.ts'

let world: Awaited<ReturnType<typeof openAnchorWorld>>
beforeAll(async () => {
  world = await openAnchorWorld()
}, 180_000)
afterAll(() => world?.close())
beforeEach(() => world.clear())

describe('whatever dies', () => {
  test('between the file and its root on the chain: the same file is anchored, once', async () => {
    const { ctx } = world
    const one = await world.sign(await world.join())
    await world.waits(one)
    await world.pass(every)
    const { sendOnce } = ctx
    ctx.sendOnce = () => Promise.reject(new Error('killed'))
    await expect(anchorWaiting(ctx)).rejects.toThrow('killed')
    const [file] = await world.builtFiles()
    const other = await world.sign(await world.join())
    await world.waits(other)
    ctx.sendOnce = sendOnce
    await anchorWaiting(ctx)
    expect(await world.rowOf(one.consent)).toBeDefined()
    expect(await world.builtFiles()).toEqual([file])
    expect(await world.rowOf(other.consent)).toBeUndefined()
  })

  test('between the chain’s yes and the node’s knowing: nothing is sent twice', async () => {
    const { ctx } = world
    const one = await world.sign(await world.join())
    await world.waits(one)
    await world.pass(every)
    const { sendOnce } = ctx
    ctx.sendOnce = async (parameters) => {
      await sendOnce(parameters)
      throw new Error('killed')
    }
    await expect(anchorWaiting(ctx)).rejects.toThrow('killed')
    await world.restart()
    const blockBefore = await world.publicClient.getBlockNumber()
    await anchorWaiting(ctx)
    expect(await world.publicClient.getBlockNumber()).toBe(blockBefore)
    await world.ctx.indexer.sync()
    expect(await world.rowOf(one.consent)).toBeDefined()
  })

  test('the database: the chain and the storage give everything back', async () => {
    const { ctx } = world
    const signed = await Promise.all(
      [await world.join(), await world.join()].map((member) => world.sign(member)),
    )
    for (const one of signed) await world.waits(one)
    await world.pass(every)
    await anchorWaiting(ctx)
    const before = await Promise.all(signed.map(({ consent }) => world.rowOf(consent)))
    expect(before).not.toContain(undefined)
    for (const table of [waitingGrants, anchorFiles, anchoredLeaves]) await ctx.db.delete(table)
    await ctx.db.transaction(forgetChain)
    await world.restart()
    expect(await Promise.all(signed.map(({ consent }) => world.rowOf(consent)))).toEqual([
      undefined,
      undefined,
    ])
    await takeInAnchorFiles(ctx)
    expect(await Promise.all(signed.map(({ consent }) => world.rowOf(consent)))).toEqual(before)
  })
})

describe('a stranger', () => {
  const anchorAs = (root: Hex, file: Hex) =>
    world.act(world.deployment.members, membersAbi, 'anchorConsents', [root, file], stranger)

  test('who anchors our root first, under another file, changes nothing: the file is served by the root', async () => {
    const { ctx } = world
    const one = await world.sign(await world.join())
    const act = await world.waits(one)
    await world.pass(every)
    const { sendOnce } = ctx
    ctx.sendOnce = async (parameters) => {
      const [file] = await world.builtFiles()
      await anchorAs(file?.root as Hex, id('another file'))
      return sendOnce(parameters)
    }
    await anchorWaiting(ctx)
    ctx.sendOnce = sendOnce
    const [file] = await world.builtFiles()
    expect(await showRelayed(ctx, act)).toMatchObject({ state: 'done' })
    expect(await world.rowOf(one.consent)).toBeDefined()
    expect(await showAnchor(ctx, file?.root as Hex)).toMatchObject({
      named: id('another file'),
      file: file?.file,
    })
    expect((await showAnchored(ctx, one.consent)).root).toBe(file?.root)
  })

  test('who names our file for a root of their own adds nothing', async () => {
    const { ctx } = world
    const one = await world.sign(await world.join())
    await world.waits(one)
    await world.pass(every)
    await anchorWaiting(ctx)
    const [file] = await world.builtFiles()
    const before = await ctx.db.select().from(consents)
    await anchorAs(id('a root of nothing'), file?.file as Hex)
    await world.ctx.indexer.sync()
    await takeInAnchorFiles(ctx)
    expect(await showAnchor(ctx, id('a root of nothing'))).toMatchObject({ file: null, consents: null })
    expect(await ctx.db.select().from(consents)).toEqual(before)
  })

  test('who anchors what nobody has, or any bytes that lie here, keeps nobody from anything', async () => {
    const { ctx } = world
    const ciphertext = await ctx.storage.put(new Uint8Array(100_000).fill(7))
    await anchorAs(id('unknown'), id('a file that is nowhere'))
    await anchorAs(id('bytes'), ciphertext)
    await world.ctx.indexer.sync()
    await takeInAnchorFiles(ctx)
    await takeInAnchorFiles(ctx)
    for (const root of [id('unknown'), id('bytes')])
      expect(await showAnchor(ctx, root)).toMatchObject({ file: null })
    await expect(showAnchor(ctx, id('not anchored'))).rejects.toMatchObject({ code: 'ANCHOR_UNKNOWN' })
  })
})

test('whoever doubts a release is shown the anchored consent behind it, and it becomes licensable', {
  timeout: 60_000,
}, async () => {
  const { ctx } = world
  const { act, time, deployment, publicClient } = world
  const { releases: at, offers } = deployment
  const signed = await Promise.all(
    [await world.join(), await world.join()].map((member) => world.sign(member)),
  )
  for (const one of signed) await world.waits(one)
  await world.pass(every)
  await anchorWaiting(ctx)
  const [dataset] = [...ctx.datasetIds.keys()]
  const purposes = purposesToBitmap(['research.academic'])
  await act(offers, offersAbi, 'createOffer', [dataset, purposes, id('terms'), 10n, 0n, 12])
  const lent = signed.map(({ consent }, place) => ({
    consent,
    contribution: id(`lent ${place}`),
    weight: BigInt(5 + place),
  }))
  const tree = treeOf(lent)
  if (!tree) throw new Error('two lent')
  const manifest = id('manifest')
  await ctx.db
    .insert(parts)
    .values(lent.map((part) => ({ ...part, manifest, rows: 1, rowsRoot: id('rows'), enrolled: true })))
  const now = await time()
  await act(at, releasesAbi, 'assertRelease', [1n, 1, now, now + year / 2, tree.root, tree.total, manifest])
  await world.ctx.indexer.sync()
  const [pending] = await ctx.db.select().from(releases)
  if (!pending) throw new Error('a release was asserted')
  for (const point of [0n, tree.total - 1n])
    await act(at, releasesAbi, 'askLeaf', [assertionOf(pending), point])
  await world.ctx.indexer.sync()
  await answerQuestions(ctx)
  expect((await ctx.db.select().from(questions)).map(({ shownAt }) => shownAt === null)).toEqual([
    false,
    false,
  ])
  const onChain = await publicClient.readContract({
    address: at,
    abi: releasesAbi,
    functionName: 'pendingOf',
    args: [1n],
  })
  expect(onChain.questions).toBe(0)
})
