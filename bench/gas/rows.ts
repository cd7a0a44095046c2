import type { OceanFigures } from './peers/ocean.ts'
import type { PlainFigures } from './peers/plain.ts'
import type { StreamrFigures } from './peers/streamr.ts'
import type { UniswapFigures } from './peers/uniswap.ts'

export type PeerFigures = OceanFigures & StreamrFigures & UniswapFigures & PlainFigures
export type PeerId = keyof PeerFigures

export type Row = {
  /** The most gas that will do. */
  most?: number
  /** So much of what each of these peers uses; all must hold. */
  share?: Partial<Record<PeerId, number>>
  /** Shown beside it; with `share`, the peer that asks for most is. */
  peer?: PeerId
  /** In what the peer’s work differs from ours, and what else belongs to an honest comparison. */
  differs: string
}

const nothing = 'nothing comparable comes compiled from npm'

/**
 * What is measured, what it may use, and beside what; of `relayed100` and `root10k`, each one’s part. “First” is the first sale that there ever was, on every side:
 * it fills storage that later sales find filled. What a new buyer costs a seller who has sold before is a row of its
 * own. Nobody’s purchase contains the approval of the coin, which each needs and which uses the same everywhere, but
 * where it says so.
 */
export const rows = {
  'consent.own': {
    most: 46_531,
    peer: 'ocean.list.mint',
    differs:
      'Ocean: an entry in a list, made by the list’s owner, as an enumerable ERC-721 with a URI; without dataset, purposes or end, and nobody’s own yes. Vana’s addPermission, measured elsewhere from its source: 585,664',
  },
  'consent.relayed': {
    most: 51_400,
    peer: 'ocean.list.mint',
    differs: 'Ocean: the same entry; ours checks the member’s EIP-712 signature as well',
  },
  'consent.relayed100': {
    most: 28_864,
    peer: 'ocean.list.mint100',
    differs: 'Ocean: a hundred entries by the list’s owner; ours checks a hundred signatures',
  },
  'consent.root10k': { most: 4.6, differs: nothing },
  'consent.withdraw': {
    most: 29_000,
    peer: 'ocean.list.burn',
    differs: 'Ocean: takes the entry away; ours leaves the time of the withdrawal for good',
  },
  'contribution.register': {
    most: 46_531,
    peer: 'streamr.addMember',
    differs:
      'Streamr: an agent adds a member to the revenue at once; ours commits to data by its hash, and earns only after review and a release',
  },
  'contribution.root10k': { differs: nothing },
  'license.buy.first': {
    share: { 'plain.buy.first': 0.8, 'ocean.buy.first': 0.35 },
    differs:
      'plain: the same work in one contract, but for trusting the coin about what arrived. Ocean: pays, mints a datatoken and spends it on an order, which is an event and no token; no end, no release, no contributors. We filled some storage at the release before, which the plain contract fills now',
  },
  'license.buy.permit': {
    peer: 'ocean.buy.firstApproved',
    differs:
      'Ocean: three transactions, the approval among them; ours one, with a signature for the approval',
  },
  'license.buy.newBuyer': {
    share: { 'plain.buy.newBuyer': 0.8 },
    differs:
      'plain: the same work. Ocean: see ocean.buy.newBuyer, where a new buyer costs what a known one does',
  },
  'license.buy.repeat': {
    share: { 'plain.buy.repeat': 0.8, 'ocean.buy.repeat': 0.4 },
    differs:
      'plain: the same work. Ocean: an order is an event and no token; no end, no release, no contributors. See ocean.enterprise.repeat for its one-transaction template',
  },
  'license.renew': {
    peer: 'plain.renew',
    differs: 'plain: the same work. Ocean: see ocean.reuseOrder, which neither pays nor prolongs anything',
  },
  'license.check': {
    most: 3_100,
    peer: 'plain.check',
    differs:
      'plain: the same answer. On both sides without what a transaction and its bytes use, since it is a view',
  },
  'pool.join': {
    peer: 'streamr.addMember',
    differs:
      'Streamr: an agent says who takes part and with what weight; ours is proved, and anybody may send it',
  },
  'pool.freeze': {
    peer: 'streamr.partMember',
    differs:
      'Streamr: the member or an agent at will; ours when the consent is over, by anybody, and for good',
  },
  'pool.claim.r1': {
    most: 46_000,
    peer: 'streamr.withdrawAll',
    differs: 'Streamr: the same O(1) accumulator, with totals and fees beside it, paid by ERC-677',
  },
  'pool.claim.r1000': {
    most: 46_000,
    peer: 'uniswap.claim',
    differs:
      'Uniswap: a claim for one distribution, by a proof that grows with its recipients; a thousand distributions need a thousand claims. Streamr: see streamr.withdrawAll, which is O(1) too',
  },
  'release.assert': { differs: `${nothing}: Streamr takes its agents’ word for who earns` },
  'release.activate': { differs: nothing },
  'dao.core': {
    share: { 'streamr.deploy': 0.6 },
    differs:
      'Streamr: one contract that shares income among members, with neither consents, contributions, releases nor licenses; no token or vote on either side',
  },
  'dao.full': {
    most: 1_200_000,
    differs: `with a vote; ${nothing}. Vana’s whole stack, measured elsewhere from its source: about 3,511,780`,
  },
} as const satisfies Record<string, Row>

export type RowId = keyof typeof rows
