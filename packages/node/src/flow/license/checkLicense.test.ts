import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import { type Purpose, purposesToBitmap } from '@usufruct/sdk/domain/purposes'
import { grantTerms, offerTerms } from '@usufruct/sdk/terms/deriveTerms'
import { type LicenseTerms, termsHash, termsText } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { eq } from 'drizzle-orm'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builds, consents, contributions, offers, releases, terms, valued } from '../../db/schema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { termsHomeOf } from '../consent/knownTerms.ts'
import { offerTermsOf } from '../release/permissions.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { checkLicense } from './checkLicense.ts'
import { quoteLicense } from './quoteLicense.ts'

const id = (name: string): Hex => keccak256(toHex(name))
const now = 1_800_000_000
const year = 365 * 86_400
const slug = 'palmer-penguins'
const dataset = datasetIdOf(slug)

let open: Awaited<ReturnType<typeof openTestContext>>

const termsOf = ({ hash, front }: PublishedText) => {
  if (!front.terms) throw new Error('the text has no terms')
  return { hash, version: front.version, language: front.language, terms: front.terms }
}

const know = async (of: LicenseTerms) => {
  const hash = termsHash(of)
  await open.ctx.db.insert(terms).values({ hash, text: termsText(of) })
  return hash
}

const lend = async (name: string, purposes: Purpose[], end: number, rows: number, known = true) => {
  const { ctx } = open
  const account = id(name).slice(0, 42) as Hex
  const agreement = ctx.texts.agreements[0] as PublishedText
  const made = grantTerms(termsHomeOf(ctx), termsOf(agreement), { dataset: slug, purposes, end })
  const common = { account, dataset }
  await ctx.db.insert(consents).values({
    ...common,
    id: id(`${name} consent`),
    inner: id(name),
    agreement: agreement.hash,
    terms: known ? await know(made) : id('unknown'),
    purposes: purposesToBitmap(purposes),
    grantedAt: 1,
    grantedBlock: 1,
    grantedLog: 0,
    end,
  })
  await ctx.db.insert(contributions).values({
    ...common,
    id: id(name),
    consent: id(`${name} consent`),
    currentConsent: id(`${name} consent`),
    commitment: id(name),
    order: rows,
    at: 1,
    status: contributionStatus.accepted,
    statusAt: 1,
  })
  await ctx.db.insert(valued).values({
    contribution: id(name),
    newRows: rows,
    weight: 1n,
    blob: id(name),
    blobBytes: 1,
    rowsRoot: id(name),
    at: 1,
  })
}

beforeAll(async () => {
  open = await openTestContext({ offerNames: new Map() })
  open.setTime(now)
  const { ctx } = open
  const license = ctx.texts.licenses.get('commercial')
  if (!license) throw new Error('the sample has no commercial license')
  const of = offerTerms(termsHomeOf(ctx), termsOf(license), {
    slug: 'commercial',
    dataset: slug,
    purposes: ['ai.finetune', 'ai.eval'],
    pricePerMonth: '12.5',
    currency: 'PRACTICE',
    charter: id('charter'),
  })
  await ctx.db.insert(offers).values({
    id: 7n,
    dataset,
    purposes: purposesToBitmap(['ai.finetune', 'ai.eval']),
    terms: await know({ ...of, territory: { ...of.territory, allow: ['EU'] } }),
    pricePerMonth: 12_500_000n,
    maxMonths: 12,
    closed: false,
  })
  await ctx.db.insert(releases).values({
    offer: 7n,
    release: 1,
    state: 'active',
    at: now,
    validUntil: now + year,
    root: id('root'),
    total: 1n,
    manifest: id('manifest'),
    challengeEnds: now,
    asserter: id('asserter'),
    bond: 0n,
    activatedAt: now,
  })
  await ctx.db.insert(builds).values({
    manifest: id('manifest'),
    offer: 7n,
    release: 1,
    croissant: id('croissant'),
    at: now,
    rows: 30,
    members: 2,
    parts: 2,
  })
  await lend('ann', ['ai.finetune', 'ai.eval', 'research.academic'], now + 3 * year, 20)
  await lend('bob', ['ai.finetune', 'ai.eval'], now + 3 * year, 10)
  await lend('cyd', ['research.academic'], now + 3 * year, 5)
  await lend('dov', ['ai.finetune', 'ai.eval'], now + 60 * 86_400, 4)
  await lend('eve', ['ai.finetune', 'ai.eval'], now + 3 * year, 3, false)
}, 60_000)
afterAll(() => open.close())

const check = (asked: Parameters<typeof checkLicense>[2]) => checkLicense(open.ctx, slug, asked)

