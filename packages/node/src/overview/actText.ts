import { formatMoney } from '@usufruct/sdk/domain/money'
import type { StageId } from '@usufruct/sdk/domain/stages'
import type { Hex } from 'viem'
import type { Context } from '../context.ts'
import type { events } from '../db/schema.ts'
import { contributionStatus } from '../flow/review/contributionStatus.ts'

type Act = typeof events.$inferSelect
type Stage = StageId | 'withdraw' | 'join'

/** Bookkeeping of the contracts, and events that always come with one that is told. */
export const silentEvents = [
  'Transfer',
  'Approval',
  'ApprovalForAll',
  'Locked',
  'AuthorityUpdated',
  'ContributionAdmitted',
  'DepositLocked',
  'DepositUnlocked',
  'ForfeitGiven',
  'MetadataUpdate',
  'PositionFrozen',
  // Told to whoever granted it, with what was looked at.
  'ProcessingGranted',
  'SplitChanged',
  'SubscriptionUpdate',
  'CharterChanged',
  'EIP712DomainChanged',
] as const

const outcomes: Record<number, string> = {
  [contributionStatus.accepted]: 'A panel accepted a contribution',
  [contributionStatus.rejected]: 'A panel did not accept a contribution',
  [contributionStatus.returned]: 'A panel sent a contribution back',
  [contributionStatus.retracted]: 'A contribution was retracted',
}

/** One event in words that a member understands. */
export const actText = (
  ctx: Context,
  offerNames: ReadonlyMap<string, string>,
  { name, args, account }: Act,
): { stage: Stage; text: string } => {
  const who = ctx.accountNames.get(account ?? '0x') ?? 'A member'
  const dataset = ctx.datasetNames.get((args.dataset ?? '0x').toLowerCase() as Hex) ?? 'a dataset'
  const offer = offerNames.get(args.offer ?? '') ?? `offer ${args.offer}`
  const money = (value: string | undefined) => formatMoney(BigInt(value ?? 0), ctx.coin)
  switch (name) {
    case 'MemberJoined':
      return { stage: 'join', text: `${who} joined` }
    case 'MemberLeft':
      return { stage: 'join', text: `${who} left` }
    case 'ConsentGranted':
      return { stage: 'contribute', text: `${who} gave permission to use data in ${dataset}` }
    case 'ConsentPaused':
      return { stage: 'withdraw', text: `${who} paused sharing in ${dataset}` }
    case 'ConsentWithdrawn':
      return { stage: 'withdraw', text: `${who} stopped sharing in ${dataset}` }
    case 'ContributionRegistered':
      return { stage: 'contribute', text: `${who} lent data to ${dataset}` }
    case 'ConsentsAnchored':
      return { stage: 'contribute', text: 'Many permissions were put on the ledger at once' }
    case 'ContributionsAnchored':
      return { stage: 'contribute', text: 'Many contributions were put on the ledger at once' }
    case 'ContributionStatusChanged':
      return { stage: 'review', text: outcomes[Number(args.status)] ?? 'A contribution changed' }
    case 'OfferCreated':
      return { stage: 'license', text: `The offer “${offer}” opened` }
    case 'OfferClosed':
      return { stage: 'license', text: `The offer “${offer}” closed` }
    case 'OfferSucceeded':
      return {
        stage: 'license',
        text: `“${offer}” goes on as “${offerNames.get(args.successor ?? '') ?? `offer ${args.successor}`}”`,
      }
    case 'OfferPriceChanged':
      return { stage: 'license', text: `“${offer}” now costs ${money(args.pricePerMonth)} a month` }
    case 'OfferReserveChanged':
      return {
        stage: 'license',
        text: `“${offer}” cannot cost less than ${money(args.reservePrice)} a month`,
      }
    case 'ReleaseAsserted':
      return {
        stage: 'release',
        text: `Version ${args.release} of “${offer}” was cut; it can be challenged now`,
      }
    case 'ReleaseChallenged':
    case 'ReleaseCancelled':
      return { stage: 'release', text: `Version ${args.release} of “${offer}” was struck out` }
    case 'ReleaseActivated':
      return { stage: 'release', text: `Version ${args.release} of “${offer}” can be licensed` }
    case 'LeafAsked':
      return {
        stage: 'release',
        text: `Somebody asked to be shown a part of version ${args.release} of “${offer}”`,
      }
    case 'LeafShown':
      return { stage: 'release', text: `A part of version ${args.release} of “${offer}” was shown` }
    case 'Dispute':
      return { stage: 'release', text: 'Somebody disputed a version: the arbiter rules on it' }
    case 'Ruling':
      return { stage: 'release', text: 'The arbiter ruled on a disputed version' }
    case 'PositionJoined':
      return { stage: 'value', text: `A member’s share entered the earnings of “${offer}”` }
    case 'PositionCut':
      return { stage: 'value', text: `A contribution left the earnings of “${offer}”` }
    case 'LicenseBought':
      return { stage: 'license', text: `${who} licensed “${offer}” for ${money(args.price)}` }
    case 'LicenseRenewed':
      return { stage: 'license', text: `A license was renewed for ${money(args.price)}` }
    case 'LicenseEnded':
      return { stage: 'license', text: 'A license ended before its time' }
    case 'LicenseRefunded':
      return { stage: 'license', text: `${who} had ${money(args.amount)} back for a license, which ended` }
    case 'LicenseRevoked':
      return { stage: 'license', text: 'A license was revoked' }
    case 'IncomeDonated':
      return { stage: 'payout', text: `The members in “${offer}” were given ${money(args.amount)}` }
    case 'Deposited':
      return { stage: 'contribute', text: `${who} deposited ${money(args.amount)}` }
    case 'DepositTaken':
      return { stage: 'payout', text: `${who} took back a deposit of ${money(args.amount)}` }
    case 'DepositSlashed':
      return { stage: 'review', text: `${who} lost a deposit of ${money(args.amount)} after a ruling` }
    case 'EarningsClaimed':
      return { stage: 'payout', text: `A member was paid ${money(args.amount)} from “${offer}”` }
    case 'ReviewerCredited':
      return { stage: 'payout', text: `${who} earned ${money(args.amount)} for reviewing` }
    case 'CreditCollected':
    case 'BondCollected':
      return { stage: 'payout', text: `${who} collected ${money(args.amount)}` }
    default:
      return { stage: 'release', text: name }
  }
}
