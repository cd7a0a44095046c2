/**
 * Ocean Protocol, as npm ships it compiled: a data NFT with a datatoken, which one buys at a fixed-rate exchange and
 * spends on an order. Fees are those that Ocean’s contracts set themselves; the publisher takes no market fee.
 */
import {
  type Address,
  encodePacked,
  type Hex,
  keccak256,
  type LocalAccount,
  parseEther,
  parseSignature,
  stringToHex,
  zeroAddress,
} from 'viem'
import { accountOf, hashOf } from '../accountOf.ts'
import { eventIn } from '../eventIn.ts'
import type { Figure, Setting } from '../figure.ts'
import { readArtifact } from '../readArtifact.ts'
import type { Artifact, Chain } from '../startChain.ts'

const artifact = (folder: string, name: string) =>
  readArtifact('@oceanprotocol/contracts', `artifacts/contracts/${folder}${name}.sol/${name}.json`)

const router = artifact('pools/', 'FactoryRouter')
const exchange = artifact('pools/fixedRate/', 'FixedRateExchange')
const factory = artifact('', 'ERC721Factory')
const nft = artifact('templates/', 'ERC721Template')
const datatoken = artifact('templates/', 'ERC20Template')
const enterprise = artifact('templates/', 'ERC20TemplateEnterprise')
const collector = artifact('communityFee/', 'OPFCommunityFeeCollector')
const listFactory = artifact('accesslists/', 'AccessListFactory')
const list = artifact('accesslists/', 'AccessList')

const operator = accountOf('ocean operator')
const publisher = accountOf('ocean publisher')
const provider = accountOf('ocean provider')
const collectorOfPublisher = accountOf('ocean payment collector').address
/** The router wants an address where once a pool’s template was. Nothing here calls it. */
const noPools = '0x000000000000000000000000000000000000dEaD'

const templates = { datatoken: 1n, enterprise: 2n }
const oneToken = parseEther('1')
const price = '100'
const mostPaid = 200_000_000n

type Market = { factory: Address; exchange: Address }
type Offered = Market & { token: Address; exchangeId: Hex; gas: number }

export type OceanFigures = Record<
  | 'ocean.publish'
  | 'ocean.approve'
  | 'ocean.buy.first'
  | 'ocean.buy.firstApproved'
  | 'ocean.buy.newBuyer'
  | 'ocean.buy.repeat'
  | 'ocean.enterprise.first'
  | 'ocean.enterprise.repeat'
  | 'ocean.reuseOrder'
  | 'ocean.list.mint'
  | 'ocean.list.mint100'
  | 'ocean.list.burn',
  Figure
>

export const measureOcean = async (setting: Setting): Promise<OceanFigures> => ({
  ...(await measureOrders(setting)),
  ...(await measureEnterprise(setting)),
  ...(await measureAccessList(setting.chain)),
})