test('a use that an offer allows has rows, months and a price', async () => {
  const answer = await check({
    purposes: ['ai.finetune'],
    territory: ['DE', 'FR'],
    until: now + 100 * 86_400,
  })
  expect(answer).toMatchObject({
    allowed: true,
    asked: { purposes: ['ai.finetune'], territory: ['DE', 'FR'], commercial: 'any' },
    offers: [{ offer: '7', allowed: true, rows: 30, members: 2, months: 4, price: '50000000', blocks: [] }],
    permitted: { rows: 30, members: 2 },
  })
  expect(answer.answer).toMatch(/^Yes: offer 7 .* opens 30 rows until 1[0-9] May 2027 for 50/)
  expect(answer.refused.map(({ field, rows, members }) => [field, rows, members])).toEqual([
    ['purposes.permit', 5, 1],
    ['term.end', 4, 1],
    ['legalText.sha256', 3, 1],
  ])
  expect(answer.refused[0]?.example.clause).toMatchObject({
    text: open.ctx.texts.agreements[0]?.hash,
    section: '5',
  })
})

test('a use that no offer allows is answered with the clause that blocks', async () => {
  const answer = await check({ purposes: ['ai.finetune'], territory: ['US'], until: now + 30 * 86_400 })
  expect(answer.allowed).toBe(false)
  expect(answer.offers[0]).toMatchObject({
    allowed: false,
    rows: 30,
    blocks: [{ field: 'territory.allow', clause: { section: '1' } }],
  })
  expect(answer.offers[0]?.blocks[0]?.words).toBe(
    'This offer is for the EU; the license would be used also in the United States.',
  )
  expect(answer.answer).toBe(
    'No offer allows it today, but members’ permissions would cover 34 rows: ask the DAO for an offer.',
  )
})

test('a use that nobody permits is answered with the members’ own words', async () => {
  const answer = await check({ purposes: ['profile.person'] })
  expect(answer).toMatchObject({ allowed: false, permitted: { rows: 0, members: 0 } })
  expect(answer.answer).toContain('does not allow “Build a profile of a person” (profile.person)')
})

test('a longer time than can be sold names the limit, and a version that is not there is said', async () => {
  const { offers: long } = await check({ purposes: ['ai.eval'], territory: ['EU'], until: now + 2 * year })
  expect(long[0]).toMatchObject({ allowed: false, price: null, blocks: [{ field: 'term.end' }] })
  expect(long[0]?.blocks[0]?.words).toContain('at most 12 months')
})

test('research is not commercial by its name, other uses are unless said otherwise', async () => {
  expect((await check({ purposes: ['research.academic'] })).asked.commercial).toBe('non-commercial')
  expect((await check({ purposes: ['ai.eval'] })).asked.commercial).toBe('any')
  expect(
    (await check({ purposes: ['ai.eval'], commercial: 'not-for-profit-org-only' })).asked.commercial,
  ).toBe('not-for-profit-org-only')
})

test.each([
  ['DATE_PAST', 'input', { until: now - 1 }],
  ['OFFER_UNKNOWN', 'notFound', { offer: '99' }],
])('%s is said', async (code, kind, change) => {
  await expect(check({ purposes: ['ai.eval'], ...change })).rejects.toMatchObject({ code, kind })
})

test('an offer whose terms nobody knows allows nothing', async () => {
  const { db } = open.ctx
  await db
    .insert(offers)
    .values({ id: 8n, dataset, purposes: 1, terms: id('?'), pricePerMonth: 1n, maxMonths: 1, closed: false })
  await expect(quoteLicense(open.ctx, { offer: '8', months: 1 })).rejects.toMatchObject({
    code: 'TERMS_UNKNOWN',
    kind: 'conflict',
  })
  const { offers: checked } = await check({ purposes: ['ai.eval'], offer: '8' })
  expect(checked).toMatchObject([{ offer: '8', allowed: false, blocks: [{ field: 'legalText.sha256' }] }])
})

test('an offer whose terms contradict themselves has no price', async () => {
  const { db } = open.ctx
  const [offer] = await db.select().from(offers).where(eq(offers.id, 7n))
  if (!offer) throw new Error('the offer is gone')
  expect(await quoteLicense(open.ctx, { offer: '7', months: 1 })).toMatchObject({ price: '12500000' })
  const sound = await offerTermsOf(open.ctx, offer)
  if (!sound) throw new Error('the terms are gone')
  await db
    .update(offers)
    .set({ terms: await know({ ...sound, exclusivity: 'exclusive' }) })
    .where(eq(offers.id, 7n))
  await expect(quoteLicense(open.ctx, { offer: '7', months: 1 })).rejects.toMatchObject({
    code: 'TERMS_CONTRADICTORY',
  })
  const { offers: checked } = await check({ purposes: ['ai.finetune'], territory: ['EU'], offer: '7' })
  expect(checked[0]).toMatchObject({ allowed: false, price: null })
  expect(checked[0]?.blocks.at(-1)?.words).toContain('contradict')
  await db.update(offers).set({ terms: offer.terms }).where(eq(offers.id, 7n))
})
