/** Uniswap’s MerkleDistributor, as npm ships it compiled: a root of who gets how much, once. */
import { type Address, concat, encodePacked, type Hex, keccak256 } from 'viem'
import { accountOf, hashOf } from '../accountOf.ts'
import { eventIn } from '../eventIn.ts'
import type { Figure, Setting } from '../figure.ts'
import { readArtifact } from '../readArtifact.ts'

const distributor = readArtifact('@uniswap/merkle-distributor', 'build/MerkleDistributor.json')

const relayer = accountOf('uniswap relayer')
const amount = 100_000_000n

export type UniswapFigures = Record<'uniswap.claim.first' | 'uniswap.claim' | 'uniswap.claim.million', Figure>

export async function measureUniswap(setting: Setting): Promise<UniswapFigures> {
  const thousand = await claimsIn(setting, 10)
  const million = await claimsIn(setting, 20)
  const again = 'by who has the coin already, in a word of the bitmap that others wrote before'
  return {
    'uniswap.claim.first': { gas: million.first, note: 'one of 2^20 recipients, who had no coin yet' },
    'uniswap.claim': { gas: thousand.again, note: `one of 1,024 recipients, ${again}` },
    'uniswap.claim.million': { gas: million.again, note: `one of 2^20 recipients, ${again}` },
  }
}

/** The whole tree is not needed: one recipient’s way to its root costs the same whatever lies beside it. */
async function claimsIn({ chain, coin }: Setting, depth: number) {
  const holder = accountOf('uniswap holder').address
  const newcomer = accountOf(`uniswap newcomer ${depth}`).address
  await coin.mint(holder)
  const [other, first, again] = [
    { index: 0n, account: relayer.address },
    { index: 1n, account: newcomer },
    { index: 2n, account: holder },
  ]
  const at = async (root: Hex) => {
    const address = await chain.deploy(relayer, distributor, [coin.address, root])
    await coin.mint(address)
    return address
  }
  const claim = async (to: Address, { index, account }: typeof other, proof: readonly Hex[]) => {
    const args = [index, account, amount, proof]
    const receipt = await chain.send({
      from: relayer,
      to,
      abi: distributor.abi,
      functionName: 'claim',
      args,
    })
    eventIn(receipt, distributor, 'Claimed')
    return Number(receipt.gasUsed)
  }

  const leaves = [other, first, again].map(leafOf)
  const rest = Array.from({ length: depth - 2 }, (_, level) => hashOf(`uniswap sibling ${level}`))
  const [left, middle, right] = leaves as [Hex, Hex, Hex]
  const padding = hashOf('uniswap padding')
  const [lower, upper] = [pair(left, middle), pair(right, padding)]
  const address = await at(rest.reduce(pair, pair(lower, upper)))
  await claim(address, other, [middle, upper, ...rest])
  return {
    first: await claim(address, first, [left, upper, ...rest]),
    again: await claim(address, again, [padding, lower, ...rest]),
  }
}

const leafOf = ({ index, account }: { index: bigint; account: Address }): Hex =>
  keccak256(encodePacked(['uint256', 'address', 'uint256'], [index, account, amount]))

const pair = (one: Hex, other: Hex): Hex => keccak256(concat(one < other ? [one, other] : [other, one]))
