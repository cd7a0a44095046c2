import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { consentBitsOf, newConsentSalt, readGrant } from '@usufruct/sdk/domain/ids'
import { type Hex, keccak256, toHex, zeroHash } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consents, parts, questions, releases } from '../../db/schema.ts'
import { challengeWindow, foundOnChain } from '../../testing/foundOnChain.ts'
import { answerQuestions } from './answerQuestions.ts'
import { assertionOf } from './assertionOf.ts'
import { treeOf } from './cutRelease.ts'
import { settleReleases } from './settleReleases.ts'

// The real contracts, indexer and outbox: nobody holds a release up by asking.

const id = (name: string): Hex => keccak256(toHex(name))
const year = 365 * 86_400

let dao: Awaited<ReturnType<typeof foundOnChain>>
beforeAll(async () => {
  dao = await foundOnChain()
}, 120_000)
afterAll(() => dao?.close())

test('a question is answered by itself, and the release becomes licensable', {
  timeout: 120_000,
}, async () => {
  const { ctx, publicClient, act, time, operator } = dao
  const { db, indexer } = ctx
  const { members, offers, releases: at } = dao.deployment
  const [dataset] = [...ctx.datasetIds.keys()]
  if (!dataset) throw new Error('the sample has datasets')
  await act(offers, offersAbi, 'createOffer', [dataset, 1, id('terms'), 10n, 0n, 12])

  const lent: { consent: Hex; contribution: Hex; weight: bigint }[] = []
  for (const weight of [5n, 7n, 11n]) {
    const end = (await time()) + 2 * year
    const bits = { dataset, salt: newConsentSalt(), time: 0, end, purposes: 1 }
    const grant = consentBitsOf(bits)
    await act(members, membersAbi, 'record', [id('signed'), grant])
    const account = operator.address.toLowerCase() as Hex
    const { consent } = readGrant({ account, terms: id('signed'), grant })
    lent.push({ consent, contribution: id(`lent ${weight}`), weight })
  }
  await indexer.sync()
  const known = await db.select({ id: consents.id }).from(consents)
  expect(new Set(known.map((row) => row.id))).toEqual(new Set(lent.map(({ consent }) => consent)))

  const tree = treeOf(lent)
  if (!tree) throw new Error('three lent')
  const manifest = id('manifest')
  await db
    .insert(parts)
    .values(lent.map((part) => ({ ...part, manifest, rows: 1, rowsRoot: id('rows'), enrolled: true })))
  const now = await time()
  await act(at, releasesAbi, 'assertRelease', [1n, 1, now, now + year, tree.root, tree.total, manifest])
  await indexer.sync()
  const [pending] = await db.select().from(releases)
  if (!pending) throw new Error('a release was asserted')
  for (const point of [0n, 4n, tree.total - 1n])
    await act(at, releasesAbi, 'askLeaf', [assertionOf(pending), point])

  const onChain = () =>
    publicClient.readContract({ address: at, abi: releasesAbi, functionName: 'pendingOf', args: [1n] })
  expect((await onChain()).questions).toBe(3)
  await indexer.sync()
  await answerQuestions(ctx)
  expect((await onChain()).questions).toBe(0)
  expect((await db.select().from(questions)).every(({ shownAt }) => shownAt !== null)).toBe(true)

  await dao.pass(challengeWindow + 1)
  await settleReleases(ctx)
  expect(await db.select().from(releases)).toMatchObject([{ offer: 1n, release: 1, state: 'active' }])
  expect((await onChain()).hash).toBe(zeroHash)
})
