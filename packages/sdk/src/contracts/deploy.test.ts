import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { createPublicClient, createWalletClient, http, type PublicClient, parseEventLogs } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeployDaoParams, type DeploymentRecord, deployDao } from './deploy.ts'
import { accessManagerAbi } from './generated/AccessManager.ts'
import { consentsAbi } from './generated/Consents.ts'
import { licensesAbi } from './generated/Licenses.ts'
import { offersAbi } from './generated/Offers.ts'
import { roles } from './generated/roles.ts'

const require = createRequire(import.meta.url)
const operator = privateKeyToAccount(generatePrivateKey()).address
const releaser = privateKeyToAccount(generatePrivateKey()).address
const treasury = privateKeyToAccount(generatePrivateKey()).address

const params: DeployDaoParams = {
  charter: `0x${'c4'.repeat(32)}`,
  treasury,
  holders: { OPERATOR: [operator], RELEASER: [releaser], REVIEW: [operator], ARBITER: [operator] },
  contributorsFloorBps: 6000,
  split: { reviewersBps: 1000, treasuryBps: 1500 },
  bond: { minimum: 1_000_000n, incomeBps: 1000 },
  minInterval: 2,
  challengeWindow: 1,
}

let anvil: ChildProcess
let rpc: string
let publicClient: PublicClient

beforeAll(async () => {
  const wrapper = require.resolve('@foundry-rs/anvil/bin.mjs', { paths: [import.meta.dirname] })
  anvil = spawn(process.execPath, [wrapper, '--port', '0', '--accounts', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<never>((_, reject) => anvil.once('exit', () => reject(new Error('anvil ended'))))
  const listening = (async () => {
    if (anvil.stdout)
      for await (const line of createInterface({ input: anvil.stdout })) {
        const found = /Listening on (\S+)/.exec(line)
        if (found) return `http://${found[1]}`
      }
    return exited
  })()
  rpc = await Promise.race([listening, exited])
  publicClient = createPublicClient({ transport: http(rpc), pollingInterval: 20 })
}, 30_000)

afterAll(() => {
  anvil.removeAllListeners('exit')
  anvil.kill('SIGTERM')
})

const newDeployer = async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const walletClient = createWalletClient({ account, transport: http(rpc) })
  await publicClient.request({
    method: 'anvil_setBalance' as never,
    params: [account.address, '0x56bc75e2d63100000'] as never,
  })
  return walletClient
}

const expectWired = async (deployed: Awaited<ReturnType<typeof deployDao>>) => {
  const read = async (address: `0x${string}`, abi: readonly unknown[], functionName: string) =>
    String(await publicClient.readContract({ address, abi, functionName } as never)).toLowerCase()
  expect(await read(deployed.consents, consentsAbi, 'offers')).toBe(deployed.offers)
  expect(await read(deployed.offers, offersAbi, 'consents')).toBe(deployed.consents)
  expect(await read(deployed.offers, offersAbi, 'contributions')).toBe(deployed.contributions)
  expect(await read(deployed.offers, offersAbi, 'licenses')).toBe(deployed.licenses)
  expect(await read(deployed.offers, offersAbi, 'coin')).toBe(deployed.coin)
  expect(await read(deployed.licenses, licensesAbi, 'offers')).toBe(deployed.offers)
}

const isHeld = async (accessManager: `0x${string}`, role: bigint, account: `0x${string}`) => {
  const args = [role, account] as const
  return (
    await publicClient.readContract({
      address: accessManager,
      abi: accessManagerAbi,
      functionName: 'hasRole',
      args,
    })
  )[0]
}

describe('deployDao', () => {
  it('wires the contracts and gives out the roles', async () => {
    const walletClient = await newDeployer()
    const deployed = await deployDao({ walletClient, publicClient, params })
    await expectWired(deployed)
    expect(await isHeld(deployed.accessManager, roles.OPERATOR, operator)).toBe(true)
    expect(await isHeld(deployed.accessManager, roles.RELEASER, releaser)).toBe(true)
    expect(await isHeld(deployed.accessManager, roles.RELEASER, operator)).toBe(false)
    expect(await isHeld(deployed.accessManager, roles.ADMIN, walletClient.account.address)).toBe(true)
    const [split] = parseEventLogs({
      abi: offersAbi,
      eventName: 'SplitChanged',
      logs: await publicClient.getLogs({ address: deployed.offers, fromBlock: BigInt(deployed.fromBlock) }),
    })
    expect(split?.args).toEqual({ contributorsBps: 7500, reviewersBps: 1000, treasuryBps: 1500 })
  })

  it('does nothing when everything is there', async () => {
    const walletClient = await newDeployer()
    const record = await deployDao({ walletClient, publicClient, params })
    const before = await publicClient.getTransactionCount({ address: walletClient.account.address })
    expect(await deployDao({ walletClient, publicClient, params, record })).toEqual(record)
    expect(await publicClient.getTransactionCount({ address: walletClient.account.address })).toBe(before)
  })

  it('goes on from wherever it was interrupted, with other transactions in between', async () => {
    for (let steps = 1; steps <= 7; steps++) {
      const walletClient = await newDeployer()
      let record: DeploymentRecord = {}
      let done = 0
      const persist = (next: DeploymentRecord) => {
        record = next
        if (++done === steps) throw new Error('interrupted')
      }
      await expect(deployDao({ walletClient, publicClient, params, persist })).rejects.toThrow('interrupted')
      if (steps % 2 === 0) {
        const hash = await walletClient.sendTransaction({ chain: null, to: treasury, value: 1n })
        await publicClient.waitForTransactionReceipt({ hash })
      }
      const deployed = await deployDao({ walletClient, publicClient, params, record })
      await expectWired(deployed)
      expect(deployed.accessManager).toBe(record.accessManager)
    }
  }, 60_000)

  it('starts anew from the record of another chain', async () => {
    const walletClient = await newDeployer()
    const first = await deployDao({ walletClient, publicClient, params })
    const second = await deployDao({ walletClient, publicClient, params, record: { ...first, chainId: 1 } })
    expect(second.offers).not.toBe(first.offers)
    await expectWired(second)
  })

  it('hands the DAO over to another admin for good', async () => {
    const walletClient = await newDeployer()
    const deployed = await deployDao({ walletClient, publicClient, params: { ...params, admin: treasury } })
    expect(await isHeld(deployed.accessManager, roles.ADMIN, treasury)).toBe(true)
    expect(await isHeld(deployed.accessManager, roles.ADMIN, walletClient.account.address)).toBe(false)
  })

  it('refuses a coin that is not there', async () => {
    const walletClient = await newDeployer()
    await expect(
      deployDao({ walletClient, publicClient, params: { ...params, coin: treasury } }),
    ).rejects.toMatchObject({ code: 'DEPLOY_NO_COIN' })
  })
})
