import { readAnchorFile } from '@usufruct/sdk/anchor/anchorFile'
import { isUnderRoot } from '@usufruct/sdk/anchor/merkleTree'
import { consentLeafHash, consentSaid, type SignedConsent } from '@usufruct/sdk/anchor/signedConsent'
import { deployDao } from '@usufruct/sdk/contracts/deploy'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { consentIdOf, consentInnerOf, newConsentSalt } from '@usufruct/sdk/domain/ids'
import { purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { termsTextOf } from '@usufruct/sdk/founding/publishTexts'
import type { RelayRequest } from '@usufruct/sdk/http/routes/contribute'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { grantConsentTypes, withdrawConsentsTypes } from '@usufruct/sdk/messages/onchain'
import { grantTerms } from '@usufruct/sdk/terms/deriveTerms'
import { termsHash, termsText } from '@usufruct/sdk/terms/terms'
import { eq } from 'drizzle-orm'
import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  keccak256,
  maxUint256,
  type PrivateKeyAccount,
  toHex,
  zeroHash,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anchoredLeaves, anchorFiles, anchors, waitingGrants } from '../../db/anchorSchema.ts'
import { consents, members, parts, questions, releases } from '../../db/schema.ts'
import { outbox } from '../../db/serverSchema.ts'
import { createIndexer, type Indexer } from '../../indexer/createIndexer.ts'
import { forgetChain } from '../../indexer/project.ts'
import { createSendOnce } from '../../relay/createSendOnce.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { startAnvil } from '../../testing/startAnvil.ts'
import { relayAct } from '../contribute/relayAct.ts'
import { evidenceOf } from '../records/consentEvidence.ts'
import { answerQuestions } from '../release/answerQuestions.ts'
import { assertionOf } from '../release/assertionOf.ts'
import { treeOf } from '../release/cutRelease.ts'
import { findAnchored, showAnchor, showAnchored } from './anchoredProof.ts'
import { anchorWaiting } from './anchorWaiting.ts'
import { showRelayed } from './showRelayed.ts'
import { takeInAnchorFiles } from './takeInAnchorFiles.ts'

// The real contracts, indexer and outbox.

const id = (name: string): Hex => keccak256(toHex(name))
const operator = privateKeyToAccount(generatePrivateKey())
const stranger = privateKeyToAccount(generatePrivateKey())
const every = 600
const year = 365 * 86_400

let chain: Awaited<ReturnType<typeof startAnvil>>
let open: Awaited<ReturnType<typeof openTestContext>>
let indexer: Indexer
let world: Awaited<ReturnType<typeof found>>
beforeAll(async () => {
  chain = await startAnvil()
  open = await openTestContext()
  world = await found()
}, 120_000)
afterAll(async () => {
  await indexer?.stop()
  await open?.close()
  chain?.stop()
})

/** A DAO on the test's own chain, known to a node that anchors consents together. */
async function found() {
  const transport = http(chain.rpc, { retryCount: 0 })
  const publicClient = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const send = (method: string, ...params: unknown[]) =>
    publicClient.request({ method, params } as unknown as { method: 'web3_clientVersion' })
  for (const { address } of [operator, stranger])
    await send('anvil_setBalance', address, '0x56bc75e2d63100000')
  const wallet = createWalletClient({ account: operator, transport })
  const deployment = await deployDao({
    walletClient: wallet,
    publicClient,
    params: {
      charter: zeroHash,
      treasury: operator.address,
      holders: { OPERATOR: [operator.address], RELEASER: [operator.address] },
      contributorsFloorBps: 6000,
      split: { reviewersBps: 1000, treasuryBps: 1500 },
      bond: { minimum: 1_000n, incomeBps: 0 },
      minInterval: 0,
      challengeWindow: 3_600,
    },
  })
  const act = async (
    address: Address,
    abi: Abi,
    functionName: string,
    args: unknown[],
    by: PrivateKeyAccount = operator,
  ) => {
    const sender = createWalletClient({ account: by, transport })
    const hash = await sender.writeContract({ address, abi, functionName, args, chain: null })
    expect((await publicClient.waitForTransactionReceipt({ hash })).status).toBe('success')
  }
  const time = async () => Number((await publicClient.getBlock()).timestamp)
  await act(deployment.coin, practiceDollarAbi, 'mint', [operator.address, 10n ** 12n])
  await act(deployment.coin, practiceDollarAbi, 'approve', [deployment.releases, maxUint256])
  Object.assign(open.ctx, { deployment, publicClient, operator, relayer: operator, keepers: [] })
  const outboxOf = async () =>
    createSendOnce({
      db: open.ctx.db,
      publicClient,
      chainId: deployment.chainId,
      now: () => 0,
      senders: [operator],
    })
  indexer = await createIndexer({ db: open.ctx.db, publicClient, deployment, pollingMs: 60_000 })
  const restart = async () => {
    Object.assign(open.ctx, { indexer, sendOnce: await outboxOf() })
  }
  await restart()
  return { deployment, publicClient, send, act, time, restart }
}

