import { bitmapToPurposes, parsePurposes, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { grantTerms, offerTerms } from '@usufruct/sdk/terms/deriveTerms'
import { type LicenseTerms, termsHash, termsText } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { parseText } from '@usufruct/sdk/texts/parseText'
import { eq, ne } from 'drizzle-orm'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  agreements,
  builds,
  consents,
  contributions,
  files,
  offers,
  parts,
  releases,
  rowHashes,
  terms,
  valued,
} from '../../db/schema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { termsHomeOf } from '../consent/knownTerms.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { isBusy } from './advanceReleases.ts'
import { type OfferRow, planRelease, type ReleasePlan } from './planRelease.ts'

const id = (name: string): Hex => keccak256(toHex(name))
const now = 1_800_000_000
const day = 86_400
const inYears = (years: number) => now + years * 365 * day

let open: Awaited<ReturnType<typeof openTestContext>>
let dataset: Hex
let slug: string
let researchOffer: OfferRow
let commercialOffer: OfferRow
beforeAll(async () => {
  open = await openTestContext()
  const [first] = open.ctx.datasetIds
  dataset = first?.[0] as Hex
  slug = first?.[1] as string
  researchOffer = await offerOf(1, research)
  commercialOffer = await offerOf(2, commercial)
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  open.setTime(now)
  await open.ctx.db.delete(agreements).where(ne(agreements.hash, signed().hash))
  for (const table of [builds, consents, contributions, files, offers, parts, releases, rowHashes, valued])
    await open.ctx.db.delete(table)
})

const research = purposesToBitmap(parsePurposes(['research.academic']))
const commercial = purposesToBitmap(parsePurposes(['ai.finetune']))

const textWithTerms = ({ hash, front }: PublishedText) => {
  if (!front.terms) throw new Error('the text has no terms')
  return { hash, version: front.version, language: front.language, terms: front.terms }
}

const know = async (of: LicenseTerms): Promise<Hex> => {
  const hash = termsHash(of)
  await open.ctx.db
    .insert(terms)
    .values({ hash, text: termsText(of) })
    .onConflictDoNothing()
  return hash
}

/** An offer under the license that speaks of all its purposes, narrower or wider where a test says so. */
const offerOf = async (number: number, purposes: number, change?: (terms: LicenseTerms) => void) => {
  const { ctx } = open
  const text = ctx.texts.licenses.get(purposes === research ? 'research' : 'commercial')
  if (!text) throw new Error(`no license in ${[...ctx.texts.licenses.keys()].join()}`)
  const of = offerTerms(termsHomeOf(ctx), textWithTerms(text), {
    slug: `offer-${number}`,
    dataset: slug,
    purposes: bitmapToPurposes(purposes),
    pricePerMonth: '1',
    currency: 'PRACTICE',
    charter: id('charter'),
  })
  change?.(of)
  const row: OfferRow = {
    id: BigInt(number),
    dataset,
    purposes,
    terms: await know(of),
    pricePerMonth: 1n,
    maxMonths: 12,
    closed: false,
  }
  return row
}

/** The agreement the DAO was founded with. */
const signed = () => open.ctx.texts.agreements[0] as PublishedText

type Lent = {
  purposes?: number
  end?: number
  status?: number
  newRows?: number
  withdrawnAt?: number
  pausedAt?: number
  /** Signs something else than what the agreement says, or what nobody here knows. */
  terms?: Hex
  agreement?: Hex
}
const accountOf = (name: string) => id(name).slice(0, 42) as Hex
const grant = async (
  name: string,
  { id: consent, purposes, end, ...rest }: Lent & { id: Hex; purposes: number; end: number },
) => {
  const { ctx } = open
  const made = grantTerms(termsHomeOf(ctx), textWithTerms(signed()), {
    dataset: slug,
    purposes: bitmapToPurposes(purposes),
    end,
  })
  await ctx.db.insert(consents).values({
    id: consent,
    account: accountOf(name),
    dataset,
    inner: id(name),
    agreement: rest.agreement ?? signed().hash,
    terms: rest.terms ?? (await know(made)),
    purposes,
    grantedAt: 1,
    end,
    withdrawnAt: rest.withdrawnAt ?? null,
    pausedAt: rest.pausedAt ?? null,
  })
}

