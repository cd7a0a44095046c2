import { UsufructError } from '../domain/errors.ts'

/** Who lent how much. `long-tail` is Zipf’s: the second lends half of what the first does, the third a third …, which
 * is how most commons look. `own`: rows of each member. */
export type Lending = { kind: 'even' } | { kind: 'long-tail' } | { kind: 'own'; rows: readonly number[] }

export type SplitShares = {
  contributorsBps: number
  reviewersBps: number
  treasuryBps: number
  contributorsFloorBps: number
}

export type SimulateSplitInput = {
  /** What licensees pay, in the coin’s smallest unit. */
  amount: bigint
  split: SplitShares
  /** How many lend; `own` brings its own number. */
  members: number
  lending: Lending
}

export type SimulatedSplit = {
  amount: bigint
  /** members + reviewers + treasury + dust = amount, to the last unit. */
  parts: { members: bigint; reviewers: bigint; treasury: bigint; dust: bigint }
  members: number
  /** Half of the members get this much or more. */
  median: bigint
  smallest: bigint
  largest: bigint
  /** The tenth of the members who get most, rounded up to whole people. */
  topTenth: { members: number; amount: bigint }
  /** From those who get most to those who get least, in up to ten groups of nearly the same size. */
  groups: { members: number; amount: bigint }[]
  /** What members get together after any vote there may be, and what the median member then gets. */
  floor: { members: bigint; median: bigint }
}

const wholeBps = 10_000n
/** What a row weighs, as on chain. */
const rowWeight = 1n << 16n
const mostMembers = 100_000
const mostOfOne = 1_000_000_000_000
const zipfRows = 1_000_000

const refuse = (message: string, hint: string, details: Record<string, unknown>) =>
  new UsufructError({ code: 'SIMULATION_INVALID', message, hint, details })

const requireSplit = (split: SplitShares) => {
  const sum = split.contributorsBps + split.reviewersBps + split.treasuryBps
  const all = Object.values(split)
  if (all.some((part) => !Number.isInteger(part) || part < 0 || part > 10_000) || sum !== 10_000)
    throw refuse('The three parts do not add up to 100 %.', 'Change one of them.', { ...split, sum })
  if (split.contributorsFloorBps > split.contributorsBps)
    throw refuse('The floor is above what members get.', 'Lower the floor, or give members more.', {
      ...split,
    })
}

/** Rows of each member, largest first. */
const rowsOf = ({ members, lending }: SimulateSplitInput): bigint[] => {
  const count = lending.kind === 'own' ? lending.rows.length : members
  if (!Number.isInteger(count) || count < 1 || count > mostMembers)
    throw refuse(`${count} members cannot be counted through.`, `Take 1 to ${mostMembers}.`, {
      members: count,
    })
  if (lending.kind === 'even') return Array.from({ length: count }, () => 1n)
  if (lending.kind === 'long-tail')
    return Array.from({ length: count }, (_, at) => BigInt(Math.floor(zipfRows / (at + 1))))
  const bad = lending.rows.find((rows) => !Number.isInteger(rows) || rows < 0 || rows > mostOfOne)
  if (bad !== undefined)
    throw refuse(`“${bad}” is no number of rows.`, 'Write whole numbers from 0 on.', { rows: bad })
  if (!lending.rows.some((rows) => rows > 0))
    throw refuse('Nobody in the list lends anything.', 'At least one number must be above 0.', {})
  return lending.rows.map(BigInt).sort((a, b) => (a === b ? 0 : a < b ? 1 : -1))
}

/** Rounds as `Offers` does on chain for one sale: everything down, the rest of it is dust. */
const shareOut = (income: bigint, rows: readonly bigint[]): bigint[] => {
  const total = rows.reduce((sum, each) => sum + each, 0n) * rowWeight
  const perWeight = (income << 64n) / total
  return rows.map((each) => (perWeight * each * rowWeight) >> 64n)
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, each) => total + each, 0n)

/** Of two in the middle the smaller. Amounts are sorted, largest first. */
const medianOf = (amounts: readonly bigint[]): bigint => amounts[Math.floor(amounts.length / 2)] ?? 0n

const groupsOf = (amounts: readonly bigint[]): SimulatedSplit['groups'] => {
  const count = Math.min(10, amounts.length)
  return Array.from({ length: count }, (_, at) => {
    const group = amounts.slice(
      Math.floor((at * amounts.length) / count),
      Math.floor(((at + 1) * amounts.length) / count),
    )
    return { members: group.length, amount: sum(group) }
  })
}

/**
 * What becomes of an amount that licensees pay for data that all members lent to: exact, in whole units.
 * @throws UsufructError `SIMULATION_INVALID`
 */
export const simulateSplit = (input: SimulateSplitInput): SimulatedSplit => {
  const { amount, split } = input
  if (amount < 0n || amount >= 1n << 104n)
    throw refuse('This is no amount of money.', 'Take an amount from 0 on.', { amount: String(amount) })
  requireSplit(split)
  const rows = rowsOf(input)
  const reviewers = (amount * BigInt(split.reviewersBps)) / wholeBps
  const treasury = (amount * BigInt(split.treasuryBps)) / wholeBps
  const income = amount - reviewers - treasury
  const amounts = shareOut(income, rows)
  const members = sum(amounts)
  // Whatever a vote makes of the other two, both are rounded down.
  const atFloor = amount - (amount * (wholeBps - BigInt(split.contributorsFloorBps))) / wholeBps
  const top = Math.ceil(amounts.length / 10)
  return {
    amount,
    parts: { members, reviewers, treasury, dust: income - members },
    members: amounts.length,
    median: medianOf(amounts),
    smallest: amounts.at(-1) ?? 0n,
    largest: amounts[0] ?? 0n,
    topTenth: { members: top, amount: sum(amounts.slice(0, top)) },
    groups: groupsOf(amounts),
    floor: { members: atFloor, median: medianOf(shareOut(atFloor, rows)) },
  }
}

/** What stands in the simulator’s own list: whole numbers between commas, blanks or line ends.
 * @throws UsufructError `SIMULATION_INVALID` */
export const parseRows = (text: string): number[] =>
  text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((entry) => {
      if (/^\d{1,12}$/.test(entry)) return Number(entry)
      throw refuse(
        `“${entry.slice(0, 40)}” is no number of rows.`,
        'Write whole numbers, such as 120, 80, 3.',
        {
          entry: entry.slice(0, 40),
        },
      )
    })

/** How the three ways of lending read, for the screen and the terminal alike. */
export const lendingKinds = [
  {
    kind: 'long-tail',
    label: 'Long tail',
    says: 'the second lends half as much as the first, the third a third, and so on (Zipf)',
  },
  { kind: 'even', label: 'Even', says: 'everybody lends the same' },
  { kind: 'own', label: 'Your own list', says: 'rows of each member, as you write them' },
] as const satisfies readonly { kind: Lending['kind']; label: string; says: string }[]
