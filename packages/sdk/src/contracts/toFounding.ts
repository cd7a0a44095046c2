import type { Address, ContractFunctionArgs } from 'viem'
import type { DeployDaoParams } from './deploy.ts'
import type { daoFactoryAbi } from './generated/DaoFactory.ts'
import { type RoleName, roles } from './generated/roles.ts'

/** `Founding` of contracts/src/types/Founding.sol. */
export type Founding = ContractFunctionArgs<typeof daoFactoryAbi, 'nonpayable', 'found'>[0]

/** Parameters as the factory takes them. */
export const toFounding = (params: DeployDaoParams, coin: Address, deployer: Address): Founding => ({
  coin,
  treasury: params.treasury,
  charter: params.charter,
  contributorsFloorBps: params.contributorsFloorBps,
  reviewersBps: params.split.reviewersBps,
  treasuryBps: params.split.treasuryBps,
  holdbackPeriod: params.holdbackPeriod ?? 0,
  minBond: params.bond.minimum,
  bondBps: params.bond.incomeBps,
  questionStake: params.questionStake ?? params.bond.minimum / 10n,
  minInterval: params.minInterval,
  challengeWindow: params.challengeWindow,
  lockAmount: params.deposit?.amount ?? 0n,
  freeContributions: params.deposit?.free ?? 0,
  lockPeriod: params.deposit?.period ?? 0,
  ownCode: params.ownCode ?? false,
  admin: params.admin ?? deployer,
  holders: Object.entries(params.holders).flatMap(([name, accounts]) =>
    (accounts ?? []).map((account) => ({ role: roles[name as RoleName], account })),
  ),
})
