import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFingerprinter } from '@usufruct/cleaning/duplicates/near/fingerprint'
import { writeFingerprints } from '@usufruct/cleaning/node/fingerprintFile'
import { eq } from 'drizzle-orm'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { nearMatches, textPrints } from '../../db/nearSchema.ts'
import { consents, contributions, rowHashes } from '../../db/schema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { countNearRows } from '../value/newRows.ts'
import { forgetTextPrints } from './forgetTextPrints.ts'
import { keepTextPrints } from './keepTextPrints.ts'
import type { FileRow } from './withPlaintext.ts'

let open: Awaited<ReturnType<typeof openTestContext>>
let folder: string
beforeAll(async () => {
  open = await openTestContext()
  folder = await mkdtemp(join(tmpdir(), 'usufruct prints '))
}, 60_000)
afterAll(async () => {
  await open.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const table of [textPrints, nearMatches, rowHashes, contributions, consents])
    await open.ctx.db.delete(table)
})

const id = (name: string) => keccak256(toHex(name))
const { registered, accepted, rejected } = contributionStatus

const register = async (name: string, order: number, status: number = registered) => {
  await open.ctx.db.insert(consents).values({
    id: id(`${name}'s consent`),
    account: id(name),
    dataset: id('dataset'),
    inner: id(name),
    agreement: id('agreement'),
    terms: id('terms'),
    purposes: 1,
    grantedAt: 1,
    end: 2_000_000_000,
  })
  await open.ctx.db.insert(contributions).values({
    id: id(name),
    account: id(name),
    dataset: id('dataset'),
    consent: id(`${name}'s consent`),
    currentConsent: id(`${name}'s consent`),
    commitment: id('commitment'),
    order,
    at: 1,
    status,
    statusAt: 1,
  })
}

let files = 0
/** What cleaning does last, in the order of the calls. */
const cleaned = async (name: string, texts: readonly string[], dataset = 'letters') => {
  const path = join(folder, String(files++))
  const prints = await writeFingerprints(path, 1e9)
  const fingerprint = createFingerprinter()
  for (const [row, text] of texts.entries()) await prints.add(row, fingerprint(text))
  await prints.end()
  await open.ctx.db.insert(rowHashes).values(
    texts.map((text, row) => ({
      dataset,
      hash: id(text),
      contribution: id(name),
      row,
      recordId: `${name}${row}`,
    })),
  )
  await open.ctx.db.transaction((transaction) =>
    keepTextPrints(transaction, { contribution: id(name), dataset } as FileRow, path),
  )
}

const letter = (number: number) =>
  Array.from({ length: 60 }, (_, word) => `word${(number * 7919 + word * word) % 1009}`).join(' ')
const altered = (number: number) => `${letter(number)} yours`
const near = (name: string) => countNearRows(open.ctx, id(name))
const withdraw = (name: string) =>
  open.ctx.db
    .update(consents)
    .set({ withdrawnAt: 2 })
    .where(eq(consents.id, id(`${name}'s consent`)))

test('a row counts as nearly lent for whoever committed later, whichever was cleaned first', async () => {
  await register('first', 1)
  await register('second', 2)
  await register('third', 3)
  await cleaned('third', [altered(1), altered(2), letter(8)])
  await cleaned('first', [letter(1), letter(9)])
  await cleaned('second', [letter(2), letter(1).toUpperCase()])
  expect([await near('first'), await near('second'), await near('third')]).toEqual([0, 1, 2])
  const matches = await open.ctx.db.select().from(nearMatches)
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
  await forgetTextPrints(open.ctx)
  expect(await near('stays')).toBe(1)
  await withdraw('gone')
  await forgetTextPrints(open.ctx)
  expect([await near('stays'), await near('later')]).toEqual([0, 1])
  const kept = await open.ctx.db.selectDistinct({ contribution: textPrints.contribution }).from(textPrints)
  expect(kept.map(({ contribution }) => contribution).sort()).toEqual(
    [id('stays'), id('later')].sort() as Hex[],
  )
  expect(await open.ctx.db.select().from(nearMatches)).toHaveLength(1)
})

test('many rows are compared in batches, and all of them', async () => {
  await register('first', 1)
  await register('second', 2)
  const numbers = Array.from({ length: 230 }, (_, number) => number)
  await cleaned('first', numbers.map(letter))
  await cleaned('second', numbers.map(altered).reverse())
  expect(await near('second')).toBe(230)
})
