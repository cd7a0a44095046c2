/**
 * What our own contracts use, one function for each row: the only file here that knows them. A row that is left out
 * is reported as missing. Each founds a DAO of its own, so that none depends on what another did before it.
 */
import { deployDao } from '@usufruct/sdk/contracts/deploy'
import { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import { daoFactoryAbi } from '@usufruct/sdk/contracts/generated/DaoFactory'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { toFounding } from '@usufruct/sdk/contracts/toFounding'
import {
  type ConsentTerms,
  consentBitsOf,
  consentIdOf,
  consentInnerOf,
  datasetIdOf,
} from '@usufruct/sdk/domain/ids'
import { eip712Domain } from '@usufruct/sdk/messages/domain'
import { grantConsentTypes } from '@usufruct/sdk/messages/onchain'
import { shortSignatureOf } from '@usufruct/sdk/messages/shortSignature'
import { buildLeafTree, type Leaf, proveInclusion } from '@usufruct/sdk/tree/sumTree'
import {
  type Abi,
  type Address,
  concatHex,
  type Hex,
  type LocalAccount,
  numberToHex,
  parseSignature,
  size,
  zeroAddress,
} from 'viem'
import { accountOf, hashOf } from './accountOf.ts'
import { eventIn } from './eventIn.ts'
import type { Figure, Setting } from './figure.ts'
import type { RowId } from './rows.ts'
import { genesisAt } from './startChain.ts'

/** In contracts with code of their own, or in clones. */
export type Measure = (setting: Setting, ownCode: boolean) => Promise<Figure>

const day = 86_400
const dataset = datasetIdOf('dataset')
const price = 100_000_000n
const validUntil = genesisAt + 1000 * day
const consentEnd = genesisAt + 1500 * day
const deadline = genesisAt + 2000 * day
const weight = 65_536n
const challengeWindow = 1
const offer = 1n

const operator = accountOf('operator')
const releaser = accountOf('releaser')
const stranger = accountOf('stranger')
const member = accountOf('member')
const otherMember = accountOf('other member')

const consentOf = (account: LocalAccount): ConsentTerms => ({
  dataset,
  terms: hashOf('terms'),
  purposes: 0b11,
  end: consentEnd,
  salt: `0x${hashOf(`salt ${account.address}`).slice(2, 8).padStart(16, '0')}`,
})
const bitsOf = ({ terms: _, ...short }: ConsentTerms) => consentBitsOf({ ...short, time: deadline })
const innerOf = (account: LocalAccount): Hex => consentInnerOf(consentOf(account))
const idOf = (account: LocalAccount): Hex => consentIdOf(account.address, innerOf(account))
const leafOf = (consentId: Hex): Leaf => ({ consentId, weight, subRoot: hashOf(`parts of ${consentId}`) })

/** The member’s leaf among 1,024: ten siblings on the way to the root. */
const thousand = buildLeafTree([
  leafOf(idOf(member)),
  ...Array.from({ length: 1023 }, (_, at) => leafOf(hashOf(`consent ${at}`))),
])

export const ours: Partial<Record<RowId, Measure>> = {
  'consent.own': async (setting, ownCode) => {
    const dao = await found(setting, ownCode)
    await dao.grant(otherMember)
    return { gas: await dao.grant(member), note: 'record, sent by the member' }
  },

  'consent.relayed': async (setting, ownCode) => {
    const dao = await found(setting, ownCode)
    const gas = await dao.gasOf(stranger, 'members', 'recordBySig', await dao.signed(member))
    return { gas, note: 'recordBySig, sent by a stranger' }
  },

  'consent.relayed100': async (setting, ownCode) => {
    const dao = await found(setting, ownCode)
    const many = await Promise.all(
      Array.from({ length: 100 }, (_, at) => dao.signed(accountOf(`member ${at}`))),
    )
    const gas = await dao.gasOf(stranger, 'members', 'recordManyBySig', many)
    return { gas: gas / 100, note: 'recordManyBySig, a hundredth of the transaction' }
  },

  'consent.root10k': async (setting, ownCode) => {
    const dao = await found(setting, ownCode)
    const gas = await dao.gasOf(stranger, 'members', 'anchorConsents', hashOf('root'), hashOf('file'))
    return { gas: gas / 10_000, note: 'anchorConsents, a ten-thousandth; the same for any number' }
  },

  'consent.withdraw': async (setting, ownCode) => {
    const { chain } = setting
    const members = await foundMembersAlone(setting)
    const call = { from: member, to: members, abi: membersAbi as Abi }
    await chain.send({ ...call, functionName: 'record', args: [hashOf('terms'), bitsOf(consentOf(member))] })
    const gas = await chain.gasOf({ ...call, functionName: 'withdrawGranted', args: [innerOf(member)] })
    const dao = await found(setting, ownCode)
    await dao.grant(member)
    const noOffer = await dao.withdraw(member)
    return {
      gas,
      note: `withdrawGranted in a DAO without pools; in one that has them but no open offer ${noOffer}`,
    }
  },

  'contribution.register': async (setting, ownCode) => {
    const dao = await found(setting, ownCode)
    const register = (account: LocalAccount) =>
      dao.gasOf(account, 'contributions', 'register', dataset, idOf(account), hashOf('commitment'))
    await register(otherMember)
    return { gas: await register(member), note: 'register, sent by the member; not the DAO’s first' }
  },

  'contribution.root10k': async (setting, ownCode) => {
    const dao = await found(setting, ownCode)
    const gas = await dao.gasOf(
      stranger,
      'contributions',
      'anchorContributions',
      hashOf('root'),
      hashOf('file'),
    )
    return { gas: gas / 10_000, note: 'anchorContributions, a ten-thousandth; the same for any number' }
  },

  'license.buy.first': async (setting, ownCode) => {
    const dao = await foundWithRelease(setting, ownCode)
    const { gas } = await dao.buy(await dao.newBuyer('buyer'))
    return { gas, note: 'buyFrom, approved before; the DAO’s first sale' }
  },

  'license.buy.permit': async (setting, ownCode) => {
    const { chain, coin } = setting
    const dao = await foundWithRelease(setting, ownCode)
    const buyer = accountOf('buyer with a permit')
    await coin.mint(buyer.address)
    const permit = await buyer.signTypedData({
      domain: {
        name: 'Practice Dollar',
        version: '1',
        chainId: dao.chainId,
        verifyingContract: coin.address,
      },
      types: { Permit: permitFields },
      primaryType: 'Permit',
      message: {
        owner: buyer.address,
        spender: dao.offers,
        value: price,
        nonce: 0n,
        deadline: BigInt(deadline),
      },
    })
    const { r, s, yParity } = parseSignature(permit)
    const gas = await chain.gasOf({
      from: buyer,
      to: dao.offers,
      abi: offersAbi as Abi,
      functionName: 'buyWithPermit',
      args: [offer, 1, 1, price, buyer.address, deadline, yParity + 27, r, s],
    })
    return { gas, note: 'buyWithPermit, which approves the price by signature; the DAO’s first sale' }
  },

  'license.buy.newBuyer': async (setting, ownCode) => {
    const dao = await foundWithRelease(setting, ownCode)
    await dao.buy(await dao.newBuyer('buyer'))
    const { gas } = await dao.buy(await dao.newBuyer('other buyer'))
    return { gas, note: 'buyFrom, approved before; a new buyer, not the first sale' }
  },

  'license.buy.repeat': async (setting, ownCode) => {
    const dao = await foundWithRelease(setting, ownCode)
    const buyer = await dao.newBuyer('buyer')
    await dao.buy(buyer)
    return { gas: (await dao.buy(buyer)).gas, note: 'buyFrom, approved before; the same buyer again' }
  },

  'license.renew': async (setting, ownCode) => {
    const dao = await foundWithRelease(setting, ownCode)
    const buyer = await dao.newBuyer('buyer')
    const { license } = await dao.buy(buyer)
    const gas = await dao.gasOf(buyer, 'offers', 'renew', license, 1, 1, price)
    return { gas, note: 'renew for a month, approved before' }
  },

  'license.check': async (setting, ownCode) => {
    const { chain } = setting
    const dao = await foundWithRelease(setting, ownCode)
    const buyer = await dao.newBuyer('buyer')
    const { license } = await dao.buy(buyer)
    const check = { to: dao.offers, abi: offersAbi as Abi, functionName: 'isUsable', args: [license] }
    if (!(await chain.read<boolean>(check.to, check.abi, check.functionName, check.args)))
      throw new Error('The license is not valid.')
    return { gas: await chain.executionOf({ from: buyer, ...check }), note: 'isUsable' }
  },

  'pool.join': async (setting, ownCode) => {
    const dao = await foundWithRelease(setting, ownCode)
    return { gas: await dao.join(), note: 'join of one of 1,024 consents of a release, by its proof' }
  },

  'pool.freeze': async (setting, ownCode) => {
    const dao = await foundWithRelease(setting, ownCode)
    await dao.join()
    await dao.buy(await dao.newBuyer('buyer'))
    setting.chain.elapse(consentEnd - setting.chain.time())
    const gas = await dao.gasOf(stranger, 'offers', 'freeze', offer, idOf(member))
    return {
      gas,
      note: 'freeze of a position that has earned, once its consent has ended, sent by a stranger',
    }
  },

  'pool.claim.r1': (setting, ownCode) => claimAfter(setting, ownCode, 1),
  'pool.claim.r1000': (setting, ownCode) => claimAfter(setting, ownCode, 1000),

  'release.assert': async (setting, ownCode) => {
    const dao = await foundWithRelease(setting, ownCode)
    return { gas: await dao.assert(2), note: 'assertRelease with a bond; the offer’s second' }
  },

  'release.activate': async (setting, ownCode) => {
    const dao = await foundWithRelease(setting, ownCode)
    await dao.assert(2)
    return { gas: await dao.activate(2), note: 'activateRelease, any number of members; the offer’s second' }
  },

  'dao.core': (setting) => founding(setting, 'foundCore', 'Members and Offers, as clones'),
  'dao.full': (setting) =>
    founding(setting, 'found', 'five contracts as clones, the table of roles, and who holds them'),
}

/** A DAO that only keeps consents: Members with code of its own, whose arguments name no Offers. */
async function foundMembersAlone(setting: Setting) {
  const { chain } = setting
  const { factory } = await found(setting, false)
  const address = await chain.read<Address>(factory, daoFactoryAbi as Abi, 'membersCode')
  const code = concatHex([(await chain.client.getCode({ address })) ?? '0x', zeroAddress, hashOf('charter')])
  const bytecode = concatHex(['0x61', numberToHex(size(code), { size: 2 }), '0x80600a3d393df3', code])
  return chain.deploy(accountOf('founder'), { abi: [], bytecode })
}

async function founding(setting: Setting, functionName: string, note: string): Promise<Figure> {
  // Another DAO came before, so that factory and code are there.
  const { factory } = await found(setting, false)
  // One admin, who gives roles afterwards.
  const params = { ...paramsOf(setting, false), holders: {} }
  const args = [toFounding(params, setting.coin.address, accountOf('founder').address)]
  const from = accountOf('founder')
  const gas = await setting.chain.gasOf({ from, to: factory, abi: daoFactoryAbi as Abi, functionName, args })
  return { gas, note: `${functionName}: ${note}` }
}

/** The member claims once, then so many releases each enroll others and sell once, then claims again. */
async function claimAfter(setting: Setting, ownCode: boolean, releases: number): Promise<Figure> {
  const dao = await foundWithRelease(setting, ownCode)
  await dao.join()
  const buyer = await dao.newBuyer('buyer')
  await dao.buy(buyer)
  await dao.claim()
  for (let release = 2; release < 2 + releases; release++) {
    await dao.assert(release)
    await dao.activate(release)
    await dao.buy(buyer, release)
  }
  const times =
    releases === 1 ? 'one release and its sale' : `${releases.toLocaleString('en')} releases and sales`
  return { gas: await dao.claim(), note: `claim after ${times} since the last; no proof, no operator` }
}

async function foundWithRelease(setting: Setting, ownCode: boolean) {
  const dao = await found(setting, ownCode)
  await dao.grant(member)
  await dao.gasOf(operator, 'offers', 'createOffer', dataset, 0b11, hashOf('terms'), price, 0n, 12)
  await setting.coin.buyer('releaser', dao.releases)
  await dao.assert(1)
  await dao.activate(1)
  return dao
}

function paramsOf({ coin }: Setting, ownCode: boolean) {
  const holder = [operator.address]
  return {
    charter: hashOf('charter'),
    coin: coin.address,
    treasury: accountOf('treasury').address,
    holders: { OPERATOR: holder, RELEASER: [releaser.address], REVIEW: holder, ARBITER: holder },
    contributorsFloorBps: 6000,
    split: { reviewersBps: 1000, treasuryBps: 1500 },
    bond: { minimum: 10_000_000n, incomeBps: 1000 },
    minInterval: 1,
    challengeWindow,
    ownCode,
  }
}

async function found(setting: Setting, ownCode: boolean) {
  const { chain, coin } = setting
  const dao = await deployDao({
    walletClient: chain.walletOf(accountOf('founder')),
    publicClient: chain.client,
    params: paramsOf(setting, ownCode),
  })
  const abis = {
    members: membersAbi,
    contributions: contributionsAbi,
    offers: offersAbi,
    releases: releasesAbi,
  }
  const send = (from: LocalAccount, contract: keyof typeof abis, functionName: string, ...args: unknown[]) =>
    chain.send({ from, to: dao[contract], abi: abis[contract] as Abi, functionName, args })
  const gasOf = async (...call: Parameters<typeof send>) => Number((await send(...call)).gasUsed)
  const asserted = new Map<number, Record<string, unknown>>()

  return {
    ...dao,
    gasOf,
    grant: (account: LocalAccount) =>
      gasOf(account, 'members', 'record', hashOf('terms'), bitsOf(consentOf(account))),
    signed: async (account: LocalAccount) => {
      const consent = consentOf(account)
      const signature = await account.signTypedData({
        domain: eip712Domain(dao.chainId, dao.members),
        types: grantConsentTypes,
        primaryType: 'GrantConsent',
        message: { account: account.address, ...consent, salt: BigInt(consent.salt), deadline },
      })
      return {
        account: account.address,
        terms: consent.terms,
        bits: bitsOf(consent),
        ...shortSignatureOf(signature),
      }
    },
    withdraw: (account: LocalAccount) => gasOf(account, 'members', 'withdrawGranted', innerOf(account)),
    assert: async (release: number) => {
      // The first enrolls the thousand, later ones somebody else.
      const root = release === 1 ? thousand.root : hashOf(`root ${release}`)
      const total = release === 1 ? thousand.total : weight
      const args = [offer, release, chain.time(), validUntil, root, total, hashOf(`manifest ${release}`)]
      const receipt = await send(releaser, 'releases', 'assertRelease', ...args)
      asserted.set(release, eventIn(receipt, { abi: releasesAbi as Abi }, 'ReleaseAsserted'))
      return Number(receipt.gasUsed)
    },
    activate: (release: number) => {
      chain.elapse(challengeWindow)
      return gasOf(stranger, 'releases', 'activateRelease', asserted.get(release))
    },
    join: () => {
      const index = thousand.leaves.findIndex(({ consentId }) => consentId === idOf(member))
      const { proof } = proveInclusion(thousand, index)
      return gasOf(stranger, 'offers', 'join', offer, 1, thousand.leaves[index], index, proof)
    },
    claim: () => gasOf(member, 'offers', 'claimPayout', offer, innerOf(member), member.address),
    newBuyer: (name: string) => coin.buyer(name, dao.offers),
    buy: async (from: LocalAccount, release = 1) => {
      const receipt = await send(from, 'offers', 'buyFrom', offer, release, 1, price, from.address)
      const { license } = eventIn<{ license: bigint }>(receipt, { abi: offersAbi as Abi }, 'LicenseBought')
      return { license, gas: Number(receipt.gasUsed) }
    },
  }
}

const permitFields = [
  { name: 'owner', type: 'address' },
  { name: 'spender', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
]