let order = 0
const lend = async (
  name: string,
  {
    purposes = research | commercial,
    end = inYears(3),
    status = contributionStatus.accepted,
    newRows = 5,
    ...rest
  }: Lent = {},
) => {
  const account = accountOf(name)
  const consent = id(`${name}'s consent`)
  const { db } = open.ctx
  const common = { account, dataset }
  await grant(name, { id: consent, purposes, end, ...rest })
  await db.insert(contributions).values({
    ...common,
    id: id(name),
    consent,
    currentConsent: consent,
    commitment: id(`${name}'s commitment`),
    order: order++,
    at: 1,
    status,
    statusAt: 1,
  })
  await db.insert(files).values({
    contribution: id(name),
    account,
    dataset: slug,
    name,
    contentHash: id(`${name}'s content`),
    salt: id('salt'),
    recipient: `age1${name}`,
    keyCommitment: id(`${name}'s key`),
    blob: id(`${name}'s blob`),
    blobBytes: 10,
    contentBytes: 5,
    rows: newRows,
    provenance: { origin: 'mine', othersInIt: 'no', specialCategories: [], source: '', madeByAi: 'none' },
    findings: [],
    reportVersion: '1',
    reportHash: id('report'),
    invalid: 0,
    duplicatesWithin: 0,
    grantHolder: id('holder'),
    grantTasks: 'clean,review,value',
    grantUntil: end,
    grantSignature: '0x00',
    describedAt: 1,
    uploadedAt: 2,
    cleanedAt: 3,
  })
  if (status !== contributionStatus.accepted) return
  await db.insert(valued).values({
    contribution: id(name),
    newRows,
    weight: BigInt(newRows) << 16n,
    blob: newRows > 0 ? id(`${name}'s part`) : null,
    blobBytes: 10,
    rowsRoot: id('rows'),
    at: 4,
  })
}

/** As if a plan had been cut, asserted and activated. */
const publish = async (plan: ReleasePlan | null, state: 'asserted' | 'active' | 'challenged' = 'active') => {
  if (!plan) throw new Error('nothing was planned')
  const { offer, release, at, validUntil } = plan
  const manifest = id(`manifest ${offer.id} ${release} ${at}`)
  const { db } = open.ctx
  await db.insert(builds).values({
    manifest,
    offer: offer.id,
    release,
    croissant: id('croissant'),
    at,
    rows: 0,
    members: 0,
    parts: plan.parts.length,
  })
  if (plan.parts.length > 0)
    await db.insert(parts).values(
      plan.parts.map(({ contribution, consent, rows, weight, enrolled }) => ({
        manifest,
        contribution,
        consent,
        rows,
        weight,
        enrolled,
      })),
    )
  await db.insert(releases).values({
    offer: offer.id,
    release,
    state,
    at,
    validUntil,
    root: id('root'),
    total: 1n,
    manifest,
    challengeEnds: at,
    activatedAt: at,
  })
}

const plan = (offer: OfferRow) => planRelease(open.ctx, offer)
const withdraw = async (name: string) => {
  const { db } = open.ctx
  await db
    .update(consents)
    .set({ withdrawnAt: now })
    .where(eq(consents.id, id(`${name}'s consent`)))
}
const inPlan = (planned: ReleasePlan | null) =>
  Object.fromEntries((planned?.parts ?? []).map((part) => [part.recipient.slice(4), part.enrolled]))

test('an offer selects what was accepted, is new, and is permitted for its purposes', async () => {
  await lend('both')
  await lend('only research', { purposes: research })
  await lend('copy', { newRows: 0 })
  await lend('undecided', { status: contributionStatus.registered })
  await lend('rejected', { status: contributionStatus.rejected })
  await lend('gone', { withdrawnAt: now - 1 })
  await lend('paused', { pausedAt: now - 1 })
  expect(inPlan(await plan(researchOffer))).toEqual({ both: true, 'only research': true })
  expect(inPlan(await plan(commercialOffer))).toEqual({ both: true })
})

