import {
  type Abi,
  type Account,
  type Address,
  type Hex,
  keccak256,
  maxUint256,
  parseEventLogs,
  toHex,
} from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { deployDao } from '../../contracts/deploy.ts'
import { membersAbi } from '../../contracts/generated/Members.ts'
import { offersAbi } from '../../contracts/generated/Offers.ts'
import { practiceDollarAbi } from '../../contracts/generated/PracticeDollar.ts'
import { releasesAbi } from '../../contracts/generated/Releases.ts'
import { startAnvil, type TestChain } from '../../contracts/testing/startAnvil.ts'
import { consentBitsOf, newConsentSalt, readGrant } from '../../domain/ids.ts'
import { buildLeafTree } from '../../tree/sumTree.ts'
import { createFakeDao } from '../testing/fakeDao.ts'
import { collectCredit } from './collectCredit.ts'

// The real contracts, in which one account is operator, releaser and treasury.

const id = (name: string): Hex => keccak256(toHex(name))
const dataset = toHex(7n, { size: 32 })
const bond = 500n
const price = 1_000n
const forTreasury = 150n
const elsewhere: Address = `0x${'77'.repeat(20)}`
const year = 365 * 86_400

let chain: TestChain
beforeAll(async () => {
  chain = await startAnvil()
}, 30_000)
afterAll(() => chain?.stop())

/** A DAO that has sold one license of its one release. */
const found = async ({ holdbackPeriod }: { holdbackPeriod: number }) => {
  const { publicClient } = chain
  const wallet = await chain.newDeployer()
  const { account } = wallet
  const deployment = await deployDao({
    walletClient: wallet,
    publicClient,
    params: {
      charter: id('charter'),
      treasury: account.address,
      holders: { OPERATOR: [account.address], RELEASER: [account.address] },
      contributorsFloorBps: 6000,
      split: { reviewersBps: 1000, treasuryBps: 1500 },
      bond: { minimum: bond, incomeBps: 0 },
      minInterval: 0,
      challengeWindow: 0,
      holdbackPeriod,
    },
  })
  const { coin, members, offers, releases } = deployment
  const act = async (address: Address, abi: Abi, functionName: string, args: unknown[]) => {
    const hash = await wallet.writeContract({ address, abi, functionName, args, chain: null })
    return publicClient.waitForTransactionReceipt({ hash })
  }
  await act(coin, practiceDollarAbi, 'mint', [account.address, bond + price])
  for (const spender of [offers, releases])
    await act(coin, practiceDollarAbi, 'approve', [spender, maxUint256])

  const now = Number((await publicClient.getBlock()).timestamp)
  const grant = consentBitsOf({ dataset, salt: newConsentSalt(), time: 0, end: now + 2 * year, purposes: 1 })
  await act(members, membersAbi, 'record', [id('terms'), grant])
  const { consent } = readGrant({ account: account.address, terms: id('terms'), grant })
  const { root, total } = buildLeafTree([{ consentId: consent, weight: 3n, subRoot: id('parts') }])
  await act(offers, offersAbi, 'createOffer', [dataset, 1, id('terms'), price, 0n, 12])
  const args = [1n, 1, now, now + year, root, total, id('manifest')]
  const { logs } = await act(releases, releasesAbi, 'assertRelease', args)
  const [asserted] = parseEventLogs({ abi: releasesAbi, eventName: 'ReleaseAsserted', logs })
  await act(releases, releasesAbi, 'activateRelease', [asserted?.args])
  await act(offers, offersAbi, 'buyFrom', [1n, 1, 1, price, account.address])

  const actorOf = async (as: Account) => {
    const fake = await createFakeDao().actor()
    return {
      ...fake,
      publicClient,
      account: as as typeof fake.account,
      dao: { ...fake.dao, deployment, treasury: account.address.toLowerCase() as Address },
    }
  }
  const coinsOf = (address: Address) =>
    publicClient.readContract({
      address: coin,
      abi: practiceDollarAbi,
      functionName: 'balanceOf',
      args: [address],
    })
  return { actor: await actorOf(account), actorOf, coinsOf }
}

it('takes what both contracts owe, to whom it is told, and then nothing', async () => {
  const { actor, coinsOf } = await found({ holdbackPeriod: 0 })
  const { transactions, ...taken } = await collectCredit(actor, { to: elsewhere })
  expect(taken).toEqual({ to: elsewhere, amount: bond + forTreasury })
  expect(transactions).toHaveLength(2)
  expect(await coinsOf(elsewhere)).toBe(bond + forTreasury)
  expect(await collectCredit(actor)).toEqual({
    to: actor.account?.address.toLowerCase(),
    amount: 0n,
    transactions: [],
  })
})

it('sends nothing for an account that is owed nothing', async () => {
  const { actorOf } = await found({ holdbackPeriod: 0 })
  const { account } = await chain.newDeployer()
  expect(await collectCredit(await actorOf(account))).toMatchObject({ amount: 0n, transactions: [] })
})

it('begins the treasury’s holdback, and takes what was held when its time is over', async () => {
  const { actor, coinsOf } = await found({ holdbackPeriod: 3_600 })
  const account = actor.account?.address as Address
  const begun = await collectCredit(actor)
  expect(begun.amount).toBe(bond)
  expect(begun.transactions).toHaveLength(2)
  expect(await collectCredit(actor)).toMatchObject({ amount: 0n, transactions: [] })
  await chain.send('evm_increaseTime', 3_601)
  await chain.send('evm_mine')
  expect(await collectCredit(actor)).toMatchObject({ amount: forTreasury })
  expect(await coinsOf(account)).toBe(bond + forTreasury)
})
