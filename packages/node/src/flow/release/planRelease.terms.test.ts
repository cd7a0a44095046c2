import { bitmapToPurposes } from '@usufruct/sdk/domain/purposes'
import { grantTerms } from '@usufruct/sdk/terms/deriveTerms'
import { termsHash, termsText } from '@usufruct/sdk/terms/terms'
import { parseText } from '@usufruct/sdk/texts/parseText'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import { expect, test } from 'vitest'
import { agreements, consents, contributions, positions, terms } from '../../db/schema.ts'
import {
  commercial,
  commercialOffer,
  day,
  grant,
  id,
  inPlan,
  inYears,
  type Lent,
  lend,
  now,
  offerOf,
  open,
  plan,
  publish,
  research,
  researchOffer,
  setUpReleases,
  signed,
  slug,
  withdraw,
} from '../../testing/releaseKit.ts'
import { termsHomeOf } from '../consent/knownTerms.ts'

setUpReleases()

test('what nobody can say that it was signed stays out', async () => {
  await lend('known')
  await lend('never heard of', { terms: id('other terms') })
  // A hash on chain may be anything: here the offer’s own, wide terms, and somebody else’s agreement.
  await lend('the offer’s', { terms: researchOffer.terms })
  await lend('another text', { agreement: id('another agreement') })
  expect(inPlan(await plan(researchOffer))).toEqual({ known: true })
})

test.each([
  ['purposes that this version does not know', { purposes: (research | (2 ** 31)) >>> 0 }],
  ['an end that terms cannot name', { end: 2 ** 40 - 1 }],
])('%s hold nobody else up', async (_, strange) => {
  await lend('known')
  await lend('strange', { terms: researchOffer.terms })
  await open.ctx.db
    .update(consents)
    .set(strange)
    .where(eq(consents.id, id("strange's consent")))
  expect(inPlan(await plan(researchOffer))).toEqual({ known: true })
})

test('what is lent under somebody else’s permission stays out', async () => {
  await lend('one')
  await lend('two')
  await open.ctx.db
    .update(contributions)
    .set({ currentConsent: id("one's consent") })
    .where(eq(contributions.id, id('two')))
  expect(inPlan(await plan(researchOffer))).toEqual({ one: true })
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

test('a purpose that the signed agreement does not list is not allowed by signing it all the same', async () => {
  await lend('one')
  const text = parseText(signed().text.replace(/^ +- ai\.finetune\n/m, ''))
  const { title, version, language, terms: of } = text.front
  if (!of) throw new Error('the text has no terms')
  const rest = { title, language, authoritative: true, publishedAt: now, change: 'mixed' as const }
  const agreement = { hash: text.hash, text: text.text, version, changedFields: [], ...rest }
  await open.ctx.db.insert(agreements).values(agreement)
  const made = grantTerms(
    termsHomeOf(open.ctx),
    { hash: text.hash, version, language, terms: of },
    { dataset: slug, purposes: bitmapToPurposes(research | commercial), end: inYears(3) },
  )
  await open.ctx.db.insert(terms).values({ hash: termsHash(made), text: termsText(made) })
  await open.ctx.db.update(consents).set({ agreement: text.hash, terms: termsHash(made) })
  expect(await plan(commercialOffer)).toBeNull()
  expect(inPlan(await plan(researchOffer))).toEqual({ one: true })
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

test('one whose old permission is left to end is enrolled again after that end, not before', async () => {
  await lend('one')
  await publish(await plan(researchOffer))
  await continueUnder('one', id('renewed'), { end: inYears(6) })
  open.setTime(inYears(3) - 20 * day)
  const near = await plan(researchOffer)
  expect(near).toMatchObject({ removed: [], parts: [{ consent: id('renewed'), enrolled: false }] })
  await publish(near)
  open.setTime(inYears(3) + 2 * day)
  expect(await plan(researchOffer)).toMatchObject({
    removed: [],
    parts: [{ consent: id('renewed'), enrolled: true }],
  })
})

test('one that was frozen is enrolled again at once, and one that is yet to be frozen is not', async () => {
  await lend('one')
  await publish(await plan(researchOffer))
  await continueUnder('one', id('renewed'), { end: inYears(6) })
  const position = { offer: researchOffer.id, consent: id("one's consent"), weight: 5n, claimed: 0n }
  await open.ctx.db.insert(positions).values({ ...position, frozenAt: null })
  await withdraw('one')
  expect(await plan(researchOffer)).toBeNull()
  await open.ctx.db.update(positions).set({ frozenAt: now, weight: 0n })
  expect(await plan(researchOffer)).toMatchObject({
    parts: [{ consent: id('renewed'), enrolled: true }],
  })
  await open.ctx.db.delete(positions)
})
