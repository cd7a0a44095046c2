import { verifyReceipt } from '@usufruct/sdk/records/verifyReceipt'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as schema from '../../db/schema.ts'
import { day, id, low, member, now, openSignedWorld, operator } from '../../testing/signedWorld.ts'
import { issueReceipts } from './issueReceipts.ts'
import { listReceipts, receiptOf } from './receipts.ts'

let world: Awaited<ReturnType<typeof openSignedWorld>>
beforeAll(async () => {
  world = await openSignedWorld()
}, 60_000)
afterAll(() => world.close())
beforeEach(() => world.clear())

const mine = async () => (await listReceipts(world.ctx, low(member.address))).receipts
const kinds = async () => (await mine()).map(({ kind }) => kind)
const read = async (receipt: string) => {
  const found = await receiptOf(world.ctx, { account: low(member.address), id: receipt })
  return { ...found, json: JSON.parse(found.document) }
}

describe('receipts', () => {
  it('follow a permission through its life, one for each change, each verifiable without a network', async () => {
    const consent = await world.grant('one')
    await issueReceipts(world.ctx)
    await world.stop('pause', consent, now)
    await issueReceipts(world.ctx)
    world.setTime(now + 10)
    await world.stop('withdraw', consent, now + 5)
    await issueReceipts(world.ctx)
    await issueReceipts(world.ctx)
    expect(await kinds()).toEqual(['withdrawn', 'paused', 'given'])
    const records = new Set<string>()
    for (const { id: receipt } of await mine()) {
      const found = await read(receipt)
      const checked = await verifyReceipt(found, { operator: operator.address })
      expect(checked.checks.filter(({ ok }) => !ok)).toEqual([])
      records.add(found.json['dpv:hasRecordOfActivity'][0]['dct:identifier'])
    }
    expect(records.size).toBe(1)
    const last = await verifyReceipt(await read((await mine())[0]?.id ?? ''))
    expect(last.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'the member’s signature of GrantConsent',
        'the member’s signature of PauseConsents',
        'the member’s signature of WithdrawConsents',
      ]),
    )
  })

  it('are made after the fact as they would have been made then', async () => {
    const consent = await world.grant('late')
    await world.stop('withdraw', consent, now)
    await issueReceipts(world.ctx)
    const given = (await mine()).find(({ kind }) => kind === 'given')
    const { json } = await read(given?.id ?? '')
    expect(JSON.stringify(json['dpv:hasRecordOfActivity'][0]['dpv:hasConsentStatus'])).not.toContain(
      'Withdrawn',
    )
  })

  it('are issued once, though two nodes look at the same moment and one died halfway', async () => {
    await world.grant('twice')
    await Promise.all([issueReceipts(world.ctx), issueReceipts(world.ctx)])
    expect(await kinds()).toEqual(['given'])
    const [first] = await mine()
    await issueReceipts(world.ctx)
    expect((await mine())[0]?.hash).toBe(first?.hash)
  })

  it('tell a renewal from a change, and name what continues what', async () => {
    const first = await world.grant('first')
    const renewed = await world.grant('renewed', { replaces: first.id, end: now + 500 * day })
    const changed = await world.grant('changed', { replaces: renewed.id, purposes: ['ai.eval'] })
    await world.stop('withdraw', first, now)
    await issueReceipts(world.ctx)
    const of = async (consent: Hex, kind: string) => {
      const receipt = (await mine()).find((entry) => entry.consent === consent && entry.kind === kind)
      return (await read(receipt?.id ?? ''))?.json['dpv:hasRecordOfActivity'][0]
    }
    expect((await of(renewed.id, 'renewed'))['dct:replaces']['@id']).toContain(first.id)
    expect(JSON.stringify((await of(renewed.id, 'renewed'))['dpv:hasConsentStatus'])).toContain(
      'dpv:RenewedConsentGiven',
    )
    expect(JSON.stringify((await of(changed.id, 'changed'))['dpv:hasConsentStatus'])).toContain(
      '"dpv:ConsentGiven"',
    )
    expect((await of(first.id, 'withdrawn'))['dct:isReplacedBy']['@id']).toContain(renewed.id)
  })

  it('come for an end that passed, by nobody’s act', async () => {
    await world.grant('short', { end: now + day })
    world.setTime(now + 2 * day)
    await issueReceipts(world.ctx)
    expect(await kinds()).toEqual(['expired', 'given'])
    const { json } = await read((await mine())[0]?.id ?? '')
    expect(JSON.stringify(json)).toContain('dpv:ConsentExpired')
  })

  it('are not made of terms that nobody here knows', async () => {
    const { id: consent } = await world.grant('foreign')
    await world.ctx.db
      .update(schema.consents)
      .set({ terms: id('foreign') })
      .where(eq(schema.consents.id, consent))
    await issueReceipts(world.ctx)
    expect(await kinds()).toEqual([])
  })

  it('are not held up by any number of permissions that can have none', async () => {
    const offer = world.ctx.foundingOffers[0]?.hash as Hex
    const agreement = world.ctx.texts.agreements[0]?.hash as Hex
    const strange = Array.from({ length: 450 }, (_, at) => ({
      id: id(`strange ${at}`),
      account: low(operator.address),
      dataset: world.dataset,
      inner: id('inner'),
      agreement,
      terms: offer,
      purposes: 2 ** 31,
      grantedAt: now - 2 * day,
      grantedBlock: 1,
      grantedLog: 0,
      end: 2 ** 40 - 1,
    }))
    await world.ctx.db.insert(schema.consents).values(strange)
    await world.grant('mine')
    for (let turn = 0; turn < 3; turn++) await issueReceipts(world.ctx)
    expect(await kinds()).toEqual(['given'])
  })

  it('are nobody else’s', async () => {
    await world.grant('mine')
    await issueReceipts(world.ctx)
    const [receipt] = await mine()
    await expect(
      receiptOf(world.ctx, { account: low(operator.address), id: receipt?.id ?? '' }),
    ).rejects.toMatchObject({
      code: 'RECEIPT_UNKNOWN',
    })
    expect((await listReceipts(world.ctx, low(operator.address))).receipts).toEqual([])
  })
})
