import { randomBytes } from 'node:crypto'
import { buildAnchorFile } from '@usufruct/sdk/anchor/anchorFile'
import { proveLeaf } from '@usufruct/sdk/anchor/merkleTree'
import { type AnchoredConsent, type SignedConsent, signedConsent } from '@usufruct/sdk/anchor/signedConsent'
import { deployDao } from '@usufruct/sdk/contracts/deploy'
import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import {
  commitmentOf,
  consentBitsOf,
  consentIdOf,
  consentInnerOf,
  contributionIdOf,
  datasetIdOf,
  newConsentSalt,
} from '@usufruct/sdk/domain/ids'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import {
  grantConsentTypes,
  pauseConsentsTypes,
  registerContributionTypes,
  withdrawConsentsTypes,
} from '@usufruct/sdk/messages/onchain'
import type { ProcessingGrant } from '@usufruct/sdk/messages/processingGrant'
import { shortSignatureOf } from '@usufruct/sdk/messages/shortSignature'
import { buildLeafTree, buildPartTree } from '@usufruct/sdk/tree/sumTree'
import {
  type Abi,
  type Address,
  bytesToHex,
  createPublicClient,
  createWalletClient,
  custom,
  type Hex,
  http,
  MethodNotSupportedRpcError,
  maxUint256,
  numberToHex,
  type PublicClient,
  parseEventLogs,
  sha256,
  stringToBytes,
  type TransactionReceipt,
  zeroHash,
} from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { startAnvil } from './anvil.ts'

export const random32 = (): Hex => bytesToHex(randomBytes(32))
export const newAccount = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey())
export const dataset = datasetIdOf('keeper-tests')
export const newDataset = (): Hex => datasetIdOf(`keeper-tests-${randomBytes(8).toString('hex')}`)
export const year = 365 * 86_400

export type TestPart = { contribution: Hex; consent: Hex }
export type SignedGrant = { grant: Omit<ProcessingGrant, 'until'> & { until: string }; signature: Hex }
export type TestConsent = { id: Hex; inner: Hex; dataset: Hex }
export type TestTerms = {
  purposes?: number
  /** Seconds. */
  lasts?: number
  of?: Hex
  text?: string
  /** Seconds in which it has to reach the chain. */
  inTime?: number
  /** Who signs; a forger where it is not the member. */
  by?: PrivateKeyAccount
}

/** The embedded chain's gateway says that no tip is wanted; a bare anvil asks for one, and fills in its own. */
const withoutTip = (client: PublicClient) =>
  custom({
    request: async ({ method, params }) => {
      if (method === 'eth_maxPriorityFeePerGas') return '0x0'
      if (method === 'eth_fillTransaction') throw new MethodNotSupportedRpcError(new Error(method))
      return client.request({ method, params })
    },
  })

/** Every contribution weighs as much as one record. */
function treeOf(parts: readonly TestPart[]) {
  const byConsent = new Map<Hex, { contributionId: Hex; weight: bigint }[]>()
  for (const { contribution, consent } of parts)
    byConsent.set(consent, [
      ...(byConsent.get(consent) ?? []),
      { contributionId: contribution, weight: 65_536n },
    ])
  return buildLeafTree(
    [...byConsent].map(([consentId, members]) => {
      const { root, total } = buildPartTree(members)
      return { consentId, weight: total, subRoot: root }
    }),
  )
}