beforeEach(async () => {
  const { db } = open.ctx
  for (const table of [waitingGrants, anchorFiles, anchoredLeaves, outbox]) await db.delete(table)
  open.setTime(await world.time())
  open.ctx.anchoring = { every, most: 10_000 }
})

const join = async () => {
  const member = privateKeyToAccount(generatePrivateKey())
  await open.ctx.db.insert(members).values({
    account: member.address.toLowerCase() as Hex,
    charter: zeroHash,
    joinedAt: 1,
    leftAt: null,
  })
  return member
}

type Signed = { act: Extract<RelayRequest, { kind: 'grantConsent' }>; consent: Hex; inner: Hex; dataset: Hex }

/** What a member's device sends. */
const sign = async (
  member: PrivateKeyAccount,
  { replaces, lasts = year }: { replaces?: Hex; lasts?: number } = {},
): Promise<Signed> => {
  const { ctx } = open
  const [dataset, slug] = [...ctx.datasetIds][0] as [Hex, string]
  const agreement = ctx.texts.agreements[0]
  if (!agreement) throw new Error('a DAO has an agreement')
  const end = (await world.time()) + lasts
  const home = {
    chainId: ctx.deployment.chainId,
    members: ctx.deployment.members,
    name: ctx.charter.name,
  }
  const purposes = ['research.academic'] as const
  const terms = grantTerms(home, termsTextOf(agreement), { dataset: slug, purposes, end, replaces })
  const account = member.address.toLowerCase() as Hex
  const said = {
    dataset,
    terms: termsHash(terms),
    purposes: purposesToBitmap(purposes),
    end,
    salt: newConsentSalt(),
  }
  const deadline = ctx.now() + 2 * every + 3_600
  const signature = await member.signTypedData({
    domain: eip712Domain(ctx.deployment.chainId, ctx.deployment.members),
    types: grantConsentTypes,
    primaryType: 'GrantConsent',
    message: { account, ...said, salt: BigInt(said.salt), deadline },
  })
  const inner = consentInnerOf(said)
  return {
    act: {
      kind: 'grantConsent',
      message: { account, ...said, deadline: String(deadline) },
      terms: termsText(terms),
      signature,
    },
    consent: consentIdOf(account, inner),
    inner,
    dataset,
  }
}

const waits = async ({ act }: Signed): Promise<Hex> => {
  const answer = await relayAct(open.ctx, act)
  if (answer.state !== 'waiting') throw new Error('it did not wait')
  return answer.act
}
const pass = async (seconds: number) => open.setTime(open.ctx.now() + seconds)
const rowOf = async (consent: Hex) =>
  (await open.ctx.db.select().from(consents).where(eq(consents.id, consent)))[0]
const builtFiles = () => open.ctx.db.select().from(anchorFiles)
const withdraw = async (member: PrivateKeyAccount, { dataset, inner }: Signed) => {
  const { ctx } = open
  const message = { account: member.address.toLowerCase() as Hex, dataset, inners: [inner] }
  const signature = await member.signTypedData({
    domain: eip712Domain(ctx.deployment.chainId, ctx.deployment.members),
    types: withdrawConsentsTypes,
    primaryType: 'WithdrawConsents',
    message,
  })
  return relayAct(ctx, { kind: 'withdrawConsents', message, signature })
}

