import type { contributionsAbi } from '@usufruct/sdk/contracts/generated/Contributions'
import type { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import type { offersAbi } from '@usufruct/sdk/contracts/generated/Offers'
import type { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { offerOfLicense } from '@usufruct/sdk/domain/ids'
import { and, eq, max, sql } from 'drizzle-orm'
import type { Log } from 'viem'
import { anchors } from '../db/anchorSchema.ts'
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
  questions,
  releases,
} from '../db/schema.ts'

import { agreementUnder, continueConsent, tipOf } from './continueConsent.ts'
import { countAnchored } from './countAnchored.ts'
import { grantIn, keepEvent } from './keepEvent.ts'
import { low } from './low.ts'

type Abi =
  | (typeof membersAbi)[number]
  | (typeof contributionsAbi)[number]
  | (typeof offersAbi)[number]
  | (typeof releasesAbi)[number]
type EventName = Extract<Abi, { type: 'event' }>['name']

/** Any event of the DAO's contracts, decoded. */
export type ProjectedLog = {
  [N in EventName]: Log<bigint, number, false, undefined, true, readonly Abi[], N>
}[EventName]

/** Everything the chain said, gone; to be read again. */
export const forgetChain = async (db: Db) => {
  for (const table of [
    blocks,
    events,
    members,
    anchors,
    consents,
    contributions,
    offers,
    releases,
    questions,
    positions,
    joined,
    licenses,
    income,
  ])
    await db.delete(table)
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
      const granted = grantIn(log)
      await db
        .insert(consents)
        .values({
          ...granted,
          agreement: await agreementUnder(db, granted.terms),
          grantedAt: at,
          grantedBlock: Number(log.blockNumber),
          grantedLog: log.logIndex,
          pausedAt: null,
          withdrawnAt: null,
          replaces: null,
        })
        // It was anchored before, and has counted since then.
        .onConflictDoNothing()
      await continueConsent(db, granted.id)
      return
    }
    case 'ConsentsAnchored': {
      const root = low(log.args.root)
      await db.insert(anchors).values({
        root,
        file: low(log.args.file),
        at,
        block: Number(log.blockNumber),
        logIndex: log.logIndex,
        transaction: log.transactionHash,
      })
      await countAnchored(db, root)
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
      const { contributionId, account, dataset, consentId, commitment } = log.args
      const [last] = await db.select({ order: max(contributions.order) }).from(contributions)
      await db.insert(contributions).values({
        id: low(contributionId),
        account: low(account),
        dataset: low(dataset),
        consent: low(consentId),
        currentConsent: await tipOf(db, low(consentId)),
        commitment: low(commitment),
        order: (last?.order ?? 0) + 1,
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
      const { offer, release, validUntil, root, total, manifest, asserter, challengeEnds, bond } = log.args
      const values = {
        offer,
        release,
        state: 'asserted' as const,
        at: log.args.at,
        validUntil,
        root: low(root),
        total,
        manifest: low(manifest),
        asserter: low(asserter),
        challengeEnds,
        bond,
        disputedAt: null,
        activatedAt: null,
      }
      // What was asked about one that was struck out ended with it, though this one has its number.
      await db.delete(questions).where(and(eq(questions.offer, offer), eq(questions.release, release)))
      await db
        .insert(releases)
        .values(values)
        .onConflictDoUpdate({ target: [releases.offer, releases.release], set: values })
      return
    }
    case 'ReleaseChallenged':
    case 'ReleaseCancelled':
      await setRelease(db, log.args, { state: 'challenged' })
      return
    case 'ReleaseActivated':
      await setRelease(db, log.args, { state: 'active', activatedAt: at })
      return
    case 'LeafAsked': {
      const { offer, release, point, asker, answerBy } = log.args
      await db.insert(questions).values({ offer, release, point, asker: low(asker), answerBy, shownAt: null })
      return
    }
    case 'LeafShown': {
      const { offer, release, point } = log.args
      await db
        .update(questions)
        .set({ shownAt: at })
        .where(and(eq(questions.offer, offer), eq(questions.release, release), eq(questions.point, point)))
      return
    }
    case 'Dispute':
      await setRelease(db, disputed(log.args.disputeId), { disputedAt: at })
      return
    case 'Ruling':
      // One that falls is told of as challenged, too.
      await setRelease(db, disputed(log.args.disputeId), { disputedAt: null })
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
    case 'LicenseBought': {
      const { license, offer, licensee, release, purposes, start, end, price } = log.args
      await db
        .insert(licenses)
        .values({ id: license, offer, licensee: low(licensee), release, purposes, start, end, price })
      await keepIncome(db, log, log.args)
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
        .where(eq(licenses.id, log.args.license))
      await keepIncome(db, log, { offer: offerOfLicense(log.args.license), ...log.args })
      return
    case 'LicenseEnded':
      await db.update(licenses).set({ end: log.args.at }).where(eq(licenses.id, log.args.license))
      return
    case 'LicenseRefunded': {
      const { license, amount } = log.args
      const offer = offerOfLicense(license)
      // The treasury's share pays for it, never what contributors or reviewers were credited.
      await keepIncome(db, log, { offer, license, price: -amount, contributors: 0n, reviewers: 0n })
      return
    }
    case 'IncomeDonated': {
      const { offer, amount } = log.args
      await keepIncome(db, log, { offer, license: null, price: amount, contributors: amount, reviewers: 0n })
      return
    }
    default:
      // Kept as an act above; changes no table.
      return
  }
}

const setRelease = async (
  db: Db,
  { offer, release }: { offer: bigint; release: number },
  set: Partial<Pick<typeof releases.$inferInsert, 'state' | 'activatedAt' | 'disputedAt'>>,
) => {
  await db
    .update(releases)
    .set(set)
    .where(and(eq(releases.offer, offer), eq(releases.release, release)))
}

/** What a dispute's number names. */
const disputed = (id: bigint) => ({ offer: id >> 32n, release: Number(id & 0xffff_ffffn) })

const keepIncome = async (
  db: Db,
  { blockNumber, logIndex }: Pick<ProjectedLog, 'blockNumber' | 'logIndex'>,
  {
    offer,
    license,
    price,
    contributors,
    reviewers,
  }: Omit<typeof income.$inferInsert, 'block' | 'logIndex' | 'treasury'>,
) => {
  const treasury = price - contributors - reviewers
  await db.insert(income).values({
    block: Number(blockNumber),
    logIndex,
    offer,
    license,
    price,
    contributors,
    reviewers,
    treasury,
  })
}