async function measureOrders(setting: Setting) {
  const { chain, coin } = setting
  const offered = await publish(setting, await deployMarket(setting), templates.datatoken)
  const { exchange: exchangeAt, exchangeId, token } = offered
  const fee = await providerFee()
  const order = async (from: LocalAccount) => {
    const buy = { from, to: exchangeAt, abi: exchange.abi, functionName: 'buyDT' }
    const start = { from, to: token, abi: datatoken.abi, functionName: 'startOrder' }
    const bought = await chain.gasOf({ ...buy, args: [exchangeId, oneToken, mostPaid, zeroAddress, 0n] })
    const started = await chain.send({ ...start, args: [from.address, 1n, fee, noMarketFee] })
    eventIn(started, datatoken, 'OrderStarted')
    return bought + Number(started.gasUsed)
  }

  const buyer = accountOf('ocean buyer')
  await coin.mint(buyer.address)
  const approve = await coin.approve(buyer, exchangeAt)
  const first = await order(buyer)
  const newBuyer = await order(await coin.buyer('ocean other buyer', exchangeAt))
  const repeat = await order(buyer)
  const reuse = { from: buyer, to: token, abi: datatoken.abi, functionName: 'reuseOrder' }
  const reuseOrder = await chain.gasOf({ ...reuse, args: [hashOf('ocean order'), fee] })

  const both = 'buyDT and startOrder, two transactions, with datatoken template 1'
  return {
    'ocean.publish': {
      gas: offered.gas,
      note: 'createNftWithErc20WithFixedRate: data NFT, datatoken and price; not the factory’s first',
    },
    'ocean.approve': { gas: approve, note: 'of the coin, for the exchange; the same on every side' },
    'ocean.buy.first': { gas: first, note: `${both}; the exchange’s first sale` },
    'ocean.buy.firstApproved': { gas: approve + first, note: `approve, ${both}; the exchange’s first sale` },
    'ocean.buy.newBuyer': { gas: newBuyer, note: `${both}; a new buyer, not the exchange’s first sale` },
    'ocean.buy.repeat': { gas: repeat, note: `${both}; the same buyer again` },
    'ocean.reuseOrder': { gas: reuseOrder, note: 'checks the provider’s signature and emits; no payment' },
  }
}

async function measureEnterprise(setting: Setting) {
  const { chain, coin } = setting
  const market = await deployMarket(setting)
  const { token, exchangeId } = await publish(setting, market, templates.enterprise)
  const order = async (from: LocalAccount) => {
    const receipt = await chain.send({
      from,
      to: token,
      abi: enterprise.abi,
      functionName: 'buyFromFreAndOrder',
      args: [
        {
          consumer: from.address,
          serviceIndex: 1n,
          _providerFee: await providerFee(),
          _consumeMarketFee: noMarketFee,
        },
        {
          exchangeContract: market.exchange,
          exchangeId,
          maxBaseTokenAmount: mostPaid,
          swapMarketFee: 0n,
          marketFeeAddress: zeroAddress,
        },
      ],
    })
    eventIn(receipt, enterprise, 'OrderStarted')
    return Number(receipt.gasUsed)
  }
  const buyer = await coin.buyer('ocean enterprise buyer', token)
  const first = await order(buyer)
  const repeat = await order(buyer)
  const note = 'buyFromFreAndOrder, one transaction, with the enterprise template; approved before'
  return {
    'ocean.enterprise.first': { gas: first, note: `${note}; the exchange’s first sale` },
    'ocean.enterprise.repeat': { gas: repeat, note: `${note}; the same buyer again` },
  }
}

async function measureAccessList(chain: Chain) {
  const template = await chain.deploy(operator, list)
  const factoryAt = await chain.deploy(operator, listFactory, [template])
  const made = await chain.send({
    from: publisher,
    to: factoryAt,
    abi: listFactory.abi,
    functionName: 'deployAccessListContract',
    args: ['Consents', 'CONSENT', false, publisher.address, [], []],
  })
  const { contractAddress } = eventIn<{ contractAddress: Address }>(made, listFactory, 'NewAccessList')
  const member = (number: number) => accountOf(`ocean member ${number}`)
  const entry = (number: number) => `https://example.org/c/${number}`
  const asPublisher = { from: publisher, to: contractAddress, abi: list.abi }
  const mint = (number: number) => {
    const args = [member(number).address, entry(number)]
    return chain.gasOf({ ...asPublisher, functionName: 'mint', args })
  }
  await mint(1)
  const minted = await mint(2)
  const hundred = Array.from({ length: 100 }, (_, at) => at + 100)
  const minted100 = await chain.gasOf({
    ...asPublisher,
    functionName: 'batchMint',
    args: [hundred.map((number) => member(number).address), hundred.map(entry)],
  })
  const burn = { from: member(2), to: contractAddress, abi: list.abi, functionName: 'burn' }
  const burned = await chain.gasOf({ ...burn, args: [2n] })
  return {
    'ocean.list.mint': { gas: minted, note: 'AccessList.mint by the list’s owner, with a URI of 23 bytes' },
    'ocean.list.mint100': { gas: minted100 / 100, note: 'AccessList.batchMint of 100, each' },
    'ocean.list.burn': {
      gas: burned,
      note: 'AccessList.burn by whom the entry names; the list’s last entry takes its place',
    },
  }
}