describe('consents of several members', () => {
  test('wait, and are then anchored by one transaction, from which on they count', async () => {
    const { ctx } = open
    const all = await Promise.all([join(), join(), join()])
    const signed = await Promise.all(all.map((member) => sign(member)))
    const acts = []
    for (const one of signed) acts.push(await waits(one))
    await anchorWaiting(ctx)
    expect(await builtFiles()).toEqual([])
    expect(await showRelayed(ctx, acts[0] as Hex)).toMatchObject({ state: 'waiting', by: ctx.now() + every })

    await pass(every)
    await anchorWaiting(ctx)
    const [file] = await builtFiles()
    if (!file) throw new Error('a file was built')
    const [anchor] = await ctx.db.select().from(anchors).where(eq(anchors.root, file.root))
    for (const [at, { consent, act }] of signed.entries()) {
      expect(await rowOf(consent)).toMatchObject({
        account: act.message.account,
        grantedAt: anchor?.at,
        end: act.message.end,
        agreement: ctx.texts.agreements[0]?.hash,
        withdrawnAt: null,
      })
      expect(await showRelayed(ctx, acts[at] as Hex)).toMatchObject({
        state: 'done',
        transaction: anchor?.transaction,
      })
      // Sent in again, it is the same act.
      expect(await relayAct(ctx, act)).toMatchObject({ state: 'done', transaction: anchor?.transaction })
    }
    expect(await showAnchor(ctx, file.root)).toMatchObject({ file: file.file, named: file.file, consents: 3 })
    const leaves: SignedConsent[] = []
    const bytes = [new Uint8Array(await ctx.storage.get(file.file))]
    const read = await readAnchorFile(
      ctx.deployment,
      (async function* () {
        yield* bytes
      })(),
      (leaf) => void leaves.push(leaf),
    )
    expect(read.root).toBe(file.root)
    expect(new Set(leaves.map((leaf) => consentSaid(leaf).consent))).toEqual(
      new Set(signed.map(({ consent }) => consent)),
    )
    const shown = await showAnchored(ctx, signed[0]?.consent as Hex)
    expect(isUnderRoot(consentLeafHash(shown.signed), shown.proof, file.root)).toBe(true)
    await anchorWaiting(ctx)
    expect(await builtFiles()).toHaveLength(1)
  })

  test('do not wait longer once there are enough of them', async () => {
    open.ctx.anchoring = { every, most: 2 }
    const signed = await Promise.all([await join(), await join(), await join()].map((member) => sign(member)))
    for (const one of signed) {
      await waits(one)
      await pass(1)
    }
    await anchorWaiting(open.ctx)
    expect(await builtFiles()).toMatchObject([{ count: 2 }])
    expect(
      await Promise.all(signed.map(async ({ consent }) => (await rowOf(consent)) !== undefined)),
    ).toEqual([true, true, false])
  })

  test('go at once when nothing is to wait any more', async () => {
    const one = await sign(await join())
    await waits(one)
    open.ctx.anchoring = null
    await anchorWaiting(open.ctx)
    expect(await rowOf(one.consent)).toBeDefined()
    const other = await sign(await join())
    expect(await relayAct(open.ctx, other.act)).toMatchObject({ state: 'done', repeated: false })
    await expect(showAnchored(open.ctx, other.consent)).rejects.toMatchObject({
      code: 'CONSENT_NOT_ANCHORED',
    })
  })
})

