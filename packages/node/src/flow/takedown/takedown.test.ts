import { eq } from 'drizzle-orm'
import type { Address } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rowHashes, valued } from '../../db/schema.ts'
import {
  takedownMatches,
  takedownPictureKeys,
  takedownPrints,
  takedowns,
  takedownTextKeys,
} from '../../db/takedownSchema.ts'
import { altered, id, letter, openLentRows } from '../../testing/lentRows.ts'
import { forgetPrints } from '../clean/forgetPrints.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { newRowsOf } from '../value/newRows.ts'
import { addTakedown } from './addTakedown.ts'
import { removeTakedown } from './removeTakedown.ts'
import { listTakedowns } from './showTakedown.ts'
import { takenDownOf, takenRowsOf } from './takenDownOf.ts'

let dao: Awaited<ReturnType<typeof openLentRows>>
beforeAll(async () => {
  dao = await openLentRows()
}, 60_000)
afterAll(() => dao.close())
beforeEach(async () => {
  await dao.empty()
  for (const table of [
    takedowns,
    takedownPrints,
    takedownTextKeys,
    takedownPictureKeys,
    takedownMatches,
    valued,
  ])
    await dao.ctx.db.delete(table)
})

const steward: Address = '0x00000000000000000000000000000000000057e4'
const other: Address = '0x000000000000000000000000000000000000ffff'
const takeDown = (name: string, rows?: number[]) =>
  addTakedown(dao.ctx, steward, { contribution: id(name), rows, reason: 'copied from a book' })
const newRows = async (name: string) => (await newRowsOf(dao.ctx, id(name))).map(({ row }) => row)
const taken = async (name: string) => [...(await takenRowsOf(dao.ctx, id(name)))].sort((a, b) => a - b)

const picture = 'd059424a0fa1014a'
const rescaled = 'd059424a0fa10148'
const stranger = '15eeef97bf29d63a'

const value = async (name: string, rows: readonly number[]) => {
  await dao.ctx.db.insert(valued).values({
    contribution: id(name),
    newRows: rows.length,
    weight: BigInt(rows.length) << 16n,
    blob: id(`${name}'s part`),
    blobBytes: 10,
    rowsRoot: id(`${name}'s rows`),
    at: 4,
  })
  await dao.ctx.db
    .update(rowHashes)
    .set({ counts: true })
    .where(eq(rowHashes.contribution, id(name)))
}

test('what is equal, nearly equal in words, or looks alike does not come back, in whichever dataset', async () => {
  await dao.register('pirate', 1)
  await dao.cleaned('pirate', [letter(1), { picture }, letter(2), 'short and equal'])
  const entry = await takeDown('pirate')
  expect(entry).toMatchObject({
    recognisedBy: { rows: 4, texts: 3, pictures: 1 },
    found: { rows: 4, contributions: 1 },
  })
  await dao.register('second', 2)
  await dao.cleaned(
    'second',
    [letter(7), altered(1), { picture: rescaled }, { picture: stranger }, 'short and equal', altered(1)],
    'elsewhere',
  )
  expect(await taken('second')).toEqual([1, 2, 4, 5])
  expect(await newRows('second')).toEqual([0, 3])
  expect(await takenDownOf(dao.ctx, id('second'))).toEqual([
    {
      takedown: entry.id,
      reason: 'copied from a book',
      at: entry.addedAt,
      rows: 4,
      how: ['equal', 'picture', 'text'],
    },
  ])
})

test('only the rows that were named are taken down, also one that repeats another of its file', async () => {
  await dao.register('first', 1)
  await dao.cleaned('first', [letter(1), letter(2), letter(1)])
  const { rows, found } = await takeDown('first', [3])
  expect({ rows, found }).toEqual({ rows: [3], found: { rows: 2, contributions: 1 } })
  await dao.register('second', 2)
  await dao.cleaned('second', [altered(1), altered(2)])
  expect(await taken('second')).toEqual([0])
})

test('what is in the DAO already is found, and leaves its part of releases until that is made anew', async () => {
  for (const [order, name] of ['source', 'copy', 'honest'].entries())
    await dao.register(name, order + 1, contributionStatus.accepted)
  await dao.cleaned('source', [letter(1), 'short and equal'])
  await dao.cleaned('copy', [letter(3), altered(1), { picture: rescaled }, 'short and equal'], 'elsewhere')
  await dao.cleaned('honest', [letter(4)])
  await value('copy', [0, 1, 2, 3])
  await value('honest', [0])
  expect((await takeDown('source')).found).toEqual({ rows: 4, contributions: 2 })
  expect((await dao.ctx.db.select().from(valued)).map(({ contribution }) => contribution)).toEqual([
    id('honest'),
  ])
  expect(await newRows('copy')).toEqual([0, 2])
  expect(await newRows('source')).toEqual([])
})

test('the list outlives what was seen on it', async () => {
  await dao.register('gone', 1)
  await dao.cleaned('gone', [letter(1), { picture }])
  await takeDown('gone')
  await dao.withdraw('gone')
  await forgetPrints(dao.ctx)
  await dao.register('second', 2)
  await dao.cleaned('second', [altered(1), { picture: rescaled }])
  expect(await taken('second')).toEqual([0, 1])
})

test('an entry that is removed takes nothing down any more, and who removed it is kept', async () => {
  await dao.register('first', 1, contributionStatus.accepted)
  await dao.cleaned('first', [letter(1), { picture }, letter(2)])
  const { id: number } = await takeDown('first', [1, 2])
  expect(await newRows('first')).toEqual([2])
  await value('first', [2])
  const removed = await removeTakedown(dao.ctx, other, {
    id: number,
    reason: 'countered: her own photograph',
  })
  const kept = { by: other, at: dao.ctx.now(), reason: 'countered: her own photograph' }
  expect(removed).toMatchObject({ addedBy: steward, removed: kept, found: { rows: 0 } })
  expect(await newRows('first')).toEqual([0, 1, 2])
  expect(await dao.ctx.db.select().from(valued)).toEqual([])
  for (const table of [takedownPrints, takedownTextKeys, takedownPictureKeys, takedownMatches])
    expect(await dao.ctx.db.select().from(table)).toEqual([])
  expect((await listTakedowns(dao.ctx)).takedowns).toEqual([removed])
  await expect(removeTakedown(dao.ctx, other, { id: number, reason: 'again' })).rejects.toMatchObject({
    code: 'TAKEDOWN_REMOVED',
  })
})

test('what is not there cannot be taken down, and nothing of the attempt stays', async () => {
  await dao.register('first', 1)
  await dao.cleaned('first', [letter(1)])
  await expect(takeDown('nobody')).rejects.toMatchObject({ code: 'CONTRIBUTION_UNKNOWN', kind: 'notFound' })
  await expect(takeDown('first', [1, 2])).rejects.toMatchObject({ code: 'ROW_UNKNOWN', kind: 'notFound' })
  await expect(removeTakedown(dao.ctx, steward, { id: 999, reason: 'x' })).rejects.toMatchObject({
    code: 'TAKEDOWN_UNKNOWN',
  })
  expect(await dao.ctx.db.select().from(takedowns)).toEqual([])
})
