import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  type PublicClient,
  type Transport,
  toFunctionSelector,
  type WalletClient,
} from 'viem'
import { UsufructError } from '../domain/errors.ts'
import type { Deployment } from '../messages/domain.ts'
import { accessManagerBytecode } from './generated/AccessManager.bytecode.ts'
import { accessManagerAbi } from './generated/AccessManager.ts'
import { consentsBytecode } from './generated/Consents.bytecode.ts'
import { consentsAbi } from './generated/Consents.ts'
import { contributionsBytecode } from './generated/Contributions.bytecode.ts'
import { contributionsAbi } from './generated/Contributions.ts'
import { licensesBytecode } from './generated/Licenses.bytecode.ts'
import { licensesAbi } from './generated/Licenses.ts'
import { membershipBytecode } from './generated/Membership.bytecode.ts'
import { membershipAbi } from './generated/Membership.ts'
import { offersBytecode } from './generated/Offers.bytecode.ts'
import { offersAbi } from './generated/Offers.ts'
import { practiceDollarBytecode } from './generated/PracticeDollar.bytecode.ts'
import { practiceDollarAbi } from './generated/PracticeDollar.ts'
import { type RoleName, restrictedFunctions, roles } from './generated/roles.ts'

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
  /** Shortest time between two releases of an offer, in seconds. */
  minInterval: number
  /** How long an assertion can be challenged, in seconds. */
  challengeWindow: number
}

/** What is deployed so far. */
export type DeploymentRecord = Partial<Deployment>

export type DeployDaoParameters = {
  walletClient: WalletClient<Transport, Chain | undefined, Account>
  publicClient: PublicClient
  params: DeployDaoParams
  /** What an earlier run got to; it goes on from there. */
  record?: DeploymentRecord | undefined
  /** Called after each step. Resolve once the record is safe. */
  persist?: ((record: DeploymentRecord) => Promise<void> | void) | undefined
}

type ContractName = Exclude<keyof Deployment, 'chainId' | 'fromBlock'>

/** Somebody else used the deployer's account between two steps this many times: give up. */
const maxTries = 3

/**
 * Deploys a DAO's contracts and gives out its roles. Run again with the record of an interrupted run, it does
 * only what is missing; a record of another chain, or of one that forgot the contracts, starts anew.
 * @throws UsufructError `DEPLOY_FAILED`, `DEPLOY_INTERFERED`, `DEPLOY_NO_COIN`
 */
