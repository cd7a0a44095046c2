import { type Address, encodeFunctionData, type Hex, type Log, parseEventLogs } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import type { Deployment } from '../messages/domain.ts'
import type { Deployer } from './deployer.ts'
import { daoFactoryAbi } from './generated/DaoFactory.ts'
import { membersAbi } from './generated/Members.ts'
import type { Founding } from './toFounding.ts'

type Founded = Omit<Deployment, 'chainId' | 'factory' | 'coin'>

/** What is there first. Whoever reads the DAO's events begins with it: people can join before the rest is there. */
type Core = Pick<Founded, 'members' | 'fromBlock'>

type Logs = Log<bigint, number, false>[]

const lower = (address: Hex) => address.toLowerCase() as Address

/**
 * Has the factory found the DAO, once: what was sent by a run that was interrupted before it could note it is taken, and
 * what was begun is completed. A DAO with code of its own is founded in two transactions, since some chains take no more
 * than 2^24 gas in one (EIP-7825).
 */
export async function foundDao(deployer: Deployer, factory: Address, founding: Founding): Promise<Founded> {
  const { publicClient } = deployer
  const begin = encodeFunctionData({
    abi: daoFactoryAbi,
    functionName: founding.ownCode ? 'foundCore' : 'found',
    args: [founding],
  })
  const core = await ensureCore(deployer.record().foundingFrom)
  const founded = (await findFounded(core)) ?? (founding.ownCode ? await complete(core) : undefined)
  if (!founded) throw nothingFounded()
  await deployer.save(founded)
  return founded

  async function ensureCore(foundingFrom: number | undefined): Promise<Core> {
    const sent = foundingFrom === undefined ? undefined : await findBegun(BigInt(foundingFrom))
    if (sent) return sent
    // Said before it is sent, so that whoever comes after an interruption knows that there may be something to find.
    if (foundingFrom === undefined)
      await deployer.save({ foundingFrom: Number(await publicClient.getBlockNumber()) })
    const { logs } = await deployer.send('found the DAO', { to: factory, data: begin })
    const core = readCore(logs)
    if (!core) throw nothingFounded()
    return core
  }

  /** What this very account began with this very founding. One that is found nowhere was never mined: it is sent again,
   * and should both be mined after all, nothing refers to the other one. */
  async function findBegun(fromBlock: bigint): Promise<Core | undefined> {
    const logs = await publicClient.getLogs({ address: factory, fromBlock })
    for (const log of parseEventLogs({ abi: daoFactoryAbi, eventName: 'CoreFounded', logs })) {
      const { from, input } = await publicClient.getTransaction({ hash: log.transactionHash })
      if (lower(from) === lower(deployer.account) && lower(input) === lower(begin)) return readCore([log])
    }
    return undefined
  }

  /** The DAO that has this core, whoever completed it: it cannot be completed in two ways. */
  async function findFounded({ members, fromBlock }: Core): Promise<Founded | undefined> {
    const logs = await publicClient.getLogs({ address: factory, fromBlock: BigInt(fromBlock) })
    const log = parseEventLogs({ abi: daoFactoryAbi, eventName: 'DaoFounded', logs }).find(
      ({ args }) => lower(args.members) === members,
    )
    return (
      log && {
        members,
        offers: lower(log.args.offers),
        releases: lower(log.args.releases),
        contributions: lower(log.args.contributions),
        authority: lower(log.args.authority),
        fromBlock,
      }
    )
  }

  async function complete(core: Core): Promise<Founded | undefined> {
    const { members } = core
    const offers = await publicClient.readContract({
      address: members,
      abi: membersAbi,
      functionName: 'offers',
    })
    const args = [founding, members, offers] as const
    const data = encodeFunctionData({ abi: daoFactoryAbi, functionName: 'complete', args })
    try {
      await deployer.send('complete the DAO', { to: factory, data })
    } catch (error) {
      // Anyone may complete it. Who was quicker did just this.
      const founded = await findFounded(core)
      if (founded) return founded
      throw error
    }
    return findFounded(core)
  }

  function readCore(logs: Logs): Core | undefined {
    const ours = logs.filter(({ address }) => lower(address) === factory)
    const [log] = parseEventLogs({ abi: daoFactoryAbi, eventName: 'CoreFounded', logs: ours })
    return log && { members: lower(log.args.members), fromBlock: Number(log.blockNumber) }
  }

  function nothingFounded() {
    return new UsufructError({
      code: 'DEPLOY_FAILED',
      message: 'The factory did not say that it founded a DAO.',
      hint: 'Check that the address is a factory of this version.',
      kind: 'internal',
      details: { factory },
    })
  }
}
