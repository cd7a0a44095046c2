import { type PublicClient, toFunctionSelector, zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeployDaoParams, type DeploymentRecord, deployDao } from './deploy.ts'
import { authorityAbi } from './generated/Authority.ts'
import { contributionsAbi } from './generated/Contributions.ts'
import { offersAbi } from './generated/Offers.ts'
import { releasesAbi } from './generated/Releases.ts'
import { restrictedFunctions, roles } from './generated/roles.ts'
import { expectWired, operator, params, releaser, treasury } from './testing/foundings.ts'
import { startAnvil, type TestChain } from './testing/startAnvil.ts'

let chain: TestChain
let publicClient: PublicClient
let newDeployer: TestChain['newDeployer']

beforeAll(async () => {
  chain = await startAnvil()
  ;({ publicClient, newDeployer } = chain)
}, 30_000)

afterAll(() => chain?.stop())

const isHeld = async (authority: `0x${string}`, role: bigint, account: `0x${string}`) => {
  const args = [role, account] as const
  const [held] = await publicClient.readContract({
    address: authority,
    abi: authorityAbi,
    functionName: 'hasRole',
    args,
  })
  return held
}

describe('deployDao', () => {
  it('wires the contracts and gives out the roles', async () => {
    const walletClient = await newDeployer()
    const deployed = await deployDao({ walletClient, publicClient, params })
    await expectWired(publicClient, deployed)
    expect(await isHeld(deployed.authority, roles.OPERATOR, operator)).toBe(true)
    expect(await isHeld(deployed.authority, roles.RELEASER, releaser)).toBe(true)
    expect(await isHeld(deployed.authority, roles.CONTRIBUTORS, treasury)).toBe(true)
    expect(await isHeld(deployed.authority, roles.RELEASER, operator)).toBe(false)
    expect(await isHeld(deployed.authority, roles.ADMIN, walletClient.account.address)).toBe(true)
    expect(await isHeld(deployed.authority, roles.ADMIN, deployed.factory)).toBe(false)
    const offers = { address: deployed.offers, abi: offersAbi } as const
    expect(await publicClient.readContract({ ...offers, functionName: 'split' })).toEqual([7500, 1000, 1500])
    expect(await publicClient.readContract({ ...offers, functionName: 'holdbackPeriod' })).toBe(0)
    const stake = { address: deployed.releases, abi: releasesAbi, functionName: 'questionStake' } as const
    expect(await publicClient.readContract(stake)).toBe(100_000n)
    const lock = {
      address: deployed.contributions,
      abi: contributionsAbi,
      functionName: 'lockAmount',
    } as const
    expect(await publicClient.readContract(lock)).toBe(0n)
  })

  it('restricts each function of roles.json to its role', async () => {
    const deployed = await deployDao({ walletClient: await newDeployer(), publicClient, params })
    for (const { contract, function: signature, role } of restrictedFunctions)
      expect(
        await publicClient.readContract({
          address: deployed.authority,
          abi: authorityAbi,
          functionName: 'getTargetFunctionRole',
          args: [deployed[contract.toLowerCase() as 'members'], toFunctionSelector(signature)],
        }),
        signature,
      ).toBe(roles[role])
  })

  it('founds with other parameters, and with code of its own', async () => {
    const more: DeployDaoParams = {
      ...params,
      questionStake: 7n,
      holdbackPeriod: 86_400,
      deposit: { amount: 5n, free: 3, period: 60 },
      ownCode: true,
    }
    const deployed = await deployDao({ walletClient: await newDeployer(), publicClient, params: more })
    await expectWired(publicClient, deployed)
    const read = (address: `0x${string}`, abi: readonly unknown[], functionName: string) =>
      publicClient.readContract({ address, abi, functionName } as never)
    expect(await read(deployed.releases, releasesAbi, 'questionStake')).toBe(7n)
    expect(await read(deployed.offers, offersAbi, 'holdbackPeriod')).toBe(86_400)
    expect(await read(deployed.contributions, contributionsAbi, 'lockAmount')).toBe(5n)
    expect(await read(deployed.contributions, contributionsAbi, 'freeContributions')).toBe(3)
    expect(await read(deployed.contributions, contributionsAbi, 'lockPeriod')).toBe(60)
    const clones = await deployDao({ walletClient: await newDeployer(), publicClient, params })
    const codeSize = async (address: `0x${string}`) =>
      ((await publicClient.getCode({ address })) ?? '0x').length
    expect(await codeSize(deployed.offers)).toBeGreaterThan(20 * (await codeSize(clones.offers)))
  })

  it('does nothing when everything is there', async () => {
    const walletClient = await newDeployer()
    const record = await deployDao({ walletClient, publicClient, params })
    const before = await publicClient.getTransactionCount({ address: walletClient.account.address })
    expect(await deployDao({ walletClient, publicClient, params, record })).toEqual(record)
    expect(await publicClient.getTransactionCount({ address: walletClient.account.address })).toBe(before)
  })

  it('goes on from wherever it was interrupted, with other transactions in between', async () => {
    // Coin, five codes, factory, that it will be founded, the DAO.
    for (let steps = 1; steps <= 9; steps++) {
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
      await expectWired(publicClient, deployed)
      expect(deployed.coin).toBe(record.coin)
      if (record.factory) expect(deployed.factory).toBe(record.factory)
    }
  }, 60_000)

  it('takes the DAO whose founding was sent but not noted, and no other', async () => {
    const walletClient = await newDeployer()
    let record: DeploymentRecord = {}
    const persist = (next: DeploymentRecord) => {
      if (next.members) throw new Error('interrupted')
      record = next
    }
    await expect(deployDao({ walletClient, publicClient, params, persist })).rejects.toThrow('interrupted')
    expect(record.members).toBeUndefined()
    const count = () => publicClient.getTransactionCount({ address: walletClient.account.address })
    const before = await count()
    const deployed = await deployDao({ walletClient, publicClient, params, record })
    await expectWired(publicClient, deployed)
    expect(await count()).toBe(before)

    const other = { ...params, treasury: operator }
    const founded = await deployDao({ walletClient, publicClient, params: other, record })
    expect(founded.members).not.toBe(deployed.members)
    expect(await count()).toBe(before + 1)
  })

  it('founds with a factory that is there, and with none of another version', async () => {
    const walletClient = await newDeployer()
    const first = await deployDao({ walletClient, publicClient, params })
    const before = await publicClient.getTransactionCount({ address: walletClient.account.address })
    const second = await deployDao({
      walletClient,
      publicClient,
      params: { ...params, coin: first.coin },
      factory: first.factory,
    })
    await expectWired(publicClient, second)
    expect(second.factory).toBe(first.factory)
    expect(second.members).not.toBe(first.members)
    expect(await publicClient.getTransactionCount({ address: walletClient.account.address })).toBe(before + 1)
    const refused = (factory: `0x${string}`) =>
      deployDao({ walletClient, publicClient, params: { ...params, coin: first.coin }, factory })
    await expect(refused(treasury)).rejects.toMatchObject({ code: 'DEPLOY_NO_FACTORY' })
    await expect(refused(first.offers)).rejects.toMatchObject({ code: 'DEPLOY_OTHER_FACTORY' })
  })

  it('says what the factory refuses', async () => {
    const walletClient = await newDeployer()
    const split = { reviewersBps: 4000, treasuryBps: 1500 }
    await expect(
      deployDao({ walletClient, publicClient, params: { ...params, split } }),
    ).rejects.toMatchObject({ code: 'DAO_FACTORY_INVALID_SPLIT' })
    await expect(
      deployDao({ walletClient, publicClient, params: { ...params, charter: zeroHash } }),
    ).rejects.toMatchObject({ code: 'DAO_FACTORY_NO_CHARTER' })
  })

  it('starts anew from the record of another chain', async () => {
    const walletClient = await newDeployer()
    const first = await deployDao({ walletClient, publicClient, params })
    const second = await deployDao({ walletClient, publicClient, params, record: { ...first, chainId: 1 } })
    expect(second.offers).not.toBe(first.offers)
    await expectWired(publicClient, second)
  })

  it('hands the DAO over to another admin for good', async () => {
    const walletClient = await newDeployer()
    const deployed = await deployDao({ walletClient, publicClient, params: { ...params, admin: treasury } })
    expect(await isHeld(deployed.authority, roles.ADMIN, treasury)).toBe(true)
    expect(await isHeld(deployed.authority, roles.ADMIN, walletClient.account.address)).toBe(false)
  })

  it('refuses a coin that is not there', async () => {
    const walletClient = await newDeployer()
    await expect(
      deployDao({ walletClient, publicClient, params: { ...params, coin: treasury } }),
    ).rejects.toMatchObject({ code: 'DEPLOY_NO_COIN' })
  })
})
