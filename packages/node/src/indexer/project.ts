import type { consentsAbi } from '@usufruct/sdk/contracts/generated/Consents'
import type { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import type { licensesAbi } from '@usufruct/sdk/contracts/generated/Licenses'
import type { membershipAbi } from '@usufruct/sdk/contracts/generated/Membership'
import type { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import { offerOfLicense } from '@usufruct/sdk/domain/ids'
import { and, eq, sql } from 'drizzle-orm'
import type { Address, Log } from 'viem'
import type { Db } from '../db/open.ts'
import {
  blocks,
  consents,
  contributions,
  events,
  income,
  joined,
  licenses,
  members,
  offers,
  positions,
  releases,
} from '../db/schema.ts'
import { continueConsent, tipOf } from './continueConsent.ts'

type Abi =
  | (typeof membershipAbi)[number]
  | (typeof consentsAbi)[number]
  | (typeof contributionsAbi)[number]
  | (typeof offersAbi)[number]
  | (typeof licensesAbi)[number]
type EventName = Extract<Abi, { type: 'event' }>['name']

/** Any event of the DAO's contracts, decoded. */
export type ProjectedLog = {
  [N in EventName]: Log<bigint, number, false, undefined, true, readonly Abi[], N>
}[EventName]

const low = <T extends string>(value: T): T => value.toLowerCase() as T

/** Everything the chain said, gone; to be read again. */
export const forgetChain = async (db: Db) => {
  for (const table of [
    blocks,
    events,
    members,
    consents,
    contributions,
    offers,
    releases,
    positions,
    joined,
    licenses,
    income,
  ])
    await db.delete(table)
}

const accountIn = (args: Record<string, unknown>): Address | null => {
  const account = args.account ?? args.member ?? args.licensee ?? args.reviewer
  return typeof account === 'string' ? low(account as Address) : null
}

const keepEvent = async (db: Db, log: ProjectedLog, at: number) => {
  const args = log.args as Record<string, unknown>
  await db
    .insert(events)
    .values({
      block: Number(log.blockNumber),
      logIndex: log.logIndex,
      transaction: log.transactionHash,
      at,
      name: log.eventName,
      account: accountIn(args),
      args: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, String(value)])),
    })
    .onConflictDoNothing()
}