test('who comes in must outlast the longest license, who is in a month', async () => {
  await lend('long')
  await lend('short', { end: now + 359 * day })
  const first = await plan(researchOffer)
  expect(inPlan(first)).toEqual({ long: true })
  await publish(first)
  open.setTime(inYears(3) - 31 * day)
  expect((await plan(researchOffer))?.removed).toEqual([])
  open.setTime(inYears(3) - 29 * day)
  expect(await plan(researchOffer)).toMatchObject({ parts: [], removed: [id('long')] })
})

test('a release lasts until the first of its permissions ends, and not longer than the charter says', async () => {
  await lend('first', { end: now + 380 * day })
  await lend('second')
  expect((await plan(researchOffer))?.validUntil).toBe(now + 380 * day)
  await withdraw('first')
  expect((await plan(researchOffer))?.validUntil).toBe(now + open.ctx.charter.releaseValidDays * day)
})

test('what is in the pool is not enrolled again', async () => {
  await lend('before')
  await publish(await plan(researchOffer))
  expect(await plan(researchOffer)).toBeNull()
  await lend('after')
  const second = await plan(researchOffer)
  expect(second?.release).toBe(2)
  expect(inPlan(second)).toEqual({ before: false, after: true })
  // Another offer has another pool.
  expect(inPlan(await plan(commercialOffer))).toEqual({ before: true, after: true })
})

test('what a release that was struck out would have enrolled is enrolled by the next', async () => {
  await lend('one')
  await publish(await plan(researchOffer), 'challenged')
  const again = await plan(researchOffer)
  expect(again?.release).toBe(1)
  expect(inPlan(again)).toEqual({ one: true })
})

test('what was taken back is removed, and removing prolongs nothing', async () => {
  await lend('stays')
  await lend('leaves')
  const first = await plan(researchOffer)
  await publish(first)
  await withdraw('leaves')
  open.setTime(now + 10 * day)
  const second = await plan(researchOffer)
  expect(second?.removed).toEqual([id('leaves')])
  expect(inPlan(second)).toEqual({ stays: false })
  expect(second?.validUntil).toBe(first?.validUntil)
})

test('a removal from a release whose time is over can still be asserted', async () => {
  await lend('stays')
  await lend('leaves')
  await publish(await plan(researchOffer))
  await withdraw('leaves')
  open.setTime(now + 401 * day)
  expect((await plan(researchOffer))?.validUntil).toBeGreaterThan(now + 402 * day)
})

test('a release that the longest license no longer fits into is released again for longer', async () => {
  await lend('one')
  const first = await plan(researchOffer)
  await publish(first)
  // 400 days of 360 sold at once: nothing to do for 40 days, and then once a month.
  open.setTime(now + 39 * day)
  expect(await plan(researchOffer)).toBeNull()
  open.setTime(now + 41 * day)
  const second = await plan(researchOffer)
  expect(inPlan(second)).toEqual({ one: false })
  expect(second?.removed).toEqual([])
  expect(second?.validUntil).toBe(now + (41 + 400) * day)
})

test('a chain that stood still makes no assertion that is too old', async () => {
  await lend('one')
  open.ctx.indexer.head = () => ({ block: 1, hash: '0x', time: now - 10 * day })
  const planned = await plan(researchOffer)
  open.ctx.indexer.head = () => ({ block: 1, hash: '0x', time: open.ctx.now() })
  expect(planned?.at).toBe(now - day / 2)
})

test('a release waits for what is under review, and not for what its member took back', async () => {
  await lend('waiting', { status: contributionStatus.registered })
  expect(await isBusy(open.ctx, slug)).toBe(true)
  await withdraw('waiting')
  expect(await isBusy(open.ctx, slug)).toBe(false)
})

test('what nobody can say that it was signed stays out', async () => {
  await lend('known')
  await lend('never heard of', { terms: id('other terms') })
  // A hash on chain may be anything: here the offer’s own, wide terms, and somebody else’s agreement.
  await lend('the offer’s', { terms: researchOffer.terms })
  await lend('another text', { agreement: id('another agreement') })
  expect(inPlan(await plan(researchOffer))).toEqual({ known: true })
})

