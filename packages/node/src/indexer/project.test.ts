import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import { asc } from 'drizzle-orm'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { processingGrants } from '../db/lookSchema.ts'
import { contributions, income, licenses, questions, releases } from '../db/schema.ts'
import { openTestContext } from '../testing/fakeContext.ts'
import { forgetChain, type ProjectedLog, project } from './project.ts'

const id = (name: string): Hex => keccak256(toHex(name))
const account: Hex = `0x${'ad'.repeat(20)}`
const dataset = datasetIdOf('birds')
const start = 1_800_000_000
const license = (3n << 64n) | 0xfeedn

let open: Awaited<ReturnType<typeof openTestContext>>
let said: { event: ProjectedLog; at: number }[]
beforeAll(async () => {
  open = await openTestContext()
}, 60_000)
afterAll(() => open.close())
beforeEach(async () => {
  said = []
  await forgetChain(open.ctx.db)
})

/** What the chain says next. */
const say = async (eventName: string, args: Record<string, unknown>, at = start) => {
  const place = { blockNumber: BigInt(said.length + 1), logIndex: 0, transactionHash: id('tx') }
  const event = { eventName, args, ...place } as unknown as ProjectedLog
  said.push({ event, at })
  await project(open.ctx.db, event, at)
}
const readAgain = async () => {
  await forgetChain(open.ctx.db)
  for (const { event, at } of said) await project(open.ctx.db, event, at)
}

test('contributions are numbered as they arrived, the same when the chain is read again', async () => {
  for (const name of ['c', 'a', 'b'])
    await say('ContributionRegistered', {
      contributionId: id(name),
      account,
      dataset,
      consentId: id('consent'),
      commitment: id('commitment'),
    })
  const arrived = async () =>
    (await open.ctx.db.select().from(contributions).orderBy(asc(contributions.order))).map(
      ({ id: contribution, order }) => [contribution, order],
    )
  const expected = ['c', 'a', 'b'].map((name, at) => [id(name), at + 1])
  expect(await arrived()).toEqual(expected)
  await readAgain()
  expect(await arrived()).toEqual(expected)
})

test('a processing grant is kept as it was said first, and only for tasks that there are', async () => {
  const holder: Hex = `0x${'0b'.repeat(20)}`
  const grant = { contributionId: id('c'), account, holder, tasks: 'clean,review', until: start + 100 }
  await say('ProcessingGranted', grant)
  await say('ProcessingGranted', grant, start + 1)
  await say('ProcessingGranted', { ...grant, until: start + 200 }, start + 2)
  // Anybody can say anything of what is theirs; Postgres takes no character of number 0.
  await say('ProcessingGranted', {
    ...grant,
    contributionId: id('d'),
    tasks: '\u0000,clean\u0000,\ud800,audit',
  })
  await say('ProcessingGranted', { ...grant, contributionId: id('e'), tasks: '\u0000' })
  const kept = async () =>
    (await open.ctx.db.select().from(processingGrants).orderBy(asc(processingGrants.until))).map(
      ({ contribution, tasks, until, at }) => [contribution, tasks, until, at],
    )
  const expected = [
    [id('c'), 'clean,review', start + 100, start],
    [id('d'), 'audit', start + 100, start],
    [id('c'), 'clean,review', start + 200, start + 2],
  ]
  expect((await kept()).toSorted()).toEqual(expected.toSorted())
  await readAgain()
  expect((await kept()).toSorted()).toEqual(expected.toSorted())
})

const shares = async () =>
  (await open.ctx.db.select().from(income).orderBy(asc(income.block))).map(
    ({ offer, license: of, price, contributors, reviewers, treasury }) => ({
      ...{ offer, of, price },
      ...{ contributors, reviewers, treasury },
    }),
  )

test('what comes in is the price of licenses and what is given; a refund is the treasury’s', async () => {
  const price = { price: 100n, contributors: 70n, reviewers: 10n }
  const bought = { license, offer: 3n, licensee: account, purposes: 1, start, end: start + 100 }
  await say('LicenseBought', { ...bought, ...price, release: 1 })
  await say('LicenseRenewed', { license, release: 2, start: start + 100, end: start + 200, ...price })
  await say('IncomeDonated', { offer: 3n, from: account, amount: 7n })
  await say('LicenseEnded', { license, at: start + 50 })
  await say('LicenseRefunded', { license, licensee: account, amount: 15n })
  const sale = { offer: 3n, of: license, price: 100n, contributors: 70n, reviewers: 10n, treasury: 20n }
  expect(await shares()).toEqual([
    sale,
    sale,
    { offer: 3n, of: null, price: 7n, contributors: 7n, reviewers: 0n, treasury: 0n },
    { offer: 3n, of: license, price: -15n, contributors: 0n, reviewers: 0n, treasury: -15n },
  ])
  const [row] = await open.ctx.db.select().from(licenses)
  expect(row).toMatchObject({ id: license, offer: 3n, release: 2, price: 200n, end: start + 50 })
})

test('questions end with the assertion they were about; disputes with the ruling', async () => {
  const asserted = {
    ...{ offer: 3n, release: 2, asserter: account, at: start, validUntil: start + 1_000 },
    ...{ root: id('root'), total: 9n, manifest: id('m'), challengeEnds: start + 10, bond: 5n },
  }
  const asked = { offer: 3n, release: 2, asker: account, point: 4n, answerBy: start + 10 }
  await say('ReleaseAsserted', asserted)
  await say('LeafAsked', asked)
  await say('LeafAsked', { ...asked, point: 5n })
  await say('LeafShown', { offer: 3n, release: 2, by: account, point: 4n }, start + 3)
  const known = async () =>
    (await open.ctx.db.select().from(questions).orderBy(asc(questions.point))).map(({ point, shownAt }) => [
      point,
      shownAt,
    ])
  expect(await known()).toEqual([
    [4n, start + 3],
    [5n, null],
  ])
  const disputeId = (3n << 32n) | 2n
  await say('Dispute', { disputeId, disputer: account, evidence: id('evidence'), stake: 5n }, start + 4)
  const release = async () => (await open.ctx.db.select().from(releases))[0]
  expect(await release()).toMatchObject({
    state: 'asserted',
    disputedAt: start + 4,
    asserter: account,
    bond: 5n,
  })
  await say('Ruling', { arbiter: account, disputeId, ruling: 1n })
  expect(await release()).toMatchObject({ state: 'asserted', disputedAt: null })
  await say('ReleaseChallenged', { offer: 3n, release: 2, challenger: account, consentId: id('c') })
  expect(await release()).toMatchObject({ state: 'challenged' })
  await say('ReleaseAsserted', { ...asserted, manifest: id('another') })
  expect(await release()).toMatchObject({ state: 'asserted', manifest: id('another') })
  expect(await known()).toEqual([])
})
