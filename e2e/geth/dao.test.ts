import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { publishCharter } from '@usufruct/node/charter/publishCharter'
import { loadKeys } from '@usufruct/node/founding/keys'
import type { Actor } from '@usufruct/sdk/actions/actor'
import { connect } from '@usufruct/sdk/actions/connect'
import { type BoughtLicense, buyLicense } from '@usufruct/sdk/actions/license/buyLicense'
import { claimEarnings } from '@usufruct/sdk/actions/payout/claimEarnings'
import { mintPracticeMoney } from '@usufruct/sdk/actions/practice/mintPracticeMoney'
import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { withdrawConsent } from '@usufruct/sdk/actions/withdraw/withdrawConsent'
import { createPublicClient, erc20Abi, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectSample } from '../stack/expectSample.ts'
import { newHome, root, type Stack, startStack } from '../stack/startStack.ts'
import { until } from '../stack/until.ts'
import { type Geth, startGeth } from './startGeth.ts'

// The same DAO on a chain that somebody else wrote and where transactions cost something. Each test goes on where the
// one before it left off.

const dataset = 'palmer-penguins'

let geth: Geth
let home: string
let stack: Stack

beforeAll(async () => {
  geth = await startGeth()
  home = await newHome()
  // The first start would do the same, and then have accounts without ether.
  const now = Math.floor(Date.now() / 1_000)
  const charterPath = join(root, 'samples/dao.json')
  const { charter } = await publishCharter({ home, charterPath, now, ownChain: false })
  const keys = await loadKeys(home, charter)
  const payers = [keys.operator, keys.relayer, ...Object.values(keys.practice)]
  await geth.fund([...new Set(payers)].map((key) => privateKeyToAccount(key).address))
  stack = await startStack({ home, env: { USUFRUCT_RPC_URL: geth.rpc }, pageWithin: 300 })
  await stack.played(600)
}, 900_000)

afterAll(async () => {
  await stack?.kill()
  await geth?.stop()
  if (home) await rm(home, { recursive: true, force: true })
})

const actorOf = async (name: string): Promise<Actor> => {
  const { privateKey } = await stack.node.call('getPracticeKey', { params: { name } })
  return connect({ url: stack.url, account: privateKeyToAccount(privateKey) })
}

const earningsOf = (actor: Actor) => signedIn(actor, () => actor.node.call('getMyEarnings', {}))

const coinsOf = ({ publicClient, dao, account }: Actor) =>
  publicClient.readContract({
    address: dao.deployment.coin,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [account?.address ?? '0x'],
  })

/** A release may become current between the quote and the sale: then it is asked for again. */
const buy = async (buyer: Actor): Promise<BoughtLicense> => {
  const { offers } = await stack.node.call('getDataset', { params: { slug: dataset } })
  const [offer] = offers
  if (!offer) throw new Error('the sample has offers')
  return until('a license', 60, () => buyLicense(buyer, { offer: offer.offer, months: 1 }))
}

it('is founded there, and the sample is played there', async () => {
  expect(geth.version).toMatch(/^Geth\//)
  const { deployment } = await stack.node.call('getDao', {})
  const client = createPublicClient({ transport: http(geth.rpc) })
  expect(await client.getChainId()).toBe(deployment.chainId)
  expect(await client.getCode({ address: deployment.offers })).toMatch(/^0x(?:60|363d3d37)/)
  await expectSample(stack)
})

it('sells a license, and pays a member to the last unit', async () => {
  const [buyer, member] = [await actorOf('startup'), await actorOf('amara')]
  await mintPracticeMoney(buyer, 10_000_000_000n)
  const { price, split } = await buy(buyer)
  expect(split.contributors + split.reviewers + split.treasury).toBe(price)
  const due = await until('the income', 30, async () => {
    const { claimable } = await earningsOf(member)
    return BigInt(claimable) > 0n && BigInt(claimable)
  })
  const before = await coinsOf(member)
  expect(await claimEarnings(member)).toMatchObject({ claimed: due })
  expect(await coinsOf(member)).toBe(before + due)
})

it('pays nothing more to a member who left, and goes on paying the others', async () => {
  const [buyer, member, other] = [await actorOf('startup'), await actorOf('amara'), await actorOf('bruno')]
  const { transaction } = await withdrawConsent(member, { dataset })
  expect(transaction).not.toBeNull()
  const left = await until('the frozen positions', 30, async () => {
    const { positions, claimable } = await earningsOf(member)
    return positions.every(({ frozen }) => frozen) && claimable
  })
  const before = BigInt((await earningsOf(other)).claimable)
  await buy(buyer)
  await until('the others’ income', 30, async () => BigInt((await earningsOf(other)).claimable) > before)
  const { positions, claimable } = await earningsOf(member)
  expect(claimable).toBe(left)
  expect(positions.map(({ weight }) => weight)).toEqual(positions.map(() => '0'))
})
