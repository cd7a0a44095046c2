import type { Abi, Address, PublicClient } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect } from 'vitest'
import type { Deployment } from '../../messages/domain.ts'
import type { DeployDaoParams } from '../deploy.ts'
import { contributionsAbi } from '../generated/Contributions.ts'
import { membersAbi } from '../generated/Members.ts'
import { offersAbi } from '../generated/Offers.ts'
import { releasesAbi } from '../generated/Releases.ts'

export const operator = privateKeyToAccount(generatePrivateKey()).address
export const releaser = privateKeyToAccount(generatePrivateKey()).address
export const treasury = privateKeyToAccount(generatePrivateKey()).address

export const params: DeployDaoParams = {
  charter: `0x${'c4'.repeat(32)}`,
  treasury,
  holders: {
    OPERATOR: [operator],
    RELEASER: [releaser],
    REVIEW: [operator],
    ARBITER: [operator],
    CONTRIBUTORS: [treasury],
  },
  contributorsFloorBps: 6000,
  split: { reviewersBps: 1000, treasuryBps: 1500 },
  bond: { minimum: 1_000_000n, incomeBps: 1000 },
  minInterval: 2,
  challengeWindow: 1,
}

/** The contracts name each other, the charter and the coin. */
export const expectWired = async (publicClient: PublicClient, deployed: Deployment) => {
  const read = async (address: Address, abi: Abi, functionName: string) =>
    String(await publicClient.readContract({ address, abi, functionName })).toLowerCase()
  expect(await read(deployed.members, membersAbi, 'offers')).toBe(deployed.offers)
  expect(await read(deployed.members, membersAbi, 'charter')).toBe(params.charter)
  expect(await read(deployed.offers, offersAbi, 'members')).toBe(deployed.members)
  expect(await read(deployed.offers, offersAbi, 'releases')).toBe(deployed.releases)
  expect(await read(deployed.offers, offersAbi, 'coin')).toBe(deployed.coin)
  const ours = [
    [deployed.members, membersAbi],
    [deployed.offers, offersAbi],
    [deployed.releases, releasesAbi],
    [deployed.contributions, contributionsAbi],
  ] as const
  for (const [address, abi] of ours) expect(await read(address, abi, 'authority')).toBe(deployed.authority)
}
