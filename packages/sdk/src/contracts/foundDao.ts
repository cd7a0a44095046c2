import { type Address, encodeFunctionData, type Hex, type Log, parseEventLogs } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import type { Deployment } from '../messages/domain.ts'
import type { Deployer } from './deployer.ts'
import { daoFactoryAbi } from './generated/DaoFactory.ts'
import type { Founding } from './toFounding.ts'

type Founded = Omit<Deployment, 'chainId' | 'factory' | 'coin'>

/** Has the factory found the DAO, once: what was sent by a run that was interrupted before it could note it is taken. */
export async function foundDao(deployer: Deployer, factory: Address, founding: Founding): Promise<Founded> {
  const { publicClient } = deployer
  const known = deployer.record()
  const data = encodeFunctionData({ abi: daoFactoryAbi, functionName: 'found', args: [founding] })
  let founded = known.foundingFrom === undefined ? undefined : await findSent(BigInt(known.foundingFrom))
  if (!founded) {
    // Said before it is sent, so that whoever comes after an interruption knows that there may be something to find.
    if (known.foundingFrom === undefined)
      await deployer.save({ foundingFrom: Number(await publicClient.getBlockNumber()) })
    founded = read((await deployer.send('found the DAO', { to: factory, data })).logs)
  }
  if (!founded)
    throw new UsufructError({
      code: 'DEPLOY_FAILED',
      message: 'The factory did not say that it founded a DAO.',
      hint: 'Check that the address is a factory of this version.',
      kind: 'internal',
      details: { factory },
    })
  await deployer.save(founded)
  return founded

  /** The DAO of this very founding by this very account. One that is found nowhere was never mined: it is sent
   * again, and should both be mined after all, nothing refers to the other one. */
  async function findSent(fromBlock: bigint): Promise<Founded | undefined> {
    const logs = await publicClient.getLogs({ address: factory, fromBlock })
    for (const log of parseEventLogs({ abi: daoFactoryAbi, eventName: 'DaoFounded', logs })) {
      const { from, input } = await publicClient.getTransaction({ hash: log.transactionHash })
      const isOurs = from.toLowerCase() === deployer.account.toLowerCase()
      if (isOurs && input.toLowerCase() === data.toLowerCase()) return read([log])
    }
    return undefined
  }

  function read(logs: Log<bigint, number, false>[]): Founded | undefined {
    const ours = logs.filter(({ address }) => address.toLowerCase() === factory)
    const [log] = parseEventLogs({ abi: daoFactoryAbi, eventName: 'DaoFounded', logs: ours })
    const lower = (address: Hex) => address.toLowerCase() as Address
    return (
      log && {
        members: lower(log.args.members),
        offers: lower(log.args.offers),
        releases: lower(log.args.releases),
        contributions: lower(log.args.contributions),
        authority: lower(log.args.authority),
        fromBlock: Number(log.blockNumber),
      }
    )
  }
}
