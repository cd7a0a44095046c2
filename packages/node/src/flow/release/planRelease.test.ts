import { parsePurposes, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { eq } from 'drizzle-orm'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  builds,
  consents,
  contributions,
  files,
  offers,
  parts,
  releases,
  rowHashes,
  valued,
} from '../../db/schema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
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
  researchOffer = offerOf(1, research)
  commercialOffer = offerOf(2, commercial)
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  open.setTime(now)
  for (const table of [builds, consents, contributions, files, offers, parts, releases, rowHashes, valued])
    await open.ctx.db.delete(table)
})

const research = purposesToBitmap(parsePurposes(['research.academic']))
const commercial = purposesToBitmap(parsePurposes(['ai.finetune']))

const offerOf = (number: number, purposes: number): OfferRow => ({
  id: BigInt(number),
  dataset,
  purposes,
  terms: id(`terms ${number}`),
  pricePerMonth: 1n,
  maxMonths: 12,
  closed: false,
})

type Lent = { purposes?: number; end?: number; status?: number; newRows?: number; withdrawnAt?: number }
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
  const account = id(name).slice(0, 42) as Hex
  const consent = id(`${name}'s consent`)
  const { db } = open.ctx
  const common = { account, dataset }
  await db.insert(consents).values({
    ...common,
    id: consent,
    inner: id(name),
    agreement: id('agreement'),
    terms: id('terms'),
    purposes,
    grantedAt: 1,
    end,
    withdrawnAt: rest.withdrawnAt ?? null,
  })
  await db.insert(contributions).values({
    ...common,
    id: id(name),
    consent,
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
    provenance: { origin: 'mine', othersInIt: 'no', source: '', madeByAi: 'none' },
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
