import { formatUnits, parseUnits } from 'viem'
import { z } from 'zod'
import { UsufructError } from './errors.ts'

/** An amount in the coin's smallest unit, as a decimal string: JSON has no integers that large. */
export const amount = z
  .string()
  .regex(/^\d{1,39}$/, 'expected a whole number of the coin’s smallest unit')
  .transform((value) => BigInt(value))
  .pipe(z.bigint())

export type Coin = { address: `0x${string}`; symbol: string; decimals: number }

/** For people: `1234500000n` of a coin with 6 decimals reads `1,234.50 PUSD`. Never used to compute. */
export const formatMoney = (value: bigint, coin: Pick<Coin, 'symbol' | 'decimals'>): string => {
  const [whole = '0', fraction = ''] = formatUnits(value, coin.decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  const cents = fraction.length <= 2 ? fraction.padEnd(2, '0') : fraction
  return `${grouped}.${cents} ${coin.symbol}`
}

/** @throws UsufructError `MONEY_INVALID` for anything but a plain decimal number that the coin can express. */
export const parseMoney = (text: string, coin: Pick<Coin, 'decimals'>): bigint => {
  const match = /^\d{1,30}(?:\.(\d+))?$/.exec(text)
  if (!match || (match[1]?.length ?? 0) > coin.decimals)
    throw new UsufructError({
      code: 'MONEY_INVALID',
      message: `“${text}” is not an amount of money.`,
      hint: `Write a number such as 120 or 120.50, with at most ${coin.decimals} decimals.`,
      details: { text },
    })
  return parseUnits(text, coin.decimals)
}
