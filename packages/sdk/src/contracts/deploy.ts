import type { Account, Address, Chain, Hex, PublicClient, Transport, WalletClient } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import type { Deployment } from '../messages/domain.ts'
import { createDeployer } from './deployer.ts'
import { ensureFactory } from './ensureFactory.ts'
import { foundDao } from './foundDao.ts'
import { practiceDollarBytecode } from './generated/PracticeDollar.bytecode.ts'
import type { RoleName } from './generated/roles.ts'
import { toFounding } from './toFounding.ts'

export type DeployDaoParams = {
  /** Hash of the charter that members join under. */
  charter: Hex
  /** The charter's coin. Without one a practice coin that anyone can mint is deployed. */
  coin?: Address | undefined
  treasury: Address
  /** Who can grant roles and change the split afterwards; the deployer when not given. */
  admin?: Address | undefined
  /** Who holds which role. */
  holders: Partial<Record<Exclude<RoleName, 'ADMIN'>, readonly Address[]>>
  /** The contributors' share can never be set below this. In ten-thousandths, as all shares. */
  contributorsFloorBps: number
  /** What contributors do not get of a sale. */
  split: { reviewersBps: number; treasuryBps: number }
  /** What an assertion puts at stake, in units of the coin, and how much of the income since the last one. */
  bond: { minimum: bigint; incomeBps: number }
  /** What asking to be shown a leaf of a release puts at stake, in units of the coin; a tenth of the least bond when not
   * given. */
  questionStake?: bigint | undefined
  /** Shortest time between two releases of an offer, in seconds. */
  minInterval: number
  /** How long an assertion can be challenged, in seconds. */
  challengeWindow: number
  /** How long the treasury's share can be refunded from, in seconds; not at all when not given. */
  holdbackPeriod?: number | undefined
  /** What of a member's deposit answers for a contribution, in units of the coin, how many contributions need none, and
   * for how many seconds after a release; no deposit is asked for when not given. */
  deposit?: { amount: bigint; free: number; period: number } | undefined
  /** Code of its own instead of clones: dear to found, in two transactions, and every act saves the way to the shared
   * code. */
  ownCode?: boolean | undefined
}

/** What is deployed so far, and from which block on the founding is to be looked for, once it may have been sent. */
export type DeploymentRecord = Partial<Deployment> & {
  /** The code that DAOs of the factory run. */
  code?:
    | Partial<Record<'members' | 'offers' | 'releases' | 'contributions' | 'authority', Address>>
    | undefined
  foundingFrom?: number | undefined
}

export type DeployDaoParameters = {
  walletClient: WalletClient<Transport, Chain | undefined, Account>
  publicClient: PublicClient
  params: DeployDaoParams
  /** A factory that is there already, instead of one of our own. */
  factory?: Address | undefined
  /** What an earlier run got to; it goes on from there. */
  record?: DeploymentRecord | undefined
  /** Called after each step. Resolve once the record is safe. */
  persist?: ((record: DeploymentRecord) => Promise<void> | void) | undefined
}

const isWhole = (record: Partial<Deployment>): record is Deployment =>
  record.members !== undefined && record.coin !== undefined && record.factory !== undefined

/**
 * Founds a DAO: deploys what there is not yet of coin, code and factory, and then has the factory make and wire all of
 * it, in one transaction, or in two for code of its own. Run again with the record of an interrupted run it does only
 * what is missing, and takes a DAO whose founding was sent but not noted; a record of another chain, or of one that
 * forgot the contracts, starts anew.
 * @throws UsufructError `DEPLOY_FAILED`, `DEPLOY_NO_COIN`, `DEPLOY_NO_FACTORY`, `DEPLOY_OTHER_FACTORY` and the
 * factory's own
 */
export async function deployDao({
  walletClient,
  publicClient,
  params,
  factory: given,
  record: earlier = {},
  persist,
}: DeployDaoParameters): Promise<Deployment> {
  const chainId = await publicClient.getChainId()
  const deployer = createDeployer({
    walletClient,
    publicClient,
    record: earlier.chainId === chainId ? earlier : { chainId },
    persist,
  })

  const { code: _, foundingFrom: __, ...known } = deployer.record()
  // Once there is a DAO, neither other parameters nor another factory make a second one.
  if (isWhole(known) && (await deployer.hasCode(known.members))) return known

  const coin = await ensureCoin()
  const factory = await ensureFactory(deployer, given)
  const founding = toFounding(params, coin, walletClient.account.address)
  return { chainId, factory, ...(await foundDao(deployer, factory, founding)), coin }

  async function ensureCoin(): Promise<Address> {
    if (!params.coin)
      return deployer.ensure('practice coin', deployer.record().coin, practiceDollarBytecode, (coin) => ({
        coin,
      }))
    const coin = params.coin.toLowerCase() as Address
    if (!(await deployer.hasCode(coin)))
      throw new UsufructError({
        code: 'DEPLOY_NO_COIN',
        message: `There is no coin at ${coin} on chain ${chainId}.`,
        hint: 'Check the address and the chain that the charter names.',
        details: { coin, chainId },
      })
    if (deployer.record().coin !== coin) await deployer.save({ coin })
    return coin
  }
}
