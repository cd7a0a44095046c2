import type { Coin } from '../domain/money.ts'
import { formatMoney } from '../domain/money.ts'
import type { Lending, SimulatedSplit } from './simulateSplit.ts'
import { lendingKinds } from './simulateSplit.ts'

/** What a simulated split comes to, in sentences for screen and terminal. */
export const describeSplit = (
  { amount, parts, members, median, largest, smallest, topTenth, floor }: SimulatedSplit,
  lending: Lending,
  coin: Pick<Coin, 'symbol' | 'decimals'>,
): { summary: string; details: string[] } => {
  const money = (value: bigint) => formatMoney(value, coin)
  const kind = lendingKinds.find((each) => each.kind === lending.kind)
  const people = (count: number) => (count === 1 ? '1 member' : `${count} members`)
  return {
    summary: `Of ${money(amount)}, members get ${money(parts.members)}, reviewers ${money(parts.reviewers)}, the treasury ${money(parts.treasury)}. The median member gets ${money(median)}.`,
    details: [
      `${people(members)}. ${kind?.label}: ${kind?.says}.`,
      `The ${topTenth.members === 1 ? 'one who lent' : `${topTenth.members} who lent`} most get ${money(topTenth.amount)} together, one at most ${money(largest)}, the one who lent least ${money(smallest)}.`,
      `Whatever is voted, members get at least ${money(floor.members)}, the median one ${money(floor.median)}.`,
      `What cannot be divided stays in the pool: ${money(parts.dust)}.`,
    ],
  }
}
