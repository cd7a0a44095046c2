import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import { foundingOffers } from '@usufruct/sdk/founding/publishTexts'
import { type Address, createPublicClient, defineChain, type Hex, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { LoadedCharter } from './charter/loadCharter.ts'
import { requireCharterOnChain } from './charter/requireCharterOnChain.ts'
import type { Anchoring, NodePeers } from './config.ts'
import type { Context, PracticeKey } from './context.ts'
import type { OpenDb } from './db/open.ts'
import { workFolder } from './flow/clean/withPlaintext.ts'
import type { Keys } from './founding/keys.ts'
import { readCoin } from './founding/readCoin.ts'
import { rememberTexts } from './founding/rememberTexts.ts'
import { createIndexer } from './indexer/createIndexer.ts'
import { createJobs } from './jobs/createJobs.ts'
import { createLocalStorage } from './ports/storage/local.ts'
import { createSendOnce } from './relay/createSendOnce.ts'

const low = (value: Address) => value.toLowerCase() as Address

/** One thing at a time, in the order asked for; a failure does not stop the next. */
const createInTurn = (): Context['inTurn'] => {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }
}

const practiceKeys = ({ charter }: LoadedCharter, keys: Keys): PracticeKey[] =>
  charter.accounts.flatMap(({ name, role, may }) => {
    const privateKey = keys.practice[name]
    return privateKey && charter.practice
      ? [{ name, role, may, privateKey, address: low(privateKeyToAccount(privateKey).address) }]
      : []
  })

/** Puts a node together from what it was told and what lies in its home. */
export const createContext = async ({
  home,
  version,
  loaded,
  keys,
  peers,
  opened,
  alone,
  anchoring,
  publicHosts,
  log,
}: {
  home: string
  version: string
  loaded: LoadedCharter
  keys: Keys
  peers: NodePeers
  opened: OpenDb
  /** The only node on this database. */
  alone: boolean
  anchoring: Anchoring | null
  publicHosts: readonly string[]
  log: Context['log']
}): Promise<Context> => {
  const { charter, texts } = loaded
  const { deployment } = peers
  const now = () => Math.floor(Date.now() / 1000)
  // Plaintext that a killed job left behind.
  await rm(workFolder(home), { recursive: true, force: true })

  const chain = defineChain({
    id: deployment.chainId,
    name: charter.name,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [peers.rpcUrl] } },
  })
  const publicClient = createPublicClient({
    chain,
    transport: http(peers.rpcUrl, { retryCount: 2, timeout: 60_000 }),
    pollingInterval: 50,
    batch: { multicall: false },
  })
  const operator = privateKeyToAccount(keys.operator)
  const relayer = privateKeyToAccount(keys.relayer)
  const practice = practiceKeys(loaded, keys)
  await requireCharterOnChain(publicClient, deployment.members, texts.charter.hash)
  const coin = await readCoin(publicClient, deployment.coin)
  const offers = foundingOffers(
    charter,
    texts,
    { chainId: deployment.chainId, members: deployment.members, name: charter.name },
    coin,
  )
  const onError = (where: string) => (error: unknown) => log(`${where} failed`, { error: String(error) })
  const { db } = opened
  await rememberTexts(db, { texts, offers, now: now() })
  const sendOnce = await createSendOnce({
    db,
    publicClient,
    chainId: deployment.chainId,
    now,
    senders: [operator, relayer],
  })

  return {
    version,
    home,
    charter,
    texts,
    deployment,
    datasetIds: new Map(charter.datasets.map(({ slug }) => [datasetIdOf(slug), slug])),
    datasetNames: new Map(charter.datasets.map(({ slug, name }) => [datasetIdOf(slug), name])),
    foundingOffers: offers,
    offerNames: new Map(offers.map(({ offer, hash }): [Hex, string] => [hash, offer.name])),
    accountNames: new Map(practice.map(({ address, name }) => [address, name])),
    coin,
    db,
    publicClient,
    indexer: await createIndexer({ db, publicClient, deployment, onError: onError('indexer') }),
    sendOnce,
    storage: await createLocalStorage(join(home, 'storage')),
    keepers: peers.keepers,
    keepersNeeded: peers.keepersNeeded,
    operator,
    relayer,
    reviewers: practice.filter(({ role }) => role === 'reviewer').map(({ address }) => address),
    treasury: charter.treasury.startsWith('0x')
      ? low(charter.treasury as Address)
      : (practice.find(({ name }) => name === charter.treasury)?.address ?? low(operator.address)),
    practice,
    anchoring,
    jobs: await createJobs(opened, { alone, onError: onError('jobs') }),
    rpcUrl: peers.rpcUrl,
    publicHosts,
    inTurn: createInTurn(),
    now,
    log,
  }
}
