import type { Overview } from '@usufruct/sdk/http/routes/dao'

export type MoneyPart = { id: 'members' | 'reviewers' | 'treasury' | 'dust'; label: string; value: bigint }

/** Where every coin of the sales is. What rounding leaves behind lies in the members' pool: it is credited to them and
 * can be taken by nobody, so it is shown apart and not counted twice. */
export const moneyParts = (money: Overview['money']): MoneyPart[] => {
  const [sold, credited, reviewers, treasury, dust] = [
    BigInt(money.sold),
    BigInt(money.credited),
    BigInt(money.reviewers),
    BigInt(money.treasury),
    BigInt(money.dust),
  ] as const
  const dustInside = credited + reviewers + treasury === sold
  return [
    { id: 'members', label: 'members', value: dustInside ? credited - dust : credited },
    { id: 'reviewers', label: 'reviewers', value: reviewers },
    { id: 'treasury', label: 'treasury', value: treasury },
    { id: 'dust', label: 'rounding', value: dust },
  ]
}