/** The real contracts on a chain of their own, and the acts that keepers look at. */
export async function startPracticeDao() {
  const chain = await startAnvil()
  const operator = newAccount()
  const transport = http(chain.rpc, { retryCount: 0 })
  const client = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const wallet = createWalletClient({ account: operator, transport: withoutTip(client) })
  const rpc = (method: string, params: unknown[] = []) =>
    client.request({ method, params } as unknown as { method: 'web3_clientVersion' })
  await rpc('anvil_setBalance', [operator.address, '0x56bc75e2d63100000'])
  const deployment = await deployDao({
    walletClient: wallet,
    publicClient: client,
    params: {
      charter: `0x${'c4'.repeat(32)}`,
      treasury: newAccount().address,
      holders: {
        OPERATOR: [operator.address],
        RELEASER: [operator.address],
        REVIEW: [operator.address],
        ARBITER: [operator.address],
      },
      contributorsFloorBps: 6000,
      split: { reviewersBps: 1000, treasuryBps: 1500 },
      bond: { minimum: 1n, incomeBps: 0 },
      minInterval: 0,
      challengeWindow: 0,
    },
  })
  const { chainId } = deployment

  const act = async (
    address: Address,
    abi: Abi,
    functionName: string,
    args: unknown[],
  ): Promise<TransactionReceipt> => {
    const hash = await wallet.writeContract({ address, abi, functionName, args, chain: null })
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`${functionName} was reverted`)
    return receipt
  }
  const now = async () => Number((await client.getBlock({ blockTag: 'pending' })).timestamp)

  /** What a member signs to permit something, and with it the consent that comes of it. */
  const signConsent = async (
    member: PrivateKeyAccount,
    { purposes = 0b11, lasts = year, of = dataset, text, inTime = 600, by = member }: TestTerms = {},
  ): Promise<{ consent: TestConsent; signed: SignedConsent }> => {
    const at = await now()
    const terms = text === undefined ? random32() : sha256(stringToBytes(text))
    const said = { dataset: of, terms, purposes, end: at + lasts, salt: newConsentSalt() }
    const deadline = at + inTime
    const signature = await by.signTypedData({
      domain: eip712Domain(chainId, deployment.members),
      types: grantConsentTypes,
      primaryType: 'GrantConsent',
      message: { account: member.address, ...said, salt: BigInt(said.salt), deadline },
    })
    const bits = numberToHex(consentBitsOf({ ...said, time: deadline }), { size: 32 })
    const short = shortSignatureOf(signature)
    const inner = consentInnerOf(said)
    return {
      consent: { id: consentIdOf(member.address, inner), inner, dataset: of },
      signed: signedConsent.parse({ account: member.address, terms, bits, ...short }),
    }
  }

  await act(deployment.coin, practiceDollarAbi, 'mint', [operator.address, 10n ** 12n])
  for (const spender of [deployment.offers, deployment.releases])
    await act(deployment.coin, practiceDollarAbi, 'approve', [spender, maxUint256])

  const signWithdrawal = (member: PrivateKeyAccount, consents: TestConsent[]) =>
    member.signTypedData({
      domain: eip712Domain(chainId, deployment.members),
      types: withdrawConsentsTypes,
      primaryType: 'WithdrawConsents',
      message: {
        account: member.address,
        dataset: consents[0]?.dataset ?? dataset,
        inners: consents.map(({ inner }) => inner),
      },
    })

  return {
    ...chain,
    client,
    deployment,
    operator,
    act,
    now,
    send: rpc,

    signConsent,

    async grant(member: PrivateKeyAccount, given?: TestTerms): Promise<TestConsent> {
      const { consent, signed } = await signConsent(member, given)
      const grant = { ...signed, bits: BigInt(signed.bits) }
      await act(deployment.members, membersAbi, 'recordBySig', [grant])
      return consent
    },

    /** Anchors signed consents as whoever has them would. */
    async anchor(consents: SignedConsent[]): Promise<AnchoredConsent[]> {
      const { tree, hash, leaves } = await buildAnchorFile(deployment, consents)
      await act(deployment.members, membersAbi, 'anchorConsents', [tree.root, hash])
      return leaves.map((signed, place) => ({ signed, root: tree.root, proof: proveLeaf(tree, place) }))
    },

    async register(member: PrivateKeyAccount, consent: TestConsent): Promise<Hex> {
      const commitment = commitmentOf(member.address, random32(), random32())
      const deadline = BigInt((await now()) + 600)
      const message = {
        account: member.address,
        dataset: consent.dataset,
        consent: consent.id,
        commitment,
        deadline,
      }
      const signature = await member.signTypedData({
        domain: eip712Domain(chainId, deployment.contributions),
        types: registerContributionTypes,
        primaryType: 'RegisterContribution',
        message,
      })
      const args = [member.address, consent.dataset, consent.id, commitment, deadline, signature]
      await act(deployment.contributions, contributionsAbi, 'registerBySig', args)
      return contributionIdOf(member.address, commitment)
    },

    /** Puts a signed processing grant on the chain. */
    async permitProcessing({ grant, signature }: SignedGrant) {
      const [registered] = await client.getContractEvents({
        address: deployment.contributions,
        abi: contributionsAbi,
        eventName: 'ContributionRegistered',
        args: { contributionId: grant.contribution },
        fromBlock: BigInt(deployment.fromBlock),
      })
      const { account, tasks, holder, until } = grant
      const signed = { account, commitment: registered?.args.commitment, until: Number(until), signature }
      await act(deployment.contributions, contributionsAbi, 'permitProcessingBySig', [
        tasks,
        holder,
        [signed],
      ])
    },

    setStatus: (contributions: Hex[], status: number) =>
      act(deployment.contributions, contributionsAbi, 'setStatus', [
        contributions,
        contributions.map(() => status),
      ]),

    signWithdrawal,

    async withdraw(member: PrivateKeyAccount, consents: TestConsent[]) {
      const inners = consents.map(({ inner }) => inner)
      const of = consents[0]?.dataset ?? dataset
      const signature = await signWithdrawal(member, consents)
      return act(deployment.members, membersAbi, 'withdrawBySig', [member.address, of, inners, signature])
    },

    async pause(member: PrivateKeyAccount, consents: TestConsent[]) {
      const inners = consents.map(({ inner }) => inner)
      const of = consents[0]?.dataset ?? dataset
      const signature = await member.signTypedData({
        domain: eip712Domain(chainId, deployment.members),
        types: pauseConsentsTypes,
        primaryType: 'PauseConsents',
        message: { account: member.address, dataset: of, inners },
      })
      return act(deployment.members, membersAbi, 'pauseBySig', [member.address, of, inners, signature])
    },

    async createOffer(purposes = 0b1, of = dataset): Promise<bigint> {
      const args = [of, purposes, random32(), 1_000_000n, 0n, 12]
      const receipt = await act(deployment.offers, offersAbi, 'createOffer', args)
      const [created] = parseEventLogs({ abi: offersAbi, eventName: 'OfferCreated', logs: receipt.logs })
      return created?.args.offer as bigint
    },

    /** Asserts and activates a release whose manifest lists `parts` and which enrolls `enrolled` anew. */
    async release(
      offer: bigint,
      release: number,
      parts: TestPart[],
      enrolled: TestPart[] = parts,
    ): Promise<string> {
      const manifest = JSON.stringify({ schema: 'usufruct-release/1', offer: `${offer}`, release, parts })
      const { root, total } = enrolled.length === 0 ? { root: zeroHash, total: 0n } : treeOf(enrolled)
      const at = await now()
      const hash = sha256(stringToBytes(manifest))
      const args = [offer, release, at, at + 90 * 86_400, root, total, hash]
      const { logs } = await act(deployment.releases, releasesAbi, 'assertRelease', args)
      const [asserted] = parseEventLogs({ abi: releasesAbi, eventName: 'ReleaseAsserted', logs })
      await act(deployment.releases, releasesAbi, 'activateRelease', [asserted?.args])
      return manifest
    },

    revoke: (license: bigint) => act(deployment.offers, offersAbi, 'revoke', [license, random32()]),
    /** The operator's own license, given up before its end. */
    giveUp: (license: bigint) => act(deployment.offers, offersAbi, 'cancelSubscription', [license]),

    renew: (license: bigint, release: number, months = 1) =>
      act(deployment.offers, offersAbi, 'renew', [license, release, months, 10n ** 9n]),

    async buy(offer: bigint, release: number, to: Address, months = 1): Promise<bigint> {
      const args = [offer, release, months, 10n ** 9n, to]
      const receipt = await act(deployment.offers, offersAbi, 'buyFrom', args)
      const [bought] = parseEventLogs({ abi: offersAbi, eventName: 'LicenseBought', logs: receipt.logs })
      return bought?.args.license as bigint
    },
  }
}

export type PracticeDao = Awaited<ReturnType<typeof startPracticeDao>>
