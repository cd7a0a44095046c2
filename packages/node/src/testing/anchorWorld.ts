import { deployDao } from '@usufruct/sdk/contracts/deploy'
import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
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
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { anchoredLeaves, anchorFiles, waitingGrants } from '../db/anchorSchema.ts'
import { consents, members } from '../db/schema.ts'
import { outbox } from '../db/serverSchema.ts'
import { relayAct } from '../flow/contribute/relayAct.ts'
import { createIndexer } from '../indexer/createIndexer.ts'
import { createSendOnce } from '../relay/createSendOnce.ts'
import { openTestContext } from './fakeContext.ts'
import { startAnvil } from './startAnvil.ts'

export const id = (name: string): Hex => keccak256(toHex(name))
const operator = privateKeyToAccount(generatePrivateKey())
export const stranger = privateKeyToAccount(generatePrivateKey())
/** Seconds that a consent waits for others. */
export const every = 600
export const year = 365 * 86_400

/** A consent as its member's device sends it. */
export type SentConsent = {
  act: Extract<RelayRequest, { kind: 'grantConsent' }>
  consent: Hex
  inner: Hex
  dataset: Hex
}

/** The real contracts, indexer and outbox on a chain of their own, with a node that anchors consents together. */
export const openAnchorWorld = async () => {
  const chain = await startAnvil()
  const open = await openTestContext()
  const { ctx } = open
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
      charter: `0x${'c4'.repeat(32)}`,
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
    const { status } = await publicClient.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${functionName} was reverted`)
  }
  const time = async () => Number((await publicClient.getBlock()).timestamp)
  await act(deployment.coin, practiceDollarAbi, 'mint', [operator.address, 10n ** 12n])
  await act(deployment.coin, practiceDollarAbi, 'approve', [deployment.releases, maxUint256])
  Object.assign(ctx, { deployment, publicClient, operator, relayer: operator, keepers: [] })
  const outboxOf = async () =>
    createSendOnce({
      db: ctx.db,
      publicClient,
      chainId: deployment.chainId,
      now: () => 0,
      senders: [operator],
    })
  const readChain = () => createIndexer({ db: ctx.db, publicClient, deployment, pollingMs: 60_000 })
  let indexer = await readChain()
  /** As a node that was killed comes back. */
  const restart = async () => {
    await indexer.stop()
    indexer = await readChain()
    Object.assign(ctx, { indexer, sendOnce: await outboxOf() })
  }
  await restart()
  const join = async () => {
    const member = privateKeyToAccount(generatePrivateKey())
    await ctx.db.insert(members).values({
      account: member.address.toLowerCase() as Hex,
      charter: `0x${'c4'.repeat(32)}`,
      joinedAt: 1,
      leftAt: null,
    })
    return member
  }

  /** What a member's device sends. */
  const sign = async (
    member: PrivateKeyAccount,
    { replaces, lasts = year }: { replaces?: Hex; lasts?: number } = {},
  ): Promise<SentConsent> => {
    const [dataset, slug] = [...ctx.datasetIds][0] as [Hex, string]
    const agreement = ctx.texts.agreements[0]
    if (!agreement) throw new Error('a DAO has an agreement')
    const end = (await time()) + lasts
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

  const waits = async ({ act }: SentConsent): Promise<Hex> => {
    const answer = await relayAct(ctx, act)
    if (answer.state !== 'waiting') throw new Error('it did not wait')
    return answer.act
  }
  const pass = async (seconds: number) => open.setTime(ctx.now() + seconds)
  const rowOf = async (consent: Hex) =>
    (await ctx.db.select().from(consents).where(eq(consents.id, consent)))[0]
  const builtFiles = () => ctx.db.select().from(anchorFiles)
  const withdraw = async (member: PrivateKeyAccount, { dataset, inner }: SentConsent) => {
    const message = { account: member.address.toLowerCase() as Hex, dataset, inners: [inner] }
    const signature = await member.signTypedData({
      domain: eip712Domain(ctx.deployment.chainId, ctx.deployment.members),
      types: withdrawConsentsTypes,
      primaryType: 'WithdrawConsents',
      message,
    })
    return relayAct(ctx, { kind: 'withdrawConsents', message, signature })
  }

  return {
    ctx,
    ...{ deployment, publicClient, send, act, time, restart },
    ...{ join, sign, waits, pass, rowOf, builtFiles, withdraw },
    setTime: open.setTime,
    /** Nothing waits and nothing was built; what is on the chain stays. */
    clear: async () => {
      for (const table of [waitingGrants, anchorFiles, anchoredLeaves, outbox]) await ctx.db.delete(table)
      open.setTime(await time())
      ctx.anchoring = { every, most: 10_000 }
    },
    close: async () => {
      await indexer.stop()
      await open.close()
      chain.stop()
    },
  }
}