/** One event into the tables. Events carry everything, so the chain is never asked again. */
export const project = async (db: Db, log: ProjectedLog, at: number) => {
  await keepEvent(db, log, at)
  switch (log.eventName) {
    case 'MemberJoined': {
      const values = {
        account: low(log.args.member),
        charter: low(log.args.charter),
        joinedAt: at,
        leftAt: null,
      }
      await db.insert(members).values(values).onConflictDoUpdate({ target: members.account, set: values })
      return
    }
    case 'MemberLeft':
      await db
        .update(members)
        .set({ leftAt: at })
        .where(eq(members.account, low(log.args.member)))
      return
    case 'ConsentGranted': {
      const { consentId, account, dataset, inner, agreement, terms, purposes, end } = log.args
      await db.insert(consents).values({
        id: low(consentId),
        account: low(account),
        dataset: low(dataset),
        inner: low(inner),
        agreement: low(agreement),
        terms: low(terms),
        purposes,
        grantedAt: at,
        end,
        pausedAt: null,
        withdrawnAt: null,
        replaces: null,
      })
      await continueConsent(db, low(consentId))
      return
    }
    case 'ConsentPaused':
      await db
        .update(consents)
        .set({ pausedAt: at })
        .where(eq(consents.id, low(log.args.consentId)))
      return
    case 'ConsentWithdrawn':
      // A tombstone for an id that was never granted has no row to mark, and nothing it could stop.
      await db
        .update(consents)
        .set({ withdrawnAt: at })
        .where(eq(consents.id, low(log.args.consentId)))
      return
    case 'ContributionRegistered': {
      const { contributionId, account, dataset, consentId, commitment, order } = log.args
      await db.insert(contributions).values({
        id: low(contributionId),
        account: low(account),
        dataset: low(dataset),
        consent: low(consentId),
        currentConsent: await tipOf(db, low(consentId)),
        commitment: low(commitment),
        order: Number(order),
        at,
        status: 1,
        statusAt: at,
      })
      return
    }
    case 'ContributionStatusChanged':
      await db
        .update(contributions)
        .set({ status: log.args.status, statusAt: at })
        .where(eq(contributions.id, low(log.args.contributionId)))
      return
    case 'OfferCreated': {
      const { offer, dataset, purposes, terms, pricePerMonth, maxMonths } = log.args
      await db.insert(offers).values({
        id: offer,
        dataset: low(dataset),
        purposes,
        terms: low(terms),
        pricePerMonth,
        maxMonths,
        closed: false,
      })
      return
    }
    case 'OfferClosed':
      await db.update(offers).set({ closed: true }).where(eq(offers.id, log.args.offer))
      return
    case 'OfferPriceChanged':
      await db
        .update(offers)
        .set({ pricePerMonth: log.args.pricePerMonth })
        .where(eq(offers.id, log.args.offer))
      return
    case 'ReleaseAsserted': {
      const { offer, release, validUntil, root, total, manifest, challengeEnds } = log.args
      const values = {
        offer,
        release,
        state: 'asserted' as const,
        at: log.args.at,
        validUntil,
        root: low(root),
        total,
        manifest: low(manifest),
        challengeEnds,
        activatedAt: null,
      }
      await db
        .insert(releases)
        .values(values)
        .onConflictDoUpdate({ target: [releases.offer, releases.release], set: values })
      return
    }
    case 'ReleaseChallenged':
    case 'ReleaseCancelled':
      await setRelease(db, log.args.offer, log.args.release, { state: 'challenged' })
      return
    case 'ReleaseActivated':
      await setRelease(db, log.args.offer, log.args.release, { state: 'active', activatedAt: at })
      return
    case 'PositionJoined': {
      const { offer, consentId, release, weight } = log.args
      const consent = low(consentId)
      await db.insert(joined).values({ offer, release, consent }).onConflictDoNothing()
      await db
        .insert(positions)
        .values({ offer, consent, weight, frozenAt: null, claimed: 0n })
        .onConflictDoUpdate({
          target: [positions.offer, positions.consent],
          // A leaf of a frozen position is settled and leaves the pool again.
          set: {
            weight: sql`case when ${positions.frozenAt} is null then ${positions.weight} + ${weight.toString()}::numeric else 0 end`,
          },
        })
      return
    }
    case 'PositionFrozen':
      await db
        .insert(positions)
        .values({
          offer: log.args.offer,
          consent: low(log.args.consentId),
          weight: 0n,
          frozenAt: at,
          claimed: 0n,
        })
        .onConflictDoUpdate({
          target: [positions.offer, positions.consent],
          set: { frozenAt: at, weight: 0n },
        })
      return
    case 'PositionCut':
      await db
        .update(positions)
        .set({ weight: sql`${positions.weight} - ${log.args.weight.toString()}::numeric` })
        .where(and(eq(positions.offer, log.args.offer), eq(positions.consent, low(log.args.consentId))))
      return
    case 'EarningsClaimed':
      await db
        .update(positions)
        .set({ claimed: sql`${positions.claimed} + ${log.args.amount.toString()}::numeric` })
        .where(and(eq(positions.offer, log.args.offer), eq(positions.consent, low(log.args.consentId))))
      return
    case 'IncomeCredited': {
      const { offer, license, price, contributors, reviewers, treasury } = log.args
      await db.insert(income).values({
        block: Number(log.blockNumber),
        logIndex: log.logIndex,
        offer,
        license,
        price,
        contributors,
        reviewers,
        treasury,
      })
      return
    }
    case 'LicenseBought': {
      const { license, offer, licensee, release, purposes, start, end, price } = log.args
      await db
        .insert(licenses)
        .values({ id: license, offer, licensee: low(licensee), release, purposes, start, end, price })
      return
    }
    case 'LicenseRenewed':
      await db
        .update(licenses)
        .set({
          release: log.args.release,
          end: log.args.end,
          price: sql`${licenses.price} + ${log.args.price.toString()}::numeric`,
        })
        .where(and(eq(licenses.id, log.args.license), eq(licenses.offer, offerOfLicense(log.args.license))))
      return
    default:
      // Kept as an act above; changes no table.
      return
  }
}

const setRelease = async (
  db: Db,
  offer: bigint,
  release: number,
  set: { state: 'challenged' } | { state: 'active'; activatedAt: number },
) => {
  await db
    .update(releases)
    .set(set)
    .where(and(eq(releases.offer, offer), eq(releases.release, release)))
}
