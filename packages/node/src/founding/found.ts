import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DeploymentRecord, deployDao } from '@usufruct/sdk/contracts/deploy'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { practiceDollarAbi } from '@usufruct/sdk/contracts/generated/PracticeDollar'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import { parsePurposes, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { foundingOffers } from '@usufruct/sdk/founding/publishTexts'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { deployment as deploymentSchema } from '@usufruct/sdk/http/routes/dao'
import type { Deployment } from '@usufruct/sdk/messages/domain'
import { type Address, createPublicClient, createWalletClient, defineChain, http, maxUint256 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { LoadedCharter } from '../charter/loadCharter.ts'
import { requireCharterOnChain } from '../charter/requireCharterOnChain.ts'
import type { Keys } from './keys.ts'
import { readCoin } from './readCoin.ts'

/** Enough practice coin for the operator's bonds; the tap is open to all anyway. */
const bondFund = 1_000_000_000_000n

const readRecord = async (path: string): Promise<DeploymentRecord> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as DeploymentRecord
  } catch {
    // Nothing deployed yet, or a record that was never finished: the deployer looks for itself.
    return {}
  }
}

const isComplete = (record: DeploymentRecord): record is Deployment =>
  deploymentSchema.safeParse(record).success

const fingerprintOf = (charter: LoadedCharter['charter'], texts: LoadedCharter['texts']): string => {
  const all = [texts.charter, ...texts.agreements, ...texts.licenses.values()]
  const hashes = all.map(({ hash }) => hash)
  return createHash('sha256')
    .update(JSON.stringify([charter, hashes]))
    .digest('hex')
}

export type Founded = { deployment: Deployment; deploymentFile: string }

/**
 * Brings a DAO whose texts are published onto its chain: contracts, roles, offers, and the operator's bond money.
 * Every step looks first whether it is done, so an interrupted founding goes on where it stopped and a finished one
 * costs a few reads.
 * @throws UsufructError `CHARTER_NOT_ON_CHAIN`, `OFFER_NOT_ON_CHAIN`
 */
export const found = async ({
  home,
  rpcUrl,
  loaded: { charter, texts },
  keys,
  onStep = () => undefined,
}: {
  home: string
  rpcUrl: string
  loaded: LoadedCharter
  keys: Keys
  onStep?: (text: string) => void
}): Promise<Founded> => {
  const transport = http(rpcUrl, { retryCount: 0, timeout: 60_000 })
  const plain = createPublicClient({ transport, pollingInterval: 50 })
  const chainId = await plain.getChainId()
  const chain = defineChain({
    id: chainId,
    name: charter.name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  })
  const publicClient = createPublicClient({ chain, transport, pollingInterval: 50 })
  const operator = privateKeyToAccount(keys.operator)
  const walletClient = createWalletClient({ chain, transport, account: operator })
  const addressOf = (name: string): Address => {
    if (name.startsWith('0x')) return name as Address
    const key = keys.practice[name]
    if (!key) throw new Error(`no account is called ${name}`)
    return privateKeyToAccount(key).address
  }

  const deploymentFile = join(home, 'deployments', `${chainId}.json`)
  const persist = (record: DeploymentRecord) =>
    writeDurably(deploymentFile, `${JSON.stringify(record, null, 2)}\n`)
  const record = await readRecord(deploymentFile)
  const marker = join(home, 'deployments', `${chainId}.founded`)
  const fingerprint = fingerprintOf(charter, texts)
  const marked = await readFile(marker, 'utf8').catch(() => '')
  let isFounded = false
  if (isComplete(record) && marked !== '') {
    // The chain loses nothing, so what was founded from these very texts is founded.
    const code = await publicClient.getCode({ address: record.members })
    isFounded = code !== undefined && code !== '0x'
    if (isFounded && marked === fingerprint) {
      await requireCharterOnChain(publicClient, record.members, texts.charter.hash)
      return { deployment: record, deploymentFile }
    }
  }
  onStep(record.members ? 'checking the contracts' : 'deploying the contracts')
  const deployment = await deployDao({
    walletClient,
    publicClient,
    record,
    persist,
    params: {
      charter: texts.charter.hash,
      coin: charter.coin === 'practice' ? undefined : charter.coin,
      treasury: addressOf(charter.treasury),
      holders: {
        OPERATOR: [operator.address],
        RELEASER: [operator.address],
        REVIEW: [operator.address],
        ARBITER: [operator.address],
      },
      contributorsFloorBps: charter.split.contributorsFloorBps,
      split: { reviewersBps: charter.split.reviewersBps, treasuryBps: charter.split.treasuryBps },
      bond: { minimum: BigInt(charter.bond.minimum), incomeBps: charter.bond.incomeBps },
      minInterval: charter.windows.releaseEvery,
      challengeWindow: charter.windows.challenge,
    },
  })
  await persist(deployment)
  // A record that was complete before was made for the charter of its day.
  await requireCharterOnChain(publicClient, deployment.members, texts.charter.hash)

  const act = async (request: { address: Address; data?: never } & Record<string, unknown>) => {
    const hash = await walletClient.writeContract(request as never)
    await publicClient.waitForTransactionReceipt({ hash })
  }

  const coin = await readCoin(publicClient, deployment.coin)
  for (const { offer, hash: terms } of foundingOffers(
    charter,
    texts,
    { chainId, members: deployment.members, name: charter.name },
    coin,
  )) {
    const dataset = datasetIdOf(offer.dataset)
    const open = await publicClient.readContract({
      address: deployment.offers,
      abi: offersAbi,
      functionName: 'offersOf',
      args: [dataset],
    })
    const known = await Promise.all(
      open.map((id) =>
        publicClient.readContract({
          address: deployment.offers,
          abi: offersAbi,
          functionName: 'offerOf',
          args: [id],
        }),
      ),
    )
    if (known.some((entry) => entry.terms === terms)) continue
    // Founding opened every offer there was: another one comes from a text that was changed since.
    if (isFounded)
      throw new UsufructError({
        code: 'OFFER_NOT_ON_CHAIN',
        kind: 'conflict',
        message: `The terms of the offer “${offer.name}” in this home are not those that the DAO was founded with.`,
        hint: 'Put back the home’s folder `dao`, or start with another --home.',
        details: { offer: offer.slug, terms },
      })
    onStep(`opening the offer “${offer.name}”`)
    await act({
      address: deployment.offers,
      abi: offersAbi,
      functionName: 'createOffer',
      args: [
        dataset,
        purposesToBitmap(parsePurposes(offer.purposes)),
        terms,
        BigInt(offer.pricePerMonth),
        // The charter names no price below which members would have to be asked.
        0n,
        offer.maxMonths,
      ],
    })
  }

  const allowance = await publicClient.readContract({
    address: deployment.coin,
    abi: practiceDollarAbi,
    functionName: 'allowance',
    args: [operator.address, deployment.releases],
  })
  if (charter.practice && allowance < bondFund) {
    const practiceCoin = { address: deployment.coin, abi: practiceDollarAbi }
    await act({ ...practiceCoin, functionName: 'mint', args: [operator.address, bondFund] })
    await act({ ...practiceCoin, functionName: 'approve', args: [deployment.releases, maxUint256] })
  }
  await writeDurably(marker, fingerprint)
  return { deployment, deploymentFile }
}
