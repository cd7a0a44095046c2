import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ContributionKey, generateContributionKey } from '@usufruct/sdk/age/generateContributionKey'
import { keyCommitment } from '@usufruct/sdk/age/keyCommitment'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { depositSharesTypes } from '@usufruct/sdk/messages/offchain'
import { type ProcessingGrant, processingGrantData } from '@usufruct/sdk/messages/processingGrant'
import { generateHpkeKey } from '@usufruct/sdk/shares/generateHpkeKey'
import { createKeeperClient, type KeeperClient } from '@usufruct/sdk/shares/keeperClient'
import {
  licenseKeyRequestData,
  licenseKeyRequestDigest,
  taskKeyRequestData,
  taskKeyRequestDigest,
} from '@usufruct/sdk/shares/keyRequest'
import { openAnswer } from '@usufruct/sdk/shares/sealAnswer'
import { sealShare } from '@usufruct/sdk/shares/sealShare'
import { shareHash } from '@usufruct/sdk/shares/shareHash'
import { splitKey } from '@usufruct/sdk/shares/splitKey'
import type { Address, Hex, PrivateKeyAccount } from 'viem'
import { createApp } from '../http/createApp.ts'
import type { Keeper } from '../keeper.ts'
import { type OpenKeeperParameters, openKeeper } from '../openKeeper.ts'
import { newAccount, type PracticeDao, random32, type SignedGrant, type TestPart } from './practiceDao.ts'

export type TestKeeper = {
  keeper: Keeper
  client: KeeperClient
  address: Address
  home: string
  close: () => Promise<void>
}

export const newHome = () => mkdtempSync(join(tmpdir(), 'usufruct-keeper-'))
export const removeHome = (home: string) => rmSync(home, { recursive: true, force: true })

/** A keeper in this process, called through its HTTP routes but without a socket. */
export async function openTestKeeper(
  dao: Pick<PracticeDao, 'rpc' | 'deployment'>,
  index: number,
  changes: Partial<OpenKeeperParameters> = {},
): Promise<TestKeeper> {
  const home = changes.home ?? newHome()
  const { keeper, close } = await openKeeper({
    home,
    index,
    rpc: dao.rpc,
    deployment: dao.deployment,
    ...changes,
  })
  const app = createApp(keeper)
  const fetch = (async (url: string, init?: RequestInit) => app.request(url, init)) as typeof globalThis.fetch
  const address = keeper.identity.account.address.toLowerCase() as Address
  return { keeper, client: createKeeperClient('http://keeper.test', { fetch }), address, home, close }
}

export type Deposit = { key: ContributionKey; commitment: Hex; shares: Uint8Array[] }

/** What a member sends to each keeper. */
export async function sealDeposit(
  dao: PracticeDao,
  keeper: Pick<TestKeeper, 'keeper'>,
  member: PrivateKeyAccount,
  contribution: Hex,
  { commitment, shares }: Pick<Deposit, 'commitment' | 'shares'>,
) {
  const { index, hpke } = keeper.keeper.identity
  const shareHashes = shares.map((share, i) => shareHash(contribution, i, share))
  const message = { account: member.address, contribution, keyCommitment: commitment, shareHashes }
  const { chainId, members } = dao.deployment
  const signature = await member.signTypedData({
    domain: eip712Domain(chainId, members),
    types: depositSharesTypes,
    primaryType: 'DepositShares',
    message,
  })
  const sealed = await sealShare(shares[index] as Uint8Array, hpke.publicKey, { contribution, index })
  return { message, signature, sealed }
}

export async function newDeposit(): Promise<Deposit> {
  const key = generateContributionKey()
  return { key, commitment: keyCommitment(key.identity), shares: await splitKey(key.identity) }
}

export async function depositKey(
  dao: PracticeDao,
  keepers: readonly TestKeeper[],
  member: PrivateKeyAccount,
  contribution: Hex,
): Promise<Deposit> {
  const deposit = await newDeposit()
  for (const keeper of keepers) {
    const sealed = await sealDeposit(dao, keeper, member, contribution, deposit)
    const { refused } = await keeper.client.call('depositShares', { body: { deposits: [sealed] } })
    if (refused[0]) throw new Error(`the deposit was refused: ${refused[0].code}`)
  }
  return deposit
}

export type LicenseRequest = {
  license: bigint
  release: number
  signer: PrivateKeyAccount
  manifest: string
  contributions?: Hex[]
}
type Changes = { keeper?: Address; nonce?: Hex; deadline?: bigint; signature?: Hex }

/** Who bought a license for a new offer whose first release has these parts. */
export async function buyLicense(dao: PracticeDao, of: Hex, parts: TestPart[], enrolled = parts) {
  const offer = await dao.createOffer(0b1, of)
  const manifest = await dao.release(offer, 1, parts, enrolled)
  const signer = newAccount()
  const license = await dao.buy(offer, 1, signer.address)
  return { offer, request: { license, release: 1, signer, manifest } }
}

/** A license's owner asks a keeper; the shares of its answer come back opened. */
export async function askForLicense(
  dao: PracticeDao,
  { client, address }: Pick<TestKeeper, 'client' | 'address'>,
  { license, release, signer, manifest, contributions }: LicenseRequest,
  { signature: forged, ...changes }: Changes = {},
) {
  const ephemeral = generateHpkeKey()
  const head = { keeper: address, nonce: random32(), ephemeralKey: ephemeral.publicKey }
  const request = { license, release, ...head, deadline: BigInt((await dao.now()) + 60), ...changes }
  const signature = forged ?? (await signer.signTypedData(licenseKeyRequestData(dao.deployment, request)))
  const wire = { ...request, license: request.license.toString(), deadline: Number(request.deadline) }
  const chosen = contributions === undefined ? {} : { contributions }
  const answer = await client.call('openLicense', { body: { request: wire, signature, manifest, ...chosen } })
  const binding = { keeper: address, request: licenseKeyRequestDigest(dao.deployment, request) }
  return { answer, shares: await openAnswer(answer, ephemeral.privateKey, binding) }
}

export async function signGrant(
  dao: PracticeDao,
  signer: PrivateKeyAccount,
  message: ProcessingGrant,
): Promise<SignedGrant> {
  const signature = await signer.signTypedData(processingGrantData(dao.deployment, message))
  return { grant: { ...message, until: message.until.toString() }, signature }
}

export async function askForTask(
  dao: PracticeDao,
  { client, address }: TestKeeper,
  holder: PrivateKeyAccount,
  { task, contributions, grants }: { task: string; contributions: Hex[]; grants: SignedGrant[] },
  signer = holder,
) {
  const ephemeral = generateHpkeKey()
  const head = { keeper: address, nonce: random32(), ephemeralKey: ephemeral.publicKey }
  const deadline = BigInt((await dao.now()) + 60)
  const request = { holder: holder.address, task, contributions, ...head, deadline }
  const signature = await signer.signTypedData(taskKeyRequestData(dao.deployment, request))
  const wire = { ...request, deadline: Number(deadline) }
  const answer = await client.call('openTask', { body: { request: wire, signature, grants } })
  const binding = { keeper: address, request: taskKeyRequestDigest(dao.deployment, request) }
  return { answer, shares: await openAnswer(answer, ephemeral.privateKey, binding) }
}
