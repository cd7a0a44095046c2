import { type Address, concat, type Hex, keccak256 } from 'viem'

/** Deals a panel from a seed: reviewers in the order of keccak256(seed ‖ contribution ‖ reviewer), the first
 * `size` of them. Anyone who knows the seed can deal it again. */
export const dealPanel = ({
  seed,
  contribution,
  reviewers,
  size,
}: {
  seed: Hex
  contribution: Hex
  reviewers: readonly Address[]
  size: number
}): Address[] =>
  reviewers
    .map((reviewer) => ({ reviewer, rank: keccak256(concat([seed, contribution, reviewer])) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ reviewer }) => reviewer)
