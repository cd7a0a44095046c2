import { signedIn } from '@usufruct/sdk/actions/session/signedIn'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { type Coin, formatMoney } from '@usufruct/sdk/domain/money'
import type { Contribution } from '@usufruct/sdk/http/routes/contribute'
import type { Scene } from './scene.ts'
import type { Lent } from './steps/lendAll.ts'

export type MemberSummary = {
  account: string
  rows: number
  newRows: number
  redactions: number
  state: Contribution['state']
  earned: bigint
  /** Why some or all of it earns nothing, in words; empty when all of it does. */
  leftOut: string
}

export type MoneySummary = {
  price: bigint
  members: bigint
  reviewers: bigint
  treasury: bigint
  dust: bigint
}

export type StorySummary = { coin: Coin; members: MemberSummary[]; money: MoneySummary }

const leftOutOf = (lent: Contribution, offersOut: readonly string[]): string => {
  if (lent.state === 'rejected' || lent.state === 'returned')
    return `the reviewers ${lent.state === 'rejected' ? 'turned it down' : 'sent it back'}`
  if (lent.state === 'withdrawn') return 'its member stopped sharing'
  if (lent.newRows === 0) return 'lent by someone else before'
  const reasons: string[] = []
  if (lent.newRows !== null && lent.newRows < lent.rows)
    reasons.push(`${lent.rows - lent.newRows} rows were lent before`)
  if (offersOut.length > 0) reasons.push(`not in ${offersOut.join(', ')}: the permission does not cover it`)
  return reasons.join('; ')
}

const summariseMember = async (
  { cast, story }: Scene,
  { member: { account }, contribution }: Lent,
): Promise<MemberSummary> => {
  const actor = await cast.as(account)
  const [{ contributions }, earnings, dataset] = await Promise.all([
    signedIn(actor, () => actor.node.call('listMyContributions', {})),
    signedIn(actor, () => actor.node.call('getMyEarnings', {})),
    actor.node.call('getDataset', { params: { slug: story.dataset } }),
  ])
  const lent = contributions.find((entry) => entry.contribution === contribution)
  if (!lent)
    throw new UsufructError({
      code: 'CONTRIBUTION_NOT_LISTED',
      kind: 'internal',
      message: `The node does not list what ${account} lent.`,
      hint: 'Look at the node’s log in the home.',
      details: { account, contribution },
    })
  const weighed = new Set(lent.weights.map(({ offer }) => offer))
  const offersOut = dataset.offers.filter(({ offer }) => !weighed.has(offer)).map(({ name }) => name)
  return {
    account,
    rows: lent.rows,
    newRows: lent.newRows ?? 0,
    redactions: lent.redactions,
    state: lent.state,
    earned: BigInt(earnings.claimable) + BigInt(earnings.claimed),
    leftOut: leftOutOf(lent, offersOut),
  }
}

/** What every account of the DAO earned, asked of each, against what was paid: in whole units of the coin. */
const summariseMoney = async ({ cast }: Scene): Promise<MoneySummary> => {
  const operator = await cast.operator()
  const { money } = await operator.node.call('getOverview', {})
  const earned = await Promise.all(
    cast.accounts
      .filter(({ role }) => role === 'member')
      .map(async ({ name }) => {
        const actor = await cast.as(name)
        const { claimable, claimed } = await signedIn(actor, () => actor.node.call('getMyEarnings', {}))
        return BigInt(claimable) + BigInt(claimed)
      }),
  )
  const summary = {
    price: BigInt(money.sold),
    members: earned.reduce((sum, amount) => sum + amount, 0n),
    reviewers: BigInt(money.reviewers),
    treasury: BigInt(money.treasury),
    dust: BigInt(money.dust),
  }
  const { price, members, reviewers, treasury, dust } = summary
  if (price !== members + reviewers + treasury + dust)
    throw new UsufructError({
      code: 'MONEY_DOES_NOT_ADD_UP',
      kind: 'internal',
      message: `${price} was paid, and ${members} + ${reviewers} + ${treasury} + ${dust} was credited.`,
      hint: 'This must never be. Please report it.',
      details: Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, String(value)])),
    })
  return summary
}

export const summarise = async (scene: Scene, lent: readonly Lent[]): Promise<StorySummary> => {
  const { dao } = await scene.cast.operator()
  const [members, money] = await Promise.all([
    Promise.all(lent.map((entry) => summariseMember(scene, entry))),
    summariseMoney(scene),
  ])
  return { coin: dao.coin, members, money }
}

/** For a terminal: who earned what, what was left out and why, and where the price went. */
export const printSummary = ({ coin, members, money }: StorySummary): string => {
  const lines = members.map(({ account, rows, newRows, state, earned, redactions, leftOut }) =>
    [
      `  ${account.padEnd(8)}`,
      `${String(state === 'accepted' ? newRows : 0).padStart(3)} of ${String(rows).padStart(2)} rows`,
      formatMoney(earned, coin).padStart(19),
      [redactions > 0 ? `${redactions} redacted` : '', leftOut].filter(Boolean).join('; '),
    ]
      .join('  ')
      .trimEnd(),
  )
  const { price, members: paid, reviewers, treasury, dust } = money
  return [
    'Who earned what, what was left out and why:',
    ...lines,
    '',
    `Price ${price} = members ${paid} + reviewers ${reviewers} + treasury ${treasury} + dust ${dust}`,
    `  in the coin’s smallest unit; ${formatMoney(price, coin)} in all`,
  ].join('\n')
}