export async function deployDao({
  walletClient,
  publicClient,
  params,
  record: earlier = {},
  persist,
}: DeployDaoParameters): Promise<Deployment> {
  const deployer = walletClient.account.address
  const chainId = await publicClient.getChainId()
  let record: DeploymentRecord = earlier.chainId === chainId ? { ...earlier } : { chainId }

  const save = async (change: DeploymentRecord) => {
    record = { ...record, ...change }
    await persist?.(record)
  }
  const hasCode = async (address: Address | undefined): Promise<boolean> =>
    address !== undefined && ((await publicClient.getCode({ address })) ?? '0x') !== '0x'

  const nextNonce = () => publicClient.getTransactionCount({ address: deployer, blockTag: 'pending' })

  const send = async (what: string, transaction: { to?: Address; data: Hex }) => {
    const hash = await walletClient.sendTransaction({ chain: walletClient.chain ?? null, ...transaction })
    const receipt = await publicClient.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success')
      throw new UsufructError({
        code: 'DEPLOY_FAILED',
        message: `The transaction that should ${what} was reverted.`,
        hint: 'Run it again: what is deployed already is kept.',
        kind: 'internal',
        details: { hash },
      })
    return receipt
  }

  const create = async (name: ContractName, data: Hex): Promise<Address> => {
    const receipt = await send(`deploy ${name}`, { data })
    const address = receipt.contractAddress?.toLowerCase() as Address
    await save({ [name]: address, fromBlock: record.fromBlock ?? Number(receipt.blockNumber) })
    return address
  }

  const ensure = async (name: ContractName, abi: Abi, bytecode: Hex, args: readonly unknown[]) => {
    const known = record[name]
    if (known && (await hasCode(known))) return known
    return create(name, encodeDeployData({ abi, bytecode, args }))
  }

  const accessManager = await ensure('accessManager', accessManagerAbi, accessManagerBytecode, [deployer])
  const coin = await ensureCoin()
  const membership = await ensure('membership', membershipAbi, membershipBytecode, [
    accessManager,
    params.charter,
  ])
  const contributions = await ensure('contributions', contributionsAbi, contributionsBytecode, [
    accessManager,
  ])
  const { consents, offers, licenses } = await ensureTriple()
  await giveRoles()

  const fromBlock = record.fromBlock ?? Number(await publicClient.getBlockNumber())
  return {
    chainId,
    membership,
    consents,
    contributions,
    offers,
    licenses,
    coin,
    accessManager,
    fromBlock,
  }

  async function ensureCoin(): Promise<Address> {
    if (!params.coin) return ensure('coin', practiceDollarAbi, practiceDollarBytecode, [])
    const given = params.coin.toLowerCase() as Address
    if (!(await hasCode(given)))
      throw new UsufructError({
        code: 'DEPLOY_NO_COIN',
        message: `There is no coin at ${given} on chain ${chainId}.`,
        hint: 'Check the address and the chain that the charter names.',
        details: { coin: given, chainId },
      })
    if (record.coin !== given) await save({ coin: given })
    return given
  }

  /** Three contracts that name each other for good: each is told where the later ones will be, which the
   * deployer's nonce decides. Where something came between, the three are deployed again together. */
  async function ensureTriple(): Promise<{ consents: Address; offers: Address; licenses: Address }> {
    for (let tries = 0; tries < maxTries; tries++) {
      const planned = await planTriple()
      if (!(await hasCode(record.consents)))
        await create(
          'consents',
          encodeDeployData({ abi: consentsAbi, bytecode: consentsBytecode, args: [planned.offers] }),
        )
      if (!(await isAt('consents', planned.consents))) continue
      if (!(await hasCode(planned.offers))) await create('offers', offersData(planned))
      if (!(await isAt('offers', planned.offers))) continue
      if (!(await hasCode(planned.licenses)))
        await create(
          'licenses',
          encodeDeployData({ abi: licensesAbi, bytecode: licensesBytecode, args: [planned.offers, coin] }),
        )
      if (await isAt('licenses', planned.licenses)) return planned
    }
    throw new UsufructError({
      code: 'DEPLOY_INTERFERED',
      message: `The account ${deployer} kept sending other transactions while it deployed.`,
      hint: 'Deploy from an account that does nothing else.',
      kind: 'conflict',
      details: { deployer, tries: maxTries },
    })
  }

  async function planTriple() {
    if (await hasCode(record.consents)) {
      const consents = record.consents as Address
      const offers = await readAddress(consents, consentsAbi, 'offers')
      if (await hasCode(offers)) {
        const licenses = await readAddress(offers, offersAbi, 'licenses')
        const matches = (await readAddress(offers, offersAbi, 'coin')) === coin
        if (matches && ((await hasCode(licenses)) || (await addressAt(0)) === licenses)) {
          await save({ offers, ...((await hasCode(licenses)) ? { licenses } : {}) })
          return { consents, offers, licenses }
        }
      } else if ((await addressAt(0)) === offers) {
        return { consents, offers, licenses: await addressAt(1) }
      }
    }
    const { consents: _, offers: __, licenses: ___, ...rest } = record
    record = rest
    return { consents: await addressAt(0), offers: await addressAt(1), licenses: await addressAt(2) }
  }

  async function addressAt(ahead: number): Promise<Address> {
    const nonce = BigInt((await nextNonce()) + ahead)
    return getContractAddress({ from: deployer, nonce }).toLowerCase() as Address
  }

  async function isAt(name: ContractName, planned: Address): Promise<boolean> {
    if (record[name] === undefined && (await hasCode(planned))) await save({ [name]: planned })
    return record[name] === planned
  }

  async function readAddress(address: Address, abi: Abi, functionName: string): Promise<Address> {
    const value = await publicClient.readContract({ address, abi, functionName })
    return (value as Address).toLowerCase() as Address
  }

  function offersData(planned: { consents: Address; licenses: Address }): Hex {
    return encodeDeployData({
      abi: offersAbi,
      bytecode: offersBytecode,
      args: [
        {
          authority: accessManager,
          coin,
          consents: planned.consents,
          contributions,
          licenses: planned.licenses,
          treasury: params.treasury,
          contributorsFloorBps: params.contributorsFloorBps,
          reviewersBps: params.split.reviewersBps,
          treasuryBps: params.split.treasuryBps,
          bondBps: params.bond.incomeBps,
          minBond: params.bond.minimum,
          minInterval: params.minInterval,
          challengeWindow: params.challengeWindow,
        },
      ],
    })
  }

  async function giveRoles(): Promise<void> {
    const manage = (what: string, data: Hex) => send(what, { to: accessManager, data })
    const isHeld = async (role: bigint, account: Address) => {
      const [held] = await publicClient.readContract({
        address: accessManager,
        abi: accessManagerAbi,
        functionName: 'hasRole',
        args: [role, account],
      })
      return held
    }
    // Whoever handed the DAO over can change nothing any more, and had given everything out before.
    if (!(await isHeld(roles.ADMIN, deployer))) return

    const targets: Record<string, Address> = {
      Membership: membership,
      Contributions: contributions,
      Offers: offers,
    }
    for (const { contract, function: signature, role } of restrictedFunctions) {
      const target = targets[contract] as Address
      const selector = toFunctionSelector(signature)
      const current = await publicClient.readContract({
        address: accessManager,
        abi: accessManagerAbi,
        functionName: 'getTargetFunctionRole',
        args: [target, selector],
      })
      if (current === roles[role]) continue
      await manage(
        `restrict ${contract}.${signature}`,
        encodeFunctionData({
          abi: accessManagerAbi,
          functionName: 'setTargetFunctionRole',
          args: [target, [selector], roles[role]],
        }),
      )
    }

    const grant = async (role: bigint, account: Address) => {
      if (await isHeld(role, account)) return
      await manage(
        `give a role to ${account}`,
        encodeFunctionData({ abi: accessManagerAbi, functionName: 'grantRole', args: [role, account, 0] }),
      )
    }
    for (const [name, accounts] of Object.entries(params.holders))
      for (const account of accounts) await grant(roles[name as RoleName], account)

    if (!params.admin || params.admin.toLowerCase() === deployer.toLowerCase()) return
    await grant(roles.ADMIN, params.admin)
    await manage(
      'hand the DAO over',
      encodeFunctionData({
        abi: accessManagerAbi,
        functionName: 'renounceRole',
        args: [roles.ADMIN, deployer],
      }),
    )
  }
}
