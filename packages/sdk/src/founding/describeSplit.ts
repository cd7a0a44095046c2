import { type Coin, formatMoney } from '../domain/money.ts'
import { type Lending, lendingKinds, type SimulatedSplit } from './simulateSplit.ts'

/** What a simulated split comes to, in sentences for screen and terminal. Cents are rounded down; the parts themselves
 * are exact. */
export const describeSplit = (
  { amount, parts, members, median, largest, smallest, topTenth, floor }: SimulatedSplit,
  lending: Lending,
  coin: Pick<Coin, 'symbol' | 'decimals'>,
): { summary: string; details: string[] } => {
  const cent = 10n ** BigInt(Math.max(0, coin.decimals - 2))
  const money = (value: bigint) => formatMoney(value - (value % cent), coin)
  const kind = lendingKinds.find((each) => each.kind === lending.kind)
  const people = (count: number) => (count === 1 ? '1 member' : `${count} members`)
  return {
    summary: `Of ${money(amount)}, members get ${money(parts.members + parts.dust)}, reviewers ${money(parts.reviewers)}, the treasury ${money(parts.treasury)}. The median member gets ${money(median)}.`,
    details: [
      `${people(members)}. ${kind?.label}: ${kind?.says}.`,
      `The ${topTenth.members === 1 ? 'one who lent' : `${topTenth.members} who lent`} most get ${money(topTenth.amount)} together, one at most ${money(largest)}, the one who lent least ${money(smallest)}.`,
      `Whatever is voted, members get at least ${money(floor.members)}, the median one ${money(floor.median)}.`,
      parts.dust === 0n
        ? 'Nothing is left over.'
        : `${formatMoney(parts.dust, coin)} of it cannot be divided and stays in the pool.`,
    ],
  }
}
