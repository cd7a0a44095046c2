import { type Coin, formatMoney } from '@usufruct/sdk/domain/money'

/** Amounts arrive as decimal strings in the coin's smallest unit and are shown exactly. */
export function Money({ value, coin }: { value: string | bigint; coin: Pick<Coin, 'symbol' | 'decimals'> }) {
  return <span className="number">{formatMoney(BigInt(value), coin)}</span>
}
