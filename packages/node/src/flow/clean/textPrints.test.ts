import type { Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { nearMatches, textPrintKeys, textPrints } from '../../db/nearSchema.ts'
import { altered, id, letter, openLentRows } from '../../testing/lentRows.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { forgetPrints } from './forgetPrints.ts'

let dao: Awaited<ReturnType<typeof openLentRows>>
beforeAll(async () => {
  dao = await openLentRows()
}, 60_000)
afterAll(() => dao.close())
beforeEach(() => dao.empty())

const { accepted, rejected } = contributionStatus
type Dao = typeof dao
const register = (...args: Parameters<Dao['register']>) => dao.register(...args)
const cleaned = (...args: Parameters<Dao['cleaned']>) => dao.cleaned(...args)
const near = (name: string) => dao.near(name)

test('a row counts as nearly lent for whoever committed later, whichever was cleaned first', async () => {
  await register('first', 1)
  await register('second', 2)
  await register('third', 3)
  await cleaned('third', [altered(1), altered(2), letter(8)])
  await cleaned('first', [letter(1), letter(9)])
  await cleaned('second', [letter(2), letter(1).toUpperCase()])
  expect([await near('first'), await near('second'), await near('third')]).toEqual([0, 1, 2])
  const matches = await dao.ctx.db.select().from(nearMatches)
  expect(
    matches.map(({ contribution, row, earlier, earlierRow }) => [contribution, row, earlier, earlierRow]),
  ).toEqual(
    expect.arrayContaining([
      [id('third'), 0, id('first'), 0],
      [id('second'), 1, id('first'), 0],
      [id('third'), 1, id('second'), 0],
      [id('third'), 0, id('second'), 1],
    ]),
  )
  expect(matches).toHaveLength(4)
  expect(
    matches.find(({ contribution, earlierRow }) => contribution === id('second') && earlierRow === 0),
  ).toMatchObject({ similarity: 1000 })
})

test('a row that is lent word for word is told as that and not as nearly so', async () => {
  await register('first', 1)
  await register('second', 2)
  await cleaned('first', [letter(1), letter(2)])
  await cleaned('second', [letter(1), altered(2)])
  expect(await near('second')).toBe(1)
})

test('texts of another dataset are not compared', async () => {
  await register('first', 1)
  await register('second', 2)
  await cleaned('first', [letter(1)], 'other')
  await cleaned('second', [altered(1)])
  expect(await near('second')).toBe(0)
})

test('what a panel turned down makes nothing an old text', async () => {
  await register('forger', 1, rejected)
  await register('honest', 2)
  await cleaned('forger', [letter(1)])
  await cleaned('honest', [altered(1)])
  expect(await near('honest')).toBe(0)
})

test('what was taken back leaves the index, with all that was noted about it', async () => {
  await register('gone', 1, accepted)
  await register('stays', 2)
  await register('later', 3)
  await cleaned('gone', [letter(1)])
  await cleaned('stays', [altered(1), letter(2)])
  await cleaned('later', [altered(2)])
  await forgetPrints(dao.ctx)
  expect(await near('stays')).toBe(1)
  await dao.withdraw('gone')
  await forgetPrints(dao.ctx)
  expect([await near('stays'), await near('later')]).toEqual([0, 1])
  const kept = await dao.ctx.db.selectDistinct({ contribution: textPrints.contribution }).from(textPrints)
  expect(kept.map(({ contribution }) => contribution).sort()).toEqual(
    [id('stays'), id('later')].sort() as Hex[],
  )
  expect(await dao.ctx.db.select().from(nearMatches)).toHaveLength(1)
  expect(await dao.ctx.db.select().from(textPrintKeys)).toHaveLength(3 * 21)
})

test('many rows are compared in batches, and all of them', async () => {
  await register('first', 1)
  await register('second', 2)
  const numbers = Array.from({ length: 230 }, (_, number) => number)
  await cleaned('first', numbers.map(letter))
  await cleaned('second', numbers.map(altered).reverse())
  expect(await near('second')).toBe(230)
})
