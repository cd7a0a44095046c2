import { verifyTypedData } from 'viem'
import { expect, it } from 'vitest'
import { eip712Domain } from '../../messages/domain.ts'
import { claimEarningsTypes } from '../../messages/onchain.ts'
import { createFakeDao } from '../testing/fakeDao.ts'
import { claimEarnings } from './claimEarnings.ts'

const position = (offer: string, claimable: string) => ({
  offer,
  offerName: 'offer',
  dataset: 'birds',
  consent: `0x${'c1'.repeat(32)}`,
  inner: `0x${'c2'.repeat(32)}`,
  weight: '1',
  share: 1,
  claimable,
  claimed: '0',
  frozen: false,
})

const withEarnings = () => {
  const dao = createFakeDao()
  dao.setEarnings({
    account: dao.address,
    claimable: '12',
    claimed: '0',
    credit: '0',
    nonce: '4',
    positions: [position('1', '5'), position('2', '0'), position('3', '7')],
  })
  return dao
}

it('takes what every position has earned, each under the next nonce', async () => {
  const dao = withEarnings()
  const { claimed, claims } = await claimEarnings(await dao.actor())
  expect(claimed).toBe(12n)
  expect(claims.map(({ offer, amount }) => [offer, amount])).toEqual([
    ['1', 5n],
    ['3', 7n],
  ])
  expect(dao.claims.map(({ offer, nonce }) => [offer, nonce])).toEqual([
    ['1', '4'],
    ['3', '5'],
  ])
})

it('pays one offer to another address, by the account’s own signature', async () => {
  const dao = withEarnings()
  const to = `0x${'77'.repeat(20)}` as const
  const signed: unknown[] = []
  const { account } = dao
  const signing = {
    ...account,
    signTypedData: async (data: Parameters<typeof account.signTypedData>[0]) => {
      const signature = await account.signTypedData(data)
      signed.push({ data, signature })
      return signature
    },
  } as typeof account
  const { claims } = await claimEarnings(await dao.actor(signing), { offer: '3', to })
  expect(claims).toHaveLength(1)
  const [{ signature, data }] = signed as [{ signature: `0x${string}`; data: { message: never } }]
  const valid = await verifyTypedData({
    address: account.address,
    domain: eip712Domain(dao.dao.deployment.chainId, dao.dao.deployment.offers),
    types: claimEarningsTypes,
    primaryType: 'ClaimEarnings',
    message: data.message,
    signature,
  })
  expect(valid).toBe(true)
  expect(dao.claims[0]).toMatchObject({ to, offer: '3' })
})

it('takes nothing when there is nothing', async () => {
  const dao = withEarnings()
  expect(await claimEarnings(await dao.actor(), { offer: '2' })).toMatchObject({ claimed: 0n, claims: [] })
})