describe('one consent', () => {
  test('that is taken back while it waits is never anchored', async () => {
    const member = await join()
    const one = await sign(member)
    const act = await waits(one)
    expect(await withdraw(member, one)).toMatchObject({ state: 'done' })
    await pass(every)
    await anchorWaiting(open.ctx)
    expect(await builtFiles()).toEqual([])
    await expect(showRelayed(open.ctx, act)).rejects.toMatchObject({ code: 'CONSENT_WITHDRAWN' })
  })

  test('that is taken back later is over, and its receipt’s evidence is what was signed', async () => {
    const { ctx } = open
    const member = await join()
    const one = await sign(member)
    await waits(one)
    await pass(every)
    await anchorWaiting(ctx)
    const evidence = await evidenceOf(ctx, { id: one.consent }, 'grant')
    const { anchor } = (await findAnchored(ctx, one.consent)) ?? {}
    expect(evidence).toMatchObject({
      transaction: anchor?.transaction,
      signed: { primaryType: 'GrantConsent', signature: one.act.signature },
    })
    await withdraw(member, one)
    expect((await rowOf(one.consent))?.withdrawnAt).toBeGreaterThan(0)
    expect(await evidenceOf(ctx, { id: one.consent }, 'withdraw')).toMatchObject({
      signed: { primaryType: 'WithdrawConsents' },
    })
  })

  test('whose signature would not last is refused, and one whose did not last can be signed again', async () => {
    const { ctx } = open
    const member = await join()
    const one = await sign(member)
    ctx.anchoring = { every: 86_400, most: 10 }
    await expect(relayAct(ctx, one.act)).rejects.toMatchObject({ code: 'ACT_DEADLINE_TOO_SOON' })
    ctx.anchoring = { every, most: 10 }
    const act = await waits(one)
    await pass(2 * every + 3_600)
    await anchorWaiting(ctx)
    await expect(showRelayed(ctx, act)).rejects.toMatchObject({ code: 'ACT_EXPIRED', kind: 'conflict' })
    expect(await builtFiles()).toEqual([])
    open.setTime(await world.time())
    expect(await waits(one)).toBe(act)
    await pass(every)
    await anchorWaiting(ctx)
    expect(await rowOf(one.consent)).toBeDefined()
  })

  test('that continues another takes over from it', async () => {
    const member = await join()
    const old = await sign(member)
    await waits(old)
    await pass(every)
    await anchorWaiting(open.ctx)
    await world.send('evm_increaseTime', 5)
    const next = await sign(member, { replaces: old.consent })
    await waits(next)
    await pass(every)
    await anchorWaiting(open.ctx)
    expect(await rowOf(next.consent)).toMatchObject({ replaces: old.consent })
  })

  test('of nobody, or signed by somebody else, never waits', async () => {
    const one = await sign(privateKeyToAccount(generatePrivateKey()))
    await expect(relayAct(open.ctx, one.act)).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
    const [a, b] = [await sign(await join()), await sign(await join())]
    await expect(relayAct(open.ctx, { ...a.act, signature: b.act.signature })).rejects.toMatchObject({
      code: 'CONSENTS_INVALID_SIGNATURE',
    })
    expect(await open.ctx.db.select().from(waitingGrants)).toEqual([])
  })

  test('is taken in, but not any number of one account', async () => {
    const member = await join()
    const one = await sign(member)
    await waits(one)
    const [row] = await open.ctx.db.select().from(waitingGrants)
    if (!row) throw new Error('it waits')
    const more = Array.from({ length: 63 }, (_, at) => ({ ...row, consent: id(`c${at}`), act: id(`a${at}`) }))
    await open.ctx.db.insert(waitingGrants).values(more)
    const next = await sign(member)
    await expect(relayAct(open.ctx, next.act)).rejects.toMatchObject({ code: 'ACTS_TOO_MANY', kind: 'limit' })
  })

  test('that a stranger put on the chain by itself meanwhile counts once', async () => {
    const one = await sign(await join())
    await waits(one)
    const [row] = await open.ctx.db.select().from(waitingGrants)
    if (!row) throw new Error('it waits')
    const { account, terms, bits, r, vs } = row
    const args = [{ account, terms, bits: BigInt(bits), r, vs }]
    await world.act(world.deployment.members, membersAbi, 'recordBySig', args, stranger)
    await indexer.sync()
    const before = await rowOf(one.consent)
    await pass(every)
    await anchorWaiting(open.ctx)
    expect(await rowOf(one.consent)).toEqual(before)
  })
})

