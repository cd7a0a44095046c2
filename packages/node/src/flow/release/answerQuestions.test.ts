import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { hashLeaf, verifyInclusion } from '@usufruct/sdk/tree/sumTree'
import { decodeFunctionData, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { beforeEach, expect, test } from 'vitest'
import { offers, questions } from '../../db/schema.ts'
import { id, lend, now, open, plan, publish, researchOffer, setUpReleases } from '../../testing/releaseKit.ts'
import { answerQuestions } from './answerQuestions.ts'
import { treeOf } from './cutRelease.ts'
import { settleReleases } from './settleReleases.ts'

setUpReleases()

/** As in the database, in lower case. */
const lowered = (asserted: unknown) =>
  JSON.parse(
    JSON.stringify(asserted, (_, value) =>
      typeof value === 'bigint' ? `${value}` : typeof value === 'string' ? value.toLowerCase() : value,
    ),
  )
const operator = privateKeyToAccount(id('operator'))
const relayer = privateKeyToAccount(id('relayer'))
const window = 3_600

/** What was sent to the chain, by the key of its act. */
const sent = new Map<string, { sender: Hex; data: Hex }>()
/** Calls that the chain refuses. */
const refused = new Set<string>()

beforeEach(async () => {
  sent.clear()
  refused.clear()
  Object.assign(open.ctx, {
    operator,
    relayer,
    sendOnce: async ({ key, sender, data }: { key: string; sender: { address: Hex }; data: Hex }) => {
      const { functionName } = decodeFunctionData({ abi: releasesAbi, data })
      if (refused.has(functionName)) throw new Error('execution reverted')
      sent.set(key, { sender: sender.address, data })
      return { hash: id(key), block: 1, repeated: false }
    },
  })
  await open.ctx.db.delete(questions)
  await open.ctx.db.insert(offers).values(researchOffer)
})

const calls = () =>
  [...sent.values()].map(({ sender, data }) => ({
    sender,
    ...decodeFunctionData({ abi: releasesAbi, data }),
  }))

/** A pending release of three members' rows, asserted by this node unless said otherwise. */
const pending = async (change: Parameters<typeof publish>[2] = {}) => {
  for (const name of ['ada', 'ben', 'cem']) await lend(name, { newRows: name.charCodeAt(0) })
  const planned = await plan(researchOffer)
  const tree = treeOf(planned?.parts ?? [])
  if (!tree) throw new Error('somebody lent')
  const release = await publish(planned, 'asserted', {
    root: tree.root,
    total: tree.total,
    asserter: operator.address.toLowerCase() as Hex,
    challengeEnds: now + window,
    ...change,
  })
  return { tree, release }
}
const ask = (point: bigint, answerBy = now + window, shownAt: number | null = null) =>
  open.ctx.db
    .insert(questions)
    .values({ offer: researchOffer.id, release: 1, point, asker: id('asker'), answerBy, shownAt })

test('whoever asks is shown the leaf over their point, by the asserter, the most urgent first', async () => {
  const { tree, release } = await pending()
  const { root, total } = tree
  const first = tree.leaves[0]?.weight ?? 0n
  const points = [0n, first - 1n, first, total - 1n]
  for (const [at, point] of points.entries()) await ask(point, now + window - at)
  await answerQuestions(open.ctx)
  const answers = calls()
  expect(answers.map(({ args }) => args[1])).toEqual([...points].reverse())
  const { state, disputedAt, activatedAt, ...asserted } = release
  for (const { sender, functionName, args } of answers) {
    if (functionName !== 'showLeaf') throw new Error(functionName)
    const [named, point, { leaf, index, proof }, anchored] = args
    expect(sender).toBe(operator.address)
    expect(lowered(named)).toEqual(lowered(asserted))
    const node = { hash: hashLeaf(leaf), sum: leaf.weight }
    expect(verifyInclusion({ kind: 'leaf', root, total, node, index, proof })).toBe(true)
    const before = tree.leaves.slice(0, Number(index)).reduce((sum, { weight }) => sum + weight, 0n)
    expect(point >= before && point < before + leaf.weight).toBe(true)
    expect(anchored.proof).toEqual([])
  }
})

test('what was shown, and what others asserted, is left to itself', async () => {
  await pending()
  await ask(0n, now + window, now)
  await answerQuestions(open.ctx)
  expect(sent.size).toBe(0)
})

test('a release that somebody else asserted is theirs to show', async () => {
  await pending({ asserter: id('somebody else') })
  await ask(0n)
  await answerQuestions(open.ctx)
  expect(sent.size).toBe(0)
})

test('a question that cannot be answered holds no other up, and is said', async () => {
  const { tree } = await pending()
  await ask(tree.total)
  await ask(0n)
  await expect(answerQuestions(open.ctx)).rejects.toMatchObject({ code: 'LEAF_UNKNOWN' })
  expect(calls().map(({ args }) => args[1])).toEqual([0n])
})

test('a release is activated once its window is over and nobody waits for an answer', async () => {
  const { release } = await pending()
  await ask(0n)
  const settled = async () => {
    sent.clear()
    await settleReleases(open.ctx)
    return calls().map(({ functionName }) => functionName)
  }
  expect(await settled()).toEqual([])
  open.setTime(now + window + 1)
  expect(await settled()).toEqual([])
  await open.ctx.db.update(questions).set({ shownAt: now })
  expect(await settled()).toEqual(['activateRelease'])
  const { state, disputedAt, activatedAt, ...asserted } = release
  expect(lowered(calls()[0]?.args)).toEqual(lowered([asserted]))
})

test('a disputed release waits for the arbiter, thirty days and no longer', async () => {
  await pending({ disputedAt: now })
  open.setTime(now + window + 1)
  await settleReleases(open.ctx)
  expect(sent.size).toBe(0)
  open.setTime(now + 30 * 86_400)
  await settleReleases(open.ctx)
  expect(calls().map(({ functionName }) => functionName)).toEqual(['lapse'])
})

test('what was asserted for an offer that was closed is taken back', async () => {
  await pending()
  await open.ctx.db.update(offers).set({ closed: true })
  await settleReleases(open.ctx)
  expect(calls().map(({ functionName }) => functionName)).toEqual(['lapse'])
})