async function deployMarket({ chain, coin }: Setting): Promise<Market> {
  const opf = await chain.deploy(operator, collector, [operator.address, operator.address])
  const routerAt = await chain.deploy(operator, router, [operator.address, coin.address, noPools, opf, []])
  const exchangeAt = await chain.deploy(operator, exchange, [routerAt])
  const factoryAt = await chain.deploy(operator, factory, [
    await chain.deploy(operator, nft),
    await chain.deploy(operator, datatoken),
    routerAt,
  ])
  const enterpriseAt = await chain.deploy(operator, enterprise)
  const set = (to: Address, { abi }: Artifact, functionName: string, value: Address) =>
    chain.send({ from: operator, to, abi, functionName, args: [value] })
  await set(routerAt, router, 'addFactory', factoryAt)
  await set(routerAt, router, 'addFixedRateContract', exchangeAt)
  await set(factoryAt, factory, 'addTokenTemplate', enterpriseAt)
  return { factory: factoryAt, exchange: exchangeAt }
}

async function publish({ chain, coin }: Setting, market: Market, template: bigint): Promise<Offered> {
  const owner = publisher.address
  const call = {
    from: publisher,
    to: market.factory,
    abi: factory.abi,
    functionName: 'createNftWithErc20WithFixedRate',
  }
  const createNext = () =>
    chain.send({
      ...call,
      args: [
        {
          name: 'Data NFT',
          symbol: 'NFT',
          templateIndex: 1n,
          tokenURI: 'https://example.org/nft',
          transferable: true,
          owner,
        },
        {
          templateIndex: template,
          strings: ['Datatoken', 'DT'],
          // Minter; who is paid, which without one is asked of the NFT at every order; who takes a market fee, in what.
          addresses: [owner, collectorOfPublisher, zeroAddress, zeroAddress],
          uints: [parseEther('1000'), 0n],
          bytess: [],
        },
        {
          fixedPriceAddress: market.exchange,
          addresses: [coin.address, owner, owner, zeroAddress],
          // Decimals of coin and datatoken, price, market fee, and yes to minting on demand.
          uints: [6n, 18n, parseEther(price), 0n, 1n],
        },
      ],
    })
  await createNext()
  const receipt = await createNext()
  const { exchangeId } = eventIn<{ exchangeId: Hex }>(receipt, datatoken, 'NewFixedRate')
  const { newTokenAddress } = eventIn<{ newTokenAddress: Address }>(receipt, factory, 'TokenCreated')
  return { ...market, token: newTokenAddress, exchangeId, gas: Number(receipt.gasUsed) }
}

const noMarketFee = {
  consumeMarketFeeAddress: zeroAddress,
  consumeMarketFeeToken: zeroAddress,
  consumeMarketFeeAmount: 0n,
}

/** None, but signed: an order is not taken without. */
async function providerFee() {
  const providerData = stringToHex(JSON.stringify({ timeout: 0 }))
  const types = ['bytes', 'address', 'address', 'uint256', 'uint256'] as const
  const raw = keccak256(encodePacked(types, [providerData, provider.address, zeroAddress, 0n, 0n]))
  const { r, s, yParity } = parseSignature(await provider.signMessage({ message: { raw } }))
  return {
    providerFeeAddress: provider.address,
    providerFeeToken: zeroAddress,
    providerFeeAmount: 0n,
    v: yParity + 27,
    r,
    s,
    validUntil: 0n,
    providerData,
  }
}
