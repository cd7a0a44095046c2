import { type Address, encodeFunctionData, type Hex, type PublicClient, parseEventLogs } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DeployDaoParameters, type DeployDaoParams, type DeploymentRecord, deployDao } from './deploy.ts'
import { daoFactoryAbi } from './generated/DaoFactory.ts'
import { expectWired, operator, params, treasury } from './testing/foundings.ts'
import { startAnvil, type TestChain } from './testing/startAnvil.ts'
import { toFounding } from './toFounding.ts'

// DAOs with code of their own, on a chain that takes no more than 2^24 gas in one transaction (EIP-7825).

const most = 16_777_216n
const own: DeployDaoParams = { ...params, ownCode: true }

type Wallet = DeployDaoParameters['walletClient']

let chain: TestChain
let publicClient: PublicClient
/** Its code and coin are there already, so that each test founds alone. */
let factory: Address
let coin: Address
beforeAll(async () => {
  chain = await startAnvil('--enable-tx-gas-limit')
  publicClient = chain.publicClient
  const first = await deployDao({ walletClient: await chain.newDeployer(), publicClient, params })
  ;({ factory, coin } = first)
}, 60_000)
afterAll(() => chain?.stop())

const isComplete = (data: Hex | undefined) =>
  data?.startsWith(
    encodeFunctionData({
      abi: daoFactoryAbi,
      functionName: 'complete',
      args: [toFounding(own, coin, treasury), treasury, treasury],
    }).slice(0, 10),
  ) ?? false

/** The same wallet, told of each transaction before it is sent. */
const watched = (wallet: Wallet, before: (data: Hex) => Promise<void>): Wallet => ({
  ...wallet,
  sendTransaction: (async (transaction: Parameters<Wallet['sendTransaction']>[0]) => {
    await before(transaction.data as Hex)
    return wallet.sendTransaction(transaction)
  }) as Wallet['sendTransaction'],
})

const dyingBefore = (wallet: Wallet) =>
  watched(wallet, async (data) => {
    if (isComplete(data)) throw new Error('killed')
  })

const counted = ({ account }: Wallet) => publicClient.getTransactionCount({ address: account.address })

const coreOf = async (from: number) => {
  const logs = await publicClient.getLogs({ address: factory, fromBlock: BigInt(from) })
  return parseEventLogs({ abi: daoFactoryAbi, eventName: 'CoreFounded', logs })
}

test('every transaction of a founding fits a chain that takes 16,777,216 gas, where one for all of it would not', {
  timeout: 120_000,
}, async () => {
  const walletClient = await chain.newDeployer()
  const sent: Hex[] = []
  const wallet: Wallet = {
    ...walletClient,
    sendTransaction: (async (transaction: Parameters<Wallet['sendTransaction']>[0]) => {
      const hash = await walletClient.sendTransaction(transaction)
      sent.push(hash)
      return hash
    }) as Wallet['sendTransaction'],
  }
  const deployed = await deployDao({ walletClient: wallet, publicClient, params: own })
  await expectWired(publicClient, deployed)
  // Coin, five codes, factory, and the founding's two.
  expect(sent).toHaveLength(9)
  const used: bigint[] = []
  for (const hash of sent) {
    const { gasUsed } = await publicClient.getTransactionReceipt({ hash })
    expect(gasUsed).toBeLessThan(most)
    // What is asked for counts, too.
    expect((await publicClient.getTransaction({ hash })).gas).toBeLessThan(most)
    used.push(gasUsed)
  }
  const [core, rest] = used.slice(-2) as [bigint, bigint]
  expect(core + rest).toBeGreaterThan(most)
  const founding = toFounding(own, deployed.coin, walletClient.account.address)
  const data = encodeFunctionData({ abi: daoFactoryAbi, functionName: 'found', args: [founding] })
  await expect(
    walletClient.sendTransaction({ chain: null, to: deployed.factory, data, gas: 29_000_000n }),
  ).rejects.toThrow('gas_limit_cap')
})

test('what was begun and not completed is completed, by a second try that sends nothing else', {
  timeout: 60_000,
}, async () => {
  const walletClient = await chain.newDeployer()
  let record: DeploymentRecord = {}
  const persist = (next: DeploymentRecord) => {
    record = next
  }
  const given = { publicClient, params: { ...own, coin }, factory }
  await expect(deployDao({ ...given, walletClient: dyingBefore(walletClient), persist })).rejects.toThrow()
  expect(await counted(walletClient)).toBe(1)
  expect(record.members).toBeUndefined()
  const [core] = await coreOf(record.foundingFrom ?? 0)

  const deployed = await deployDao({ ...given, walletClient, record, persist })
  await expectWired(publicClient, deployed)
  expect(deployed.members).toBe(core?.args.members.toLowerCase())
  expect(await counted(walletClient)).toBe(2)
  // People can join before the rest is there, so whoever reads events begins with the core.
  expect(deployed.fromBlock).toBe(Number(core?.blockNumber))
  expect(await publicClient.getBlockNumber()).toBeGreaterThan(deployed.fromBlock)
})

test('what was completed and not noted is taken as it is', { timeout: 60_000 }, async () => {
  const walletClient = await chain.newDeployer()
  let record: DeploymentRecord = {}
  const persist = (next: DeploymentRecord) => {
    if (next.members) throw new Error('interrupted')
    record = next
  }
  const given = { walletClient, publicClient, params: { ...own, coin }, factory }
  await expect(deployDao({ ...given, persist })).rejects.toThrow('interrupted')
  expect(await counted(walletClient)).toBe(2)
  const deployed = await deployDao({ ...given, record })
  await expectWired(publicClient, deployed)
  expect(await counted(walletClient)).toBe(2)
})

test('somebody else may complete it, and it is the same DAO', { timeout: 60_000 }, async () => {
  const walletClient = await chain.newDeployer()
  const stranger = await chain.newDeployer()
  const quicker = watched(walletClient, async (data) => {
    if (!isComplete(data)) return
    const hash = await stranger.sendTransaction({ chain: null, to: factory, data })
    await publicClient.waitForTransactionReceipt({ hash })
  })
  const deployed = await deployDao({
    walletClient: quicker,
    publicClient,
    params: { ...own, coin },
    factory,
  })
  await expectWired(publicClient, deployed)
  expect(await counted(stranger)).toBe(1)
  expect(await counted(walletClient)).toBe(1)
})

test('what was begun with other parameters is left alone', { timeout: 60_000 }, async () => {
  const walletClient = await chain.newDeployer()
  let record: DeploymentRecord = {}
  const persist = (next: DeploymentRecord) => {
    record = next
  }
  const given = { publicClient, factory }
  const first = { ...own, coin }
  await expect(
    deployDao({ ...given, params: first, walletClient: dyingBefore(walletClient), persist }),
  ).rejects.toThrow()
  const deployed = await deployDao({
    ...given,
    params: { ...first, treasury: operator },
    walletClient,
    record,
  })
  await expectWired(publicClient, deployed)
  expect(await counted(walletClient)).toBe(3)
  const cores = await coreOf(record.foundingFrom ?? 0)
  expect(deployed.members).toBe(cores.at(-1)?.args.members.toLowerCase())
  expect(cores.length).toBeGreaterThanOrEqual(2)
})
