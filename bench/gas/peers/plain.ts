/** What one would write with OpenZeppelin and no thought of gas: contracts/test/peers/PlainLicense.sol, compiled by
 * forge with the settings that our own contracts have. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LocalAccount } from 'viem'
import { accountOf, hashOf } from '../accountOf.ts'
import { eventIn } from '../eventIn.ts'
import type { Figure, Setting } from '../figure.ts'
import { parseArtifact } from '../readArtifact.ts'
import { type Artifact, genesisAt } from '../startChain.ts'

const contracts = fileURLToPath(new URL('../../../contracts', import.meta.url))

const price = 100_000_000n
const validUntil = BigInt(genesisAt + 1000 * 86_400)

export type PlainFigures = Record<
  'plain.buy.first' | 'plain.buy.newBuyer' | 'plain.buy.repeat' | 'plain.renew' | 'plain.check',
  Figure
>

export async function measurePlain({ chain, coin }: Setting): Promise<PlainFigures> {
  const plain = compile()
  const seller = accountOf('plain seller')
  const to = await chain.deploy(seller, plain, [coin.address, 1000, 1500])
  const call = async (from: LocalAccount, functionName: string, ...args: unknown[]) =>
    chain.send({ from, to, abi: plain.abi, functionName, args })
  await call(seller, 'createOffer', hashOf('dataset'), hashOf('terms'), 3, price, 12)
  await call(seller, 'release', 1n, validUntil, 65_536n)

  const buy = async (from: LocalAccount) => {
    const receipt = await call(from, 'buy', 1n, 1, 1, price, from.address)
    const { license } = eventIn<{ license: bigint }>(receipt, plain, 'LicenseBought')
    return { license, gas: Number(receipt.gasUsed) }
  }
  const buyer = await coin.buyer('plain buyer', to)
  const first = await buy(buyer)
  const newBuyer = await buy(await coin.buyer('plain other buyer', to))
  const repeat = await buy(buyer)
  const renewed = await call(buyer, 'renew', repeat.license, 1, 1, price)
  const check = await chain.executionOf({
    from: buyer,
    to,
    abi: plain.abi,
    functionName: 'isValid',
    args: [repeat.license],
  })
  if (!(await chain.read<boolean>(to, plain.abi, 'isValid', [repeat.license])))
    throw new Error('The plain license is not valid.')

  const note = 'checks, events, split and pool as ours; approved before'
  return {
    'plain.buy.first': { gas: first.gas, note: `${note}; the contract’s first sale` },
    'plain.buy.newBuyer': { gas: newBuyer.gas, note: `${note}; a new buyer, not the first sale` },
    'plain.buy.repeat': { gas: repeat.gas, note: `${note}; the same buyer again` },
    'plain.renew': { gas: Number(renewed.gasUsed), note },
    'plain.check': { gas: check, note: 'two slots: owner, and offer, release, purposes and expiry' },
  }
}

function compile(): Artifact {
  const forge = join(contracts, '../node_modules/.bin/forge')
  execFileSync(forge, ['build', 'test/peers/PlainLicense.sol'], { cwd: contracts, stdio: 'pipe' })
  return parseArtifact(readFileSync(join(contracts, 'out/PlainLicense.sol/PlainLicense.json'), 'utf8'))
}
