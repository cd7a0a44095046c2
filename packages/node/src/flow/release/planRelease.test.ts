import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { files, valued } from '../../db/schema.ts'
import {
  commercialOffer,
  day,
  id,
  inPlan,
  inYears,
  lend,
  now,
  open,
  plan,
  publish,
  research,
  researchOffer,
  setUpReleases,
  slug,
  withdraw,
} from '../../testing/releaseKit.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { isBusy } from './advanceReleases.ts'

setUpReleases()

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

test('a part that was made anew without some rows is released again, and prolongs nothing', async () => {
  await lend('one')
  await lend('two')
  const first = await plan(researchOffer)
  await publish(first)
  open.setTime(now + day)
  await open.ctx.db.delete(valued).where(eq(valued.contribution, id('one')))
  const without = await plan(researchOffer)
  expect([inPlan(without), without?.removed]).toEqual([{ two: false }, [id('one')]])
  await publish(without)
  await open.ctx.db.insert(valued).values({
    contribution: id('one'),
    newRows: 3,
    weight: 3n << 16n,
    blob: id('another part'),
    blobBytes: 6,
    rowsRoot: id('fewer rows'),
    at: 5,
  })
  const again = await plan(researchOffer)
  expect([inPlan(again), again?.removed]).toEqual([{ one: false, two: false }, []])
  expect(again?.parts.map(({ rows }) => rows)).toEqual([3, 5])
  expect(again?.validUntil).toBe(first?.validUntil)
  await publish(again)
  expect(await plan(researchOffer)).toBeNull()
})

test('a release does not wait for what nobody may look at any more', async () => {
  await lend('over', { status: contributionStatus.registered })
  await open.ctx.db.update(files).set({ grantUntil: now })
  expect(await isBusy(open.ctx, slug)).toBe(false)
})
