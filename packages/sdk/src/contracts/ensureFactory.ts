import { type Address, encodeDeployData, type Hex } from 'viem'
import { UsufructError } from '../domain/errors.ts'
import type { Deployer } from './deployer.ts'
import { authorityBytecode } from './generated/Authority.bytecode.ts'
import { contributionsBytecode } from './generated/Contributions.bytecode.ts'
import { daoFactoryBytecode } from './generated/DaoFactory.bytecode.ts'
import { daoFactoryAbi } from './generated/DaoFactory.ts'
import { membersBytecode } from './generated/Members.bytecode.ts'
import { offersBytecode } from './generated/Offers.bytecode.ts'
import { releasesBytecode } from './generated/Releases.bytecode.ts'

/** What a DAO's contracts run, in the order in which the factory is told of them. */
const codes = [
  ['members', membersBytecode, 'membersCode'],
  ['offers', offersBytecode, 'offersCode'],
  ['releases', releasesBytecode, 'releasesCode'],
  ['contributions', contributionsBytecode, 'contributionsCode'],
  ['authority', authorityBytecode, 'authorityCode'],
] as const

/** A factory that makes DAOs of this version: the one given, or the one of the record, or a new one.
 * @throws UsufructError `DEPLOY_NO_FACTORY`, `DEPLOY_OTHER_FACTORY` */
export async function ensureFactory(deployer: Deployer, given?: Address): Promise<Address> {
  if (given) {
    const factory = given.toLowerCase() as Address
    await requireThisVersion(deployer, factory)
    if (deployer.record().factory !== factory) await deployer.save({ factory, foundingFrom: undefined })
    return factory
  }
  const known = deployer.record().factory
  if (known && (await deployer.hasCode(known))) return known

  const args: Address[] = []
  for (const [name, bytecode] of codes) {
    const code = deployer.record().code
    args.push(
      await deployer.ensure(`code of ${name}`, code?.[name], bytecode, (address) => ({
        code: { ...code, [name]: address },
      })),
    )
  }
  const [members, offers, releases, contributions, authority] = args as [
    Address,
    Address,
    Address,
    Address,
    Address,
  ]
  const data = encodeDeployData({
    abi: daoFactoryAbi,
    bytecode: daoFactoryBytecode,
    args: [members, offers, releases, contributions, authority],
  })
  return deployer.ensure('factory', undefined, data, (factory) => ({
    factory,
    // What was sent to another one, on a chain that forgot it, is nothing to look for.
    foundingFrom: undefined,
  }))
}

/** Another version's factory would found a DAO that nothing here can speak to, or anything at all. */
async function requireThisVersion({ publicClient, hasCode }: Deployer, factory: Address): Promise<void> {
  if (!(await hasCode(factory)))
    throw new UsufructError({
      code: 'DEPLOY_NO_FACTORY',
      message: `There is no factory at ${factory}.`,
      hint: 'Check its address and the chain, or let one be deployed.',
      details: { factory },
    })
  /** What init code leaves behind, without anything being deployed. */
  const deployedFrom = async (data: Hex) => (await publicClient.call({ data })).data
  for (const [name, bytecode, getter] of codes) {
    const address = await publicClient
      .readContract({ address: factory, abi: daoFactoryAbi, functionName: getter })
      .catch(() => undefined)
    const [there, ours] = await Promise.all([
      address && publicClient.getCode({ address }),
      deployedFrom(bytecode),
    ])
    if (there !== undefined && there === ours) continue
    throw new UsufructError({
      code: 'DEPLOY_OTHER_FACTORY',
      kind: 'conflict',
      message: `The factory at ${factory} makes DAOs with another code of ${name} than this version’s.`,
      hint: 'Use the factory of this version, or let one be deployed.',
      details: { factory, contract: name },
    })
  }
}
