import { deployDao } from '@usufruct/sdk/contracts/deploy'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { consentBitsOf, newConsentSalt, readGrant } from '@usufruct/sdk/domain/ids'
import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  keccak256,
  maxUint256,
  toHex,
  zeroHash,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consents, parts, questions, releases } from '../../db/schema.ts'
import { createIndexer, type Indexer } from '../../indexer/createIndexer.ts'
import { createSendOnce } from '../../relay/createSendOnce.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { startAnvil } from '../../testing/startAnvil.ts'
import { answerQuestions } from './answerQuestions.ts'
import { assertionOf } from './assertionOf.ts'
import { treeOf } from './cutRelease.ts'
import { settleReleases } from './settleReleases.ts'

// The real contracts, indexer and outbox: nobody holds a release up by asking.

const id = (name: string): Hex => keccak256(toHex(name))
const operator = privateKeyToAccount(generatePrivateKey())
const year = 365 * 86_400
const window = 3_600

let chain: Awaited<ReturnType<typeof startAnvil>>
let open: Awaited<ReturnType<typeof openTestContext>>
let indexer: Indexer | undefined
beforeAll(async () => {
  chain = await startAnvil()
  open = await openTestContext()
}, 120_000)
afterAll(async () => {
  await indexer?.stop()
  await open?.close()
  chain?.stop()
})

/** A DAO on the test's own chain, known to the node. */
const found = async () => {
  const transport = http(chain.rpc, { retryCount: 0 })
  const publicClient = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const wallet = createWalletClient({ account: operator, transport })
  const send = (method: string, ...params: unknown[]) =>
    publicClient.request({ method, params } as unknown as { method: 'web3_clientVersion' })
  await send('anvil_setBalance', operator.address, '0x56bc75e2d63100000')
  const deployment = await deployDao({
    walletClient: wallet,
    publicClient,
    params: {
      charter: id('charter'),
      treasury: operator.address,
      holders: { OPERATOR: [operator.address], RELEASER: [operator.address] },
      contributorsFloorBps: 6000,
      split: { reviewersBps: 1000, treasuryBps: 1500 },
      bond: { minimum: 1_000n, incomeBps: 0 },
      minInterval: 0,
      challengeWindow: window,
    },
  })
  const act = async (address: Address, abi: Abi, functionName: string, args: unknown[]) => {
    const hash = await wallet.writeContract({ address, abi, functionName, args, chain: null })
    expect((await publicClient.waitForTransactionReceipt({ hash })).status).toBe('success')
  }
  const time = async () => Number((await publicClient.getBlock()).timestamp)
  await act(deployment.coin, practiceDollarAbi, 'mint', [operator.address, 10n ** 12n])
  await act(deployment.coin, practiceDollarAbi, 'approve', [deployment.releases, maxUint256])
  indexer = await createIndexer({ db: open.ctx.db, publicClient, deployment, pollingMs: 60_000 })
  Object.assign(open.ctx, {
    deployment,
    publicClient,
    indexer,
    operator,
    relayer: operator,
    sendOnce: await createSendOnce({
      db: open.ctx.db,
      publicClient,
      chainId: deployment.chainId,
      now: () => 0,
      senders: [operator],
    }),
  })
  return { deployment, publicClient, act, time, send, indexer }
}

test('a question is answered by itself, and the release becomes licensable', {
  timeout: 120_000,
}, async () => {
  const { deployment, publicClient, act, time, send, indexer } = await found()
  const { db } = open.ctx
  const { members, offers, releases: at } = deployment
  const [dataset] = [...open.ctx.datasetIds.keys()]
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
  await db.insert(parts).values(lent.map((part) => ({ ...part, manifest, rows: 1, enrolled: true })))
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
  await answerQuestions(open.ctx)
  expect((await onChain()).questions).toBe(0)
  expect((await db.select().from(questions)).every(({ shownAt }) => shownAt !== null)).toBe(true)

  await send('evm_increaseTime', window + 1)
  await send('evm_mine')
  open.setTime((await time()) + 1)
  await settleReleases(open.ctx)
  expect(await db.select().from(releases)).toMatchObject([{ offer: 1n, release: 1, state: 'active' }])
  expect((await onChain()).hash).toBe(zeroHash)
})