describe('whatever dies', () => {
  test('between the file and its root on the chain: the same file is anchored, once', async () => {
    const { ctx } = open
    const one = await sign(await join())
    await waits(one)
    await pass(every)
    const { sendOnce } = ctx
    ctx.sendOnce = () => Promise.reject(new Error('killed'))
    await expect(anchorWaiting(ctx)).rejects.toThrow('killed')
    const [file] = await builtFiles()
    const other = await sign(await join())
    await waits(other)
    ctx.sendOnce = sendOnce
    await anchorWaiting(ctx)
    expect(await rowOf(one.consent)).toBeDefined()
    expect(await builtFiles()).toEqual([file])
    expect(await rowOf(other.consent)).toBeUndefined()
  })

  test('between the chain’s yes and the node’s knowing: nothing is sent twice', async () => {
    const { ctx } = open
    const one = await sign(await join())
    await waits(one)
    await pass(every)
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
    await indexer.sync()
    expect(await rowOf(one.consent)).toBeDefined()
  })

  test('the database: the chain and the storage give everything back', async () => {
    const { ctx } = open
    const signed = await Promise.all([await join(), await join()].map((member) => sign(member)))
    for (const one of signed) await waits(one)
    await pass(every)
    await anchorWaiting(ctx)
    const before = await Promise.all(signed.map(({ consent }) => rowOf(consent)))
    expect(before).not.toContain(undefined)
    for (const table of [waitingGrants, anchorFiles, anchoredLeaves]) await ctx.db.delete(table)
    await ctx.db.transaction(forgetChain)
    await indexer.stop()
    indexer = await createIndexer({ ...world, db: ctx.db, pollingMs: 60_000 })
    Object.assign(ctx, { indexer })
    expect(await Promise.all(signed.map(({ consent }) => rowOf(consent)))).toEqual([undefined, undefined])
    await takeInAnchorFiles(ctx)
    expect(await Promise.all(signed.map(({ consent }) => rowOf(consent)))).toEqual(before)
  })
})

describe('a stranger', () => {
  const anchorAs = (root: Hex, file: Hex) =>
    world.act(world.deployment.members, membersAbi, 'anchorConsents', [root, file], stranger)

  test('who anchors our root first, under another file, changes nothing: the file is served by the root', async () => {
    const { ctx } = open
    const one = await sign(await join())
    const act = await waits(one)
    await pass(every)
    const { sendOnce } = ctx
    ctx.sendOnce = async (parameters) => {
      const [file] = await builtFiles()
      await anchorAs(file?.root as Hex, id('another file'))
      return sendOnce(parameters)
    }
    await anchorWaiting(ctx)
    ctx.sendOnce = sendOnce
    const [file] = await builtFiles()
    expect(await showRelayed(ctx, act)).toMatchObject({ state: 'done' })
    expect(await rowOf(one.consent)).toBeDefined()
    expect(await showAnchor(ctx, file?.root as Hex)).toMatchObject({
      named: id('another file'),
      file: file?.file,
    })
    expect((await showAnchored(ctx, one.consent)).root).toBe(file?.root)
  })

  test('who names our file for a root of their own adds nothing', async () => {
    const { ctx } = open
    const one = await sign(await join())
    await waits(one)
    await pass(every)
    await anchorWaiting(ctx)
    const [file] = await builtFiles()
    const before = await ctx.db.select().from(consents)
    await anchorAs(id('a root of nothing'), file?.file as Hex)
    await indexer.sync()
    await takeInAnchorFiles(ctx)
    expect(await showAnchor(ctx, id('a root of nothing'))).toMatchObject({ file: null, consents: null })
    expect(await ctx.db.select().from(consents)).toEqual(before)
  })

  test('who anchors what nobody has, or any bytes that lie here, keeps nobody from anything', async () => {
    const { ctx } = open
    const ciphertext = await ctx.storage.put(new Uint8Array(100_000).fill(7))
    await anchorAs(id('unknown'), id('a file that is nowhere'))
    await anchorAs(id('bytes'), ciphertext)
    await indexer.sync()
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
  const { ctx } = open
  const { act, time, deployment, publicClient } = world
  const { releases: at, offers } = deployment
  const signed = await Promise.all([await join(), await join()].map((member) => sign(member)))
  for (const one of signed) await waits(one)
  await pass(every)
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
  await ctx.db.insert(parts).values(lent.map((part) => ({ ...part, manifest, rows: 1, enrolled: true })))
  const now = await time()
  await act(at, releasesAbi, 'assertRelease', [1n, 1, now, now + year / 2, tree.root, tree.total, manifest])
  await indexer.sync()
  const [pending] = await ctx.db.select().from(releases)
  if (!pending) throw new Error('a release was asserted')
  for (const point of [0n, tree.total - 1n])
    await act(at, releasesAbi, 'askLeaf', [assertionOf(pending), point])
  await indexer.sync()
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