test('an offer whose terms are unknown, or cannot be kept, releases nothing', async () => {
  await lend('one')
  expect(await plan({ ...researchOffer, terms: id('unknown') })).toBeNull()
  const contradictory = await offerOf(3, research, (of) => {
    of.exclusivity = 'exclusive'
  })
  expect(await plan(contradictory)).toBeNull()
})

test('an offer that is wider than the agreement in any field releases nothing', async () => {
  await lend('one')
  const slower = await offerOf(4, research, (of) => {
    of.revocation.licenseeDeadlineDays = 90
  })
  expect(await plan(slower)).toBeNull()
  const stricter = await offerOf(5, research, (of) => {
    of.revocation.licenseeDeadlineDays = 14
  })
  expect(inPlan(await plan(stricter))).toEqual({ one: true })
})

/** A later version of the agreement, as it would be published. */
const publishVersion = async (version: string, change: (text: string) => string, authoritative = true) => {
  const text = parseText(change(signed().text.replace(/^version: .*$/m, `version: ${version}`)))
  const { title, language } = text.front
  await open.ctx.db.insert(agreements).values({
    hash: text.hash,
    text: text.text,
    title,
    version,
    language,
    authoritative,
    publishedAt: now,
    change: 'mixed',
    changedFields: [],
  })
}

test('a later version of the agreement that narrows takes out what it no longer allows', async () => {
  await lend('one')
  const first = await plan(commercialOffer)
  expect(inPlan(first)).toEqual({ one: true })
  await publish(first)
  await publishVersion('9.0.0', (text) =>
    text.replace(/^ {2}commercial: any$/m, '  commercial: non-commercial'),
  )
  expect(await plan(commercialOffer)).toMatchObject({ parts: [], removed: [id('one')] })
  // The research license is not commercial.
  expect(inPlan(await plan(researchOffer))).toEqual({ one: true })
})

test('a later version that no longer offers a purpose takes it from those who ticked it before', async () => {
  await lend('one')
  await publishVersion('9.0.0', (text) => text.replace(/^ +- ai\.finetune\n/m, ''))
  expect(await plan(commercialOffer)).toBeNull()
  expect(inPlan(await plan(researchOffer))).toEqual({ one: true })
})

test('a later version that widens changes nothing for who signed before', async () => {
  const wide = await offerOf(6, research, (of) => {
    of.revocation.licenseeDeadlineDays = 60
  })
  await lend('one')
  await publishVersion('9.0.0', (text) =>
    text.replace(/licenseeDeadlineDays: 30/, 'licenseeDeadlineDays: 60'),
  )
  expect(await plan(wide)).toBeNull()
  expect(inPlan(await plan(researchOffer))).toEqual({ one: true })
})

test('an older version, however narrow, does not reach back', async () => {
  await lend('one')
  await publishVersion('0.9.0', (text) =>
    text.replace(/^ {2}commercial: any$/m, '  commercial: non-commercial'),
  )
  expect(inPlan(await plan(commercialOffer))).toEqual({ one: true })
})

const continueUnder = async (name: string, consent: Hex, change: Partial<Lent> = {}) => {
  await grant(name, { id: consent, purposes: research | commercial, end: inYears(3), ...change })
  await open.ctx.db
    .update(contributions)
    .set({ currentConsent: consent })
    .where(eq(contributions.id, id(name)))
}

test('the permission that counts is the last one, also before the old one is taken back', async () => {
  await lend('one')
  await continueUnder('one', id('narrower'), { purposes: research })
  expect(await plan(commercialOffer)).toBeNull()
  expect(inPlan(await plan(researchOffer))).toEqual({ one: true })
})

test('one that was continued is enrolled again when the old permission is gone, and never under both', async () => {
  await lend('one')
  await publish(await plan(researchOffer))
  await continueUnder('one', id('renewed'))
  expect(await plan(researchOffer)).toBeNull()
  await withdraw('one')
  const second = await plan(researchOffer)
  expect(second).toMatchObject({ removed: [], parts: [{ consent: id('renewed'), enrolled: true }] })
  await publish(second)
  expect(await plan(researchOffer)).toBeNull()
})
