/**
 * Streamr’s Data Unions, as npm ships them compiled: a clone of their template with its token, agent and fees. Their
 * package says UNLICENSED: it is installed to be measured, and nothing of it is copied or passed on.
 */
import { type Address, type LocalAccount, parseEther } from 'viem'
import { accountOf } from '../accountOf.ts'
import { eventIn } from '../eventIn.ts'
import type { Figure, Setting } from '../figure.ts'
import { readArtifact } from '../readArtifact.ts'
import type { Artifact } from '../startChain.ts'

const artifact = (folder: string, name: string) =>
  readArtifact('@dataunions/contracts', `artifacts/contracts/${folder}${name}.sol/${name}.json`)

const template = artifact('', 'DataUnionTemplate')
const factory = artifact('', 'DataUnionFactory')
const feeOracle = artifact('', 'DefaultFeeOracle')
/** Its own, because a Data Union pays by ERC-677’s transferAndCall. */
const token = artifact('test/', 'TestToken')

const operator = accountOf('streamr operator')
const owner = accountOf('streamr owner')
const agent = accountOf('streamr agent')
const protocol = accountOf('streamr protocol')
const member = (number: number) => accountOf(`streamr member ${number}`)

export type StreamrFigures = Record<
  | 'streamr.deploy'
  | 'streamr.addMember.first'
  | 'streamr.addMember'
  | 'streamr.revenue'
  | 'streamr.withdrawAll.first'
  | 'streamr.withdrawAll'
  | 'streamr.partMember',
  Figure
>

export async function measureStreamr({ chain }: Setting): Promise<StreamrFigures> {
  const call = async (
    from: LocalAccount,
    to: Address,
    { abi }: Artifact,
    functionName: string,
    ...args: unknown[]
  ) => chain.send({ from, to, abi, functionName, args })
  const gasOf = async (...parameters: Parameters<typeof call>) => Number((await call(...parameters)).gasUsed)

  const coin = await chain.deploy(operator, token, ['Data', 'DATA'])
  await call(operator, coin, token, 'mint', owner.address, parseEther('1000000'))
  const oracle = await chain.deploy(operator, feeOracle)
  await call(operator, oracle, feeOracle, 'initialize', parseEther('0.01'), protocol.address)
  const templateAt = await chain.deploy(operator, template)
  // Without the proxy that it has in production, which would cost some 5,000 more.
  const factoryAt = await chain.deploy(operator, factory)
  await call(operator, factoryAt, factory, 'initialize', templateAt, coin, oracle)

  const founded = await call(
    owner,
    factoryAt,
    factory,
    'deployNewDataUnion',
    owner.address,
    parseEther('0.1'),
    [agent.address],
    '{"name":"x"}',
  )
  const { du } = eventIn<{ du: Address }>(founded, factory, 'DUCreated')
  const add = (number: number) => gasOf(agent, du, template, 'addMember', member(number).address)
  const sell = () => gasOf(owner, coin, token, 'transferAndCall', du, parseEther('300'), '0x')
  const withdraw = async (number: number) => {
    const from = member(number)
    const receipt = await call(from, du, template, 'withdrawAll', from.address, false)
    eventIn(receipt, template, 'EarningsWithdrawn')
    return Number(receipt.gasUsed)
  }

  const addFirst = await add(1)
  const added = await add(2)
  await add(3)
  await sell()
  const revenue = await sell()
  const withdrawFirst = await withdraw(1)
  await sell()
  const withdrawn = await withdraw(1)
  await sell()
  const parted = await gasOf(member(1), du, template, 'partMember', member(1).address)

  return {
    'streamr.deploy': {
      gas: Number(founded.gasUsed),
      note: 'deployNewDataUnion: one minimal clone with its settings and one agent',
    },
    'streamr.addMember.first': { gas: addFirst, note: 'by an agent; the union’s first member' },
    'streamr.addMember': { gas: added, note: 'by an agent; not the union’s first member' },
    'streamr.revenue': { gas: revenue, note: 'transferAndCall: income for any number of members' },
    'streamr.withdrawAll.first': { gas: withdrawFirst, note: 'the union’s first, by who had no coin yet' },
    'streamr.withdrawAll': { gas: withdrawn, note: 'by the member who has withdrawn before' },
    'streamr.partMember': { gas: parted, note: 'by the member, who has earnings left to withdraw' },
  }
}
