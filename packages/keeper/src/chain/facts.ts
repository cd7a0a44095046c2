import { readGrant } from '@usufruct/sdk/domain/ids'
import type { Address, GetLogsReturnType, Hex } from 'viem'
import type { chainEvents } from './chainEvents.ts'

export type ChainEvent = GetLogsReturnType<undefined, typeof chainEvents, true>[number]

export type Consent = {
  account: Address
  dataset: Hex
  terms: Hex
  purposes: number
  /** Seconds. */
  at: number
  end: number
  block: bigint
  order: number
}
/** When a root over signed consents was anchored, in seconds, and where among all events. */
export type Anchoring = { at: number; block: bigint; order: number }
export type Contribution = { account: Address; dataset: Hex; consent: Hex; block: bigint }
/** A member's permission to see plaintext, as the chain says it. */
export type Grant = { holder: Address; tasks: string; until: number; block: bigint }
export type Offer = { dataset: Hex; purposes: number; block: bigint }
export type Release = { manifest: Hex; total: bigint; block: bigint }
/** Each purchase or renewal, oldest first: a renewal that is not final yet must not hide the term before it. */
export type LicenseTerm = { release: number; end: number; block: bigint; order: number }
export type License = { owner: Address; offer: bigint; terms: LicenseTerm[] }

/** The chain as a keeper needs it, rebuilt from events. Addresses and ids in lower case. An `order` is the place of
 * an event among all of them: two in the same second, even in the same block, still have one. */
export type Facts = {
  events: number
  /** Those with a record of their own. */
  consents: Map<Hex, Consent>
  /** By root. */
  anchorings: Map<Hex, Anchoring>
  /** When a consent was first withdrawn or paused, as an order. */
  withdrawn: Map<Hex, number>
  paused: Map<Hex, number>
  contributions: Map<Hex, Contribution>
  statuses: Map<Hex, { status: number; block: bigint }>
  /** By contribution, whose id only its account can make. */
  grants: Map<Hex, Grant[]>
  offers: Map<bigint, Offer>
  releases: Map<string, Release>
  licenses: Map<bigint, License>
  /** Accounts with a consent or a contribution. */
  accounts: Set<Address>
}

export const emptyFacts = (): Facts => ({
  events: 0,
  consents: new Map(),
  anchorings: new Map(),
  withdrawn: new Map(),
  paused: new Map(),
  contributions: new Map(),
  statuses: new Map(),
  grants: new Map(),
  offers: new Map(),
  releases: new Map(),
  licenses: new Map(),
  accounts: new Set(),
})

export const needsTime = ({ eventName }: ChainEvent): boolean => eventName === 'ConsentsAnchored'

export const releaseKey = (offer: bigint, release: number) => `${offer}/${release}`
const lower = <T extends Hex>(value: T) => value.toLowerCase() as T

/** `time` is that of the event's block; only those need it that do not say it themselves, see {@link needsTime}. */
export function applyEvent(facts: Facts, event: ChainEvent, time?: number): void {
  const block = event.blockNumber
  const order = ++facts.events
  switch (event.eventName) {
    case 'ConsentGranted': {
      const { account, terms, grant } = event.args
      const {
        consent,
        dataset,
        purposes,
        grantedAt: at,
        end,
      } = readGrant({ account: lower(account), terms, grant })
      facts.consents.set(consent, {
        account: lower(account),
        dataset,
        terms,
        purposes,
        at,
        end,
        block,
        order,
      })
      facts.accounts.add(lower(account))
      return
    }
    case 'ConsentsAnchored': {
      if (time === undefined) throw new Error('an anchoring counts from its block’s time')
      facts.anchorings.set(event.args.root, { at: time, block, order })
      return
    }
    case 'ConsentWithdrawn':
      facts.withdrawn.set(event.args.consentId, order)
      return
    case 'ConsentPaused':
      facts.paused.set(event.args.consentId, order)
      return
    case 'ContributionRegistered': {
      const { contributionId, dataset, consentId } = event.args
      const account = lower(event.args.account)
      facts.contributions.set(contributionId, { account, dataset, consent: consentId, block })
      facts.accounts.add(account)
      return
    }
    case 'ContributionStatusChanged':
      facts.statuses.set(event.args.contributionId, { status: event.args.status, block })
      return
    case 'ProcessingGranted': {
      const { contributionId, tasks, until } = event.args
      const grant = { holder: lower(event.args.holder), tasks, until, block }
      const grants = facts.grants.get(contributionId) ?? []
      // What is said again permits the same, and was final earlier.
      const known = grants.some(
        (other) => other.holder === grant.holder && other.tasks === tasks && other.until === until,
      )
      if (!known) facts.grants.set(contributionId, [...grants, grant])
      return
    }
    case 'OfferCreated': {
      const { offer, dataset, purposes } = event.args
      facts.offers.set(offer, { dataset, purposes, block })
      return
    }
    case 'ReleaseActivated': {
      const { offer, release, manifest, total } = event.args
      facts.releases.set(releaseKey(offer, release), { manifest, total, block })
      return
    }
    case 'LicenseBought': {
      const { license, offer, licensee, release, end } = event.args
      facts.licenses.set(license, { owner: lower(licensee), offer, terms: [{ release, end, block, order }] })
      return
    }
    case 'LicenseRenewed': {
      const { license, release, end } = event.args
      facts.licenses.get(license)?.terms.push({ release, end, block, order })
      return
    }
    case 'LicenseEnded': {
      // At whatever depth: it takes away. What is renewed afterwards is a term of its own.
      const { license, at } = event.args
      for (const term of facts.licenses.get(license)?.terms ?? []) term.end = Math.min(term.end, at)
      return
    }
    default:
      event satisfies never
  }
}
