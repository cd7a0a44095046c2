import { type Address, erc20Abi, type Hex, parseEventLogs, parseSignature } from 'viem'
import { offersAbi } from '../../contracts/generated/Offers.ts'
import { practiceDollarAbi } from '../../contracts/generated/PracticeDollar.ts'
import { UsufructError } from '../../domain/errors.ts'
import { formatMoney } from '../../domain/money.ts'
import { type Actor, requireAccount } from '../actor.ts'
import { ownTransaction } from '../ownTransaction.ts'
import { signatureDeadline } from '../relayAct.ts'
import { requireUse, type UseOfLicense } from './requireUse.ts'

export type BuyLicenseInput = {
  offer: string
  months: number
  /** In the coin's smallest unit; the quoted price when left out. */
  maxPrice?: bigint | undefined
  /** What it is for; bought only if the offer allows that. */
  use?: UseOfLicense | undefined
}

const monthSeconds = 30 * 86_400

export type BoughtLicense = {
  license: string
  offer: string
  release: number
  licensee: Address
  start: number
  end: number
  price: bigint
  split: { contributors: bigint; reviewers: bigint; treasury: bigint }
  transaction: Hex
}

/**
 * Buys a license from an offer's current release at no more than what was quoted. The permission to pay is
 * signed (ERC-2612), so one transaction does it all and no allowance stays behind.
 *
 * @throws UsufructError `USE_NOT_PERMITTED`, `TERMS_CONTRADICTORY`, `TERMS_PAST`, `TERMS_MISMATCH`,
 * `PRICE_ABOVE_MAXIMUM`, `MONEY_TOO_LITTLE` and the contracts' own
 */
export async function buyLicense(
  actor: Actor,
  { offer, months, maxPrice, use }: BuyLicenseInput,
): Promise<BoughtLicense> {
  const { account, address } = requireAccount(actor)
  const { deployment, coin } = actor.dao
  const quote = await actor.node.call('quoteLicense', { params: { offer }, query: { months } })
  await requireUse(actor, { offer, start: quote.end - months * monthSeconds, end: quote.end, use })
  const price = BigInt(quote.price)
  if (maxPrice !== undefined && price > maxPrice)
    throw new UsufructError({
      code: 'PRICE_ABOVE_MAXIMUM',
      kind: 'conflict',
      message: `The price is ${formatMoney(price, coin)}, more than the ${formatMoney(maxPrice, coin)} you wanted to pay.`,
      hint: 'Ask for fewer months, or raise the maximum.',
      details: { price: String(price), maxPrice: String(maxPrice) },
    })
  const balance = await actor.publicClient.readContract({
    address: deployment.coin,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [address],
  })
  if (balance < price)
    throw new UsufructError({
      code: 'MONEY_TOO_LITTLE',
      kind: 'conflict',
      message: `The account has ${formatMoney(balance, coin)}, and the license costs ${formatMoney(price, coin)}.`,
      hint: actor.dao.practice
        ? 'This is a practice DAO, whose money is free: add --practice-money to have some made.'
        : `Send ${coin.symbol} to ${address} first.`,
      details: { account: address, balance: String(balance), price: String(price) },
    })

  const deadline = signatureDeadline()
  const signature = await account.signTypedData({
    domain: await permitDomain(actor),
    types: permitTypes,
    primaryType: 'Permit',
    message: {
      owner: address,
      spender: deployment.offers,
      value: price,
      nonce: await actor.publicClient.readContract({
        address: deployment.coin,
        abi: practiceDollarAbi,
        functionName: 'nonces',
        args: [address],
      }),
      deadline,
    },
  })
  const { r, s, v, yParity } = parseSignature(signature)
  const receipt = await ownTransaction(actor, {
    address: deployment.offers,
    abi: offersAbi,
    functionName: 'buyWithPermit',
    args: [
      BigInt(offer),
      quote.release,
      months,
      price,
      address,
      deadline,
      Number(v ?? BigInt(yParity + 27)),
      r,
      s,
    ],
  })
  const [bought] = parseEventLogs({ abi: offersAbi, eventName: 'LicenseBought', logs: receipt.logs })
  if (!bought)
    throw new UsufructError({
      code: 'RECEIPT_UNREADABLE',
      kind: 'internal',
      message: 'The purchase went through, but its receipt does not name a license.',
      hint: 'See `usufruct license list`.',
      details: { transaction: receipt.transactionHash },
    })
  const { license, release, start, end, price: paid, contributors, reviewers } = bought.args
  return {
    license: String(license),
    offer,
    release,
    licensee: address,
    start,
    end,
    price: paid,
    split: { contributors, reviewers, treasury: paid - contributors - reviewers },
    transaction: receipt.transactionHash,
  }
}

const permitTypes = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** As the coin itself states it (ERC-5267): coins differ in version, and a wrong guess fails silently. */
async function permitDomain({ publicClient, dao }: Actor) {
  const [, name, version, chainId, verifyingContract] = await publicClient.readContract({
    address: dao.deployment.coin,
    abi: practiceDollarAbi,
    functionName: 'eip712Domain',
  })
  return { name, version, chainId: Number(chainId), verifyingContract }
}
