import { eq } from 'drizzle-orm'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { consents, contributions, rowHashes } from '../../db/schema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { newRowsOf, releaseRows, waitsForEarlier } from './newRows.ts'

let open: Awaited<ReturnType<typeof openTestContext>>
beforeAll(async () => {
  open = await openTestContext()
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  await open.ctx.db.delete(rowHashes)
  await open.ctx.db.delete(contributions)
  await open.ctx.db.delete(consents)
})

const id = (name: string) => keccak256(toHex(name))

const stop = (name: string, when: Partial<typeof consents.$inferInsert>) =>
  open.ctx.db
    .update(consents)
    .set(when)
    .where(eq(consents.id, id(`${name}'s consent`)))

const leave = (name: string) => stop(name, { withdrawnAt: 2 })

/** The same member's next consent takes over what was lent under the last one. */
const renew = async (name: string) => {
  await open.ctx.db.insert(consents).values({
    id: id(`${name}'s next consent`),
    account: id(name),
    dataset: id('dataset'),
    inner: id(`${name}, next`),
    agreement: id('agreement'),
    terms: id('terms'),
    purposes: 1,
    grantedAt: 2,
    grantedBlock: 1,
    grantedLog: 0,
    end: 2_000_000_000,
    replaces: id(`${name}'s consent`),
  })
  await open.ctx.db
    .update(contributions)
    .set({ currentConsent: id(`${name}'s next consent`) })
    .where(eq(contributions.id, id(name)))
}

const lend = async (
  name: string,
  order: number,
  status: number,
  rows: string[],
  counted: string[] = [],
  owner = name,
) => {
  await open.ctx.db.insert(consents).values({
    id: id(`${name}'s consent`),
    account: id(name),
    dataset: id('dataset'),
    inner: id(name),
    agreement: id('agreement'),
    terms: id('terms'),
    purposes: 1,
    grantedAt: 1,
    grantedBlock: 1,
    grantedLog: 0,
    end: 2_000_000_000,
  })
  await open.ctx.db.insert(contributions).values({
    id: id(name),
    account: id(owner),
    dataset: id('dataset'),
    consent: id(`${name}'s consent`),
    currentConsent: id(`${name}'s consent`),
    commitment: id('commitment'),
    order,
    at: 1,
    status,
    statusAt: 1,
  })
  await open.ctx.db.insert(rowHashes).values(
    rows.map((hash, row) => ({
      dataset: 'penguins',
      hash,
      contribution: id(name),
      row,
      recordId: `${name}${row}`,
      counts: counted.includes(hash),
    })),
  )
}
const { registered, accepted, rejected } = contributionStatus
const newOf = async (name: string) => (await newRowsOf(open.ctx, id(name))).map(({ row }) => row)

test('a row counts for whoever committed to it first, however late the other was cleaned', async () => {
  await lend('second', 2, accepted, ['a', 'b', 'c'])
  await lend('first', 1, accepted, ['b'])
  expect(await newOf('first')).toEqual([0])
  expect(await newOf('second')).toEqual([0, 2])
})

test('a row that stands twice in one file counts once', async () => {
  await lend('only', 1, accepted, ['a', 'b', 'a'])
  expect(await newOf('only')).toEqual([0, 1])
})

test('what a panel turned down takes nothing from who lends the true rows later', async () => {
  await lend('forger', 1, rejected, ['a'])
  await lend('honest', 2, accepted, ['a'])
  expect(await newOf('honest')).toEqual([0])
})

test('a row that was counted for somebody is never counted again, even for an earlier commitment', async () => {
  await lend('slow', 1, accepted, ['a', 'b'])
  await lend('quick', 2, accepted, ['a'], ['a'])
  expect(await newOf('slow')).toEqual([1])
})

test('the database itself refuses to count a row twice', async () => {
  await lend('one', 1, accepted, ['a'], ['a'])
  await expect(lend('two', 2, accepted, ['a'], ['a'])).rejects.toThrow()
})

test('the worth of a copy waits until the earlier one has an outcome', async () => {
  await lend('first', 1, registered, ['a'])
  await lend('copy', 2, accepted, ['a'])
  await lend('apart', 3, accepted, ['z'])
  expect(await waitsForEarlier(open.ctx, id('copy'))).toBe(true)
  expect(await waitsForEarlier(open.ctx, id('apart'))).toBe(false)
})

test('who leaves before the outcome neither holds a copy up nor keeps its rows', async () => {
  await lend('first', 1, registered, ['a'])
  await lend('copy', 2, accepted, ['a', 'b'])
  await leave('first')
  expect(await waitsForEarlier(open.ctx, id('copy'))).toBe(false)
  expect(await newOf('copy')).toEqual([0, 1])
})

test('rows that a member took back count again for that member, once', async () => {
  await lend('before', 1, accepted, ['a', 'b'], ['a', 'b'], 'ann')
  await lend('other', 2, accepted, ['c'], ['c'])
  await lend('again', 3, accepted, ['a', 'b', 'c'], [], 'ann')
  expect(await newOf('again')).toEqual([])
  await leave('before')
  expect(await newOf('again')).toEqual([0, 1])
  await releaseRows(open.ctx, open.ctx.db, id('again'))
  const counted = await open.ctx.db.select().from(rowHashes).where(eq(rowHashes.counts, true))
  expect(counted.map(({ hash }) => hash)).toEqual(['c'])
})

test('what a member took back does not come back through a copy that somebody else lends', async () => {
  await lend('before', 1, accepted, ['a', 'b'], ['a', 'b'], 'ann')
  await leave('before')
  await lend('copy', 2, accepted, ['a', 'b'], [], 'bob')
  expect(await newOf('copy')).toEqual([])
  await releaseRows(open.ctx, open.ctx.db, id('copy'))
  const counted = await open.ctx.db.select().from(rowHashes).where(eq(rowHashes.counts, true))
  expect(counted).toHaveLength(2)
})

test('who renews a permission keeps the rows, though the old one is taken back', async () => {
  await lend('ann', 1, accepted, ['a', 'b'], ['a', 'b'])
  await renew('ann')
  await leave('ann')
  await lend('again', 2, accepted, ['a'], [], 'ann')
  expect(await newOf('again')).toEqual([])
})

test('who pauses before the outcome holds nobody up, and who pauses after it keeps the rows', async () => {
  await lend('undecided', 1, registered, ['a'])
  await lend('decided', 2, accepted, ['b'], ['b'])
  await stop('undecided', { pausedAt: 2 })
  await stop('decided', { pausedAt: 2 })
  await lend('copy', 3, accepted, ['a', 'b'])
  expect(await waitsForEarlier(open.ctx, id('copy'))).toBe(false)
  expect(await newOf('copy')).toEqual([0])
})
