import { certificate, getProjection, projectionFormats, stability } from '@usufruct/sdk/http/routes/terms'
import type { ProcessingRegister } from '@usufruct/sdk/projections/processingRegister'
import { hashDocument } from '@usufruct/sdk/records/signedDocument'
import { verifyCertificate } from '@usufruct/sdk/records/verifyCertificate'
import { narrow } from '@usufruct/sdk/terms/narrow'
import { eq } from 'drizzle-orm'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { processingGrants } from '../../db/lookSchema.ts'
import * as schema from '../../db/schema.ts'
import { day, now, openSignedWorld, operator, type SignedConsent } from '../../testing/signedWorld.ts'
import { showCertificate } from './showCertificate.ts'
import { showProjection } from './showProjection.ts'
import { showStability } from './showStability.ts'

const hash = (name: string): Hex => keccak256(toHex(name))
const low = <T extends string>(value: T) => value.toLowerCase() as T

let world: Awaited<ReturnType<typeof openSignedWorld>>
beforeAll(async () => {
  world = await openSignedWorld()
}, 60_000)
afterAll(() => world.close())
beforeEach(() => world.clear())

describe('the stability sheet', () => {
  it('counts what outlasts the term, what is paused and what was taken back', async () => {
    const { lent } = await world.released()
    await world.stop('pause', lent[2] as SignedConsent, now)
    const before = stability.parse(await showStability(world.ctx, { offer: '1', months: 2 }))
    expect(before).toMatchObject({
      rows: 100,
      outlasting: { rows: 70, members: 1, share: 0.7 },
      paused: { rows: 20, members: 1 },
      withdrawals: { rows: 0, members: 0, last: null, perYear: 0 },
    })
    await world.stop('withdraw', lent[0] as SignedConsent, now - day)
    const after = await showStability(world.ctx, { offer: '1', months: 2 })
    expect(after.outlasting.rows).toBe(20)
    expect(after.withdrawals).toMatchObject({ rows: 50, members: 1, last: now - day })
    // Half of the rows in 40 days: more than all of them in a year.
    expect(after.withdrawals.perYear).toBe(1)
  })

  it('counts a continuation without the offer’s purposes as taken back', async () => {
    const { lent } = await world.released()
    const first = lent[0]?.id as Hex
    const narrower = await world.grant('narrower', {
      purposes: ['analytics'],
      replaces: first,
      at: now - 2 * day,
    })
    await world.ctx.db
      .update(schema.contributions)
      .set({ currentConsent: narrower.id })
      .where(eq(schema.contributions.consent, first))
    const sheet = await showStability(world.ctx, { offer: '1', months: 1 })
    expect(sheet.withdrawals).toMatchObject({ rows: 50, last: now - 2 * day })
  })

  it('has no rate before there is a month of history, and says what the text says', async () => {
    await world.released()
    await world.ctx.db.update(schema.releases).set({ activatedAt: now - day })
    const sheet = await showStability(world.ctx, { offer: '1', months: 1 })
    expect(sheet.withdrawals.perYear).toBeNull()
    expect(sheet.refunds).toMatch(/^You have no right to one\..*the treasury’s share/)
    expect(sheet.refunds).toContain('The license says')
    expect(sheet.warrantyText).not.toBe('')
    expect(sheet.ends.join(' ')).toContain(`${sheet.licenseeDeadlineDays} days`)
    expect(sheet.contact).toBe(world.ctx.charter.contacts.licensing)
  })
})

describe('a license certificate', () => {
  it('verifies without a network, and is no wider than the offer', async () => {
    const { license, offer } = await world.released()
    const signed = await showCertificate(world.ctx, license)
    expect(certificate.parse(signed.certificate)).toEqual(signed.certificate)
    const text = world.ctx.texts.licenses.get(offer.offer.slug)?.text
    const checked = await verifyCertificate(signed, {
      operator: operator.address,
      offer: offer.terms,
      legalText: text,
      widerFields: (child, parent) => {
        const narrowed = narrow([parent], child)
        return narrowed.allowed ? [] : narrowed.blocks.map(({ field }) => field)
      },
    })
    expect(checked.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(checked.checks).toHaveLength(6)
    expect(checked.ok).toBe(true)
  })

  it('is the same bytes whenever it is asked for', async () => {
    const { license } = await world.released()
    const first = await showCertificate(world.ctx, license)
    world.setTime(now + 5 * day)
    expect(await showCertificate(world.ctx, license)).toEqual(first)
  })

  it.each([
    ['price', '"price":"2000000"', '"price":"1000000"'],
    ['purposes', '"purposes":["research.academic"', '"purposes":["ai.pretrain","research.academic"'],
    ['end', `"end":${now - 10 + 60 * day}`, `"end":${now - 10 + 90 * day}`],
  ])('fails when its %s are changed', async (_, from, to) => {
    const { license } = await world.released()
    const signed = await showCertificate(world.ctx, license)
    const document = signed.document.replace(from, to)
    expect(document).not.toBe(signed.document)
    expect((await verifyCertificate({ ...signed, document })).ok).toBe(false)
    // Nor when somebody with a key of their own signs it anew: then the terms in it say otherwise.
    const forged = await verifyCertificate({ ...signed, document, hash: hashDocument(document) })
    expect(forged.ok).toBe(false)
  })

  it('does not exist for a license that does not', async () => {
    await expect(showCertificate(world.ctx, '77')).rejects.toMatchObject({ code: 'LICENSE_UNKNOWN' })
  })
})

describe('projections', () => {
  it.each(projectionFormats)('%s is made from live data', async (format) => {
    const { license } = await world.released()
    const shown = getProjection.response.parse(await showProjection(world.ctx, { offer: '1', format }))
    expect(shown.document.length).toBeGreaterThan(500)
    expect(shown.notCarried.length).toBeGreaterThan(0)
    if (format === 'processing-register') {
      expect(shown.document).toContain(`License ${license}`)
      expect(JSON.parse(shown.document).rows).toHaveLength(3)
    }
  })

  it('tell in the register who may see plaintext of what is lent, as the chain says it', async () => {
    const { lent } = await world.released()
    await world.stop('withdraw', lent[0] as SignedConsent, now - day)
    const all = await world.ctx.db.select().from(schema.contributions)
    const until = now + 100 * day
    const granted = all.map(({ id, account }, at) => ({
      ...{ contribution: id, account, holder: low(operator.address), tasks: 'clean,review,value' },
      ...{ until: until - at * day, at: now - 10 + at, transaction: hash(`granted ${at}`) },
    }))
    const over = { ...granted[1], until: now, tasks: 'audit' } as (typeof granted)[number]
    await world.ctx.db.insert(processingGrants).values([...granted, over])
    const shown = await showProjection(world.ctx, { offer: '1', format: 'processing-register' })
    const [, review] = (JSON.parse(shown.document) as ProcessingRegister).rows
    const lentStill = all.filter(({ currentConsent }) => currentConsent !== lent[0]?.id)
    expect(lentStill).toHaveLength(2)
    expect(review?.recipients).toHaveLength(2)
    expect(review?.recipients[0]).toMatch(
      new RegExp(
        `^Account ${low(operator.address)}, to clean, review, value: 2 contributions, until .*${hash('granted 2')}$`,
      ),
    )
  })

  it('refuses an offer that does not exist', async () => {
    await expect(showProjection(world.ctx, { offer: '9', format: 'odrl' })).rejects.toMatchObject({
      code: 'OFFER_UNKNOWN',
    })
  })
})
