import { bitmapToPurposes, parsePurposes, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { grantTerms, offerTerms } from '@usufruct/sdk/terms/deriveTerms'
import { type LicenseTerms, termsHash, termsText } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { eq, ne } from 'drizzle-orm'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach } from 'vitest'
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
} from '../db/schema.ts'
import { termsHomeOf } from '../flow/consent/knownTerms.ts'
import { type OfferRow, planRelease, type ReleasePlan } from '../flow/release/planRelease.ts'
import { contributionStatus } from '../flow/review/contributionStatus.ts'
import { openTestContext } from './fakeContext.ts'

export const id = (name: string): Hex => keccak256(toHex(name))
export const now = 1_800_000_000
export const day = 86_400
export const inYears = (years: number) => now + years * 365 * day

export let open: Awaited<ReturnType<typeof openTestContext>>
export let dataset: Hex
export let slug: string
export let researchOffer: OfferRow
export let commercialOffer: OfferRow
/** A real database with the sample's texts and two offers, empty before each test. */
export const setUpReleases = () => {
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
}

export const research = purposesToBitmap(parsePurposes(['research.academic']))
export const commercial = purposesToBitmap(parsePurposes(['ai.finetune']))

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
export const offerOf = async (number: number, purposes: number, change?: (terms: LicenseTerms) => void) => {
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
export const signed = () => open.ctx.texts.agreements[0] as PublishedText

export type Lent = {
  purposes?: number
  end?: number
  status?: number
  newRows?: number
  withdrawnAt?: number
  pausedAt?: number
  /** Signs something else than what the agreement says, or what nobody here knows. */
  terms?: Hex
  agreement?: Hex | null
}
const accountOf = (name: string) => id(name).slice(0, 42) as Hex
export const grant = async (
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
    agreement: rest.agreement === undefined ? signed().hash : rest.agreement,
    terms: rest.terms ?? (await know(made)),
    purposes,
    grantedAt: 1,
    grantedBlock: 1,
    grantedLog: order,
    end,
    withdrawnAt: rest.withdrawnAt ?? null,
    pausedAt: rest.pausedAt ?? null,
  })
}

let order = 0
export const lend = async (
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
export const publish = async (
  plan: ReleasePlan | null,
  state: 'asserted' | 'active' | 'challenged' = 'active',
  change: Partial<typeof releases.$inferInsert> = {},
) => {
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
      plan.parts.map(({ contribution, consent, rows, rowsRoot, weight, enrolled }) => ({
        manifest,
        contribution,
        consent,
        rows,
        rowsRoot,
        weight,
        enrolled,
      })),
    )
  const row = {
    offer: offer.id,
    release,
    state,
    at,
    validUntil,
    root: id('root'),
    total: 1n,
    manifest,
    challengeEnds: at,
    asserter: id('asserter').slice(0, 42) as Hex,
    bond: 0n,
    disputedAt: null,
    activatedAt: state === 'active' ? at : null,
    ...change,
  }
  await db.insert(releases).values(row)
  return row
}

export const plan = (offer: OfferRow) => planRelease(open.ctx, offer)
export const withdraw = async (name: string) => {
  const { db } = open.ctx
  await db
    .update(consents)
    .set({ withdrawnAt: now })
    .where(eq(consents.id, id(`${name}'s consent`)))
}
export const inPlan = (planned: ReleasePlan | null) =>
  Object.fromEntries((planned?.parts ?? []).map((part) => [part.recipient.slice(4), part.enrolled]))
