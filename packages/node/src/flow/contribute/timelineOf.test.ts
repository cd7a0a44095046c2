import { datasetIdOf } from '@usufruct/sdk/domain/ids'
import { timelineEntry } from '@usufruct/sdk/http/routes/contribute'
import { type Hex, keccak256, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  builds,
  consents,
  contributions,
  events,
  files,
  licenses,
  offers,
  parts,
  releases,
  valued,
} from '../../db/schema.ts'
import { takedownMatches, takedowns } from '../../db/takedownSchema.ts'
import { openTestContext } from '../../testing/fakeContext.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { listContributions } from './listContributions.ts'
import { notCleaned } from './timelineOf.ts'

const id = (name: string): Hex => keccak256(toHex(name))
const ada: Hex = `0x${'ad'.repeat(20)}`
const start = 1_800_000_000

let open: Awaited<ReturnType<typeof openTestContext>>
beforeAll(async () => {
  open = await openTestContext({ keepers: [], offerNames: new Map() })
}, 60_000)
afterAll(() => open.close())

let block = 0
const say = (name: string, args: Record<string, string>, at: number) =>
  open.ctx.db
    .insert(events)
    .values({ block: ++block, logIndex: 0, transaction: id(`tx ${name}`), at, name, account: null, args })

test('refused keys are no failure for whoever stopped, and whatever else went wrong is said', () => {
  const refused = 'KEYS_REFUSED: The key holders did not open contribution 0x12: CONSENT_WITHDRAWN.'
  expect(notCleaned(refused, true)).toBe('Not checked: the key holders do not open it any more')
  expect(notCleaned(refused, false)).toContain(refused)
  expect(notCleaned('CONTENT_MISMATCH: other bytes', true)).toContain('CONTENT_MISMATCH')
})

test('a timeline goes from the signature to the money, each step of the chain with its transaction', async () => {
  const { db, charter } = open.ctx
  const slug = charter.datasets[0]?.slug as string
  const dataset = datasetIdOf(slug)
  const contribution = id('lent')
  const consent = id('consent')
  await db.insert(consents).values({
    ...{ id: consent, account: ada, dataset, inner: id('inner'), agreement: null, terms: id('terms') },
    ...{ purposes: 1, grantedAt: start, grantedBlock: 1, grantedLog: 0, end: start + 1_000 },
  })
  await say('ConsentGranted', { consentId: consent }, start)
  await db.insert(contributions).values({
    ...{ id: contribution, account: ada, dataset, consent, currentConsent: consent },
    ...{ commitment: id('commitment'), order: 1, at: start + 1 },
    ...{ status: contributionStatus.accepted, statusAt: start + 5 },
  })
  await say('ContributionRegistered', { contributionId: contribution }, start + 1)
  await db.insert(files).values({
    ...{ contribution, account: ada, dataset: slug, name: 'birds.csv', contentHash: id('content') },
    ...{ salt: id('salt'), recipient: 'age1', keyCommitment: id('key'), blob: id('blob'), blobBytes: 300 },
    ...{ contentBytes: 200, rows: 2, findings: [], reportVersion: '1', reportHash: id('report') },
    ...{
      provenance: { origin: 'mine', othersInIt: 'no', specialCategories: [], source: '', madeByAi: 'none' },
    },
    ...{ invalid: 0, duplicatesWithin: 0, grantHolder: ada, grantTasks: 'clean', grantUntil: start + 1_000 },
    ...{ grantSignature: '0x', describedAt: start + 2, uploadedAt: start + 3, cleanedAt: start + 4 },
  })
  await say('ContributionStatusChanged', { contributionId: contribution }, start + 5)
  const worth = { newRows: 2, weight: 2n, blob: null, blobBytes: 0, rowsRoot: id('root') }
  await db.insert(valued).values({ contribution, ...worth, at: start + 6 })
  const priced = { purposes: 1, terms: id('offer'), pricePerMonth: 1n, maxMonths: 1, closed: false }
  await db.insert(offers).values({ id: 1n, dataset, ...priced })
  const manifest = id('manifest')
  const bond = { challengeEnds: start, asserter: ada, bond: 1n, activatedAt: start + 7 }
  await db.insert(releases).values({
    ...{ offer: 1n, release: 1, state: 'active', at: start + 7, validUntil: start + 900, root: id('tree') },
    ...{ total: 2n, manifest, ...bond },
  })
  const built = { croissant: id('croissant'), at: start + 7, rows: 2, members: 1, parts: 1 }
  await db.insert(builds).values({ manifest, offer: 1n, release: 1, ...built })
  await db
    .insert(parts)
    .values({ manifest, contribution, consent, rows: 2, rowsRoot: id('rows'), weight: 2n, enrolled: true })
  const bought = { offer: 1n, licensee: ada, purposes: 1, end: start + 500, price: 5n }
  await db.insert(licenses).values({ id: 7n, release: 1, start: start + 8, ...bought })
  await db.insert(licenses).values({ id: 8n, release: 9, start: start + 9, ...bought })
  await say('EarningsClaimed', { offer: '1', consentId: consent, amount: '1500000' }, start + 10)

  const [taken] = await db
    .insert(takedowns)
    .values({ contribution, reason: 'copied from a book', addedBy: ada, addedAt: start + 9 })
    .returning()
  await db
    .insert(takedownMatches)
    .values({ contribution, row: 0, takedown: taken?.id as number, how: 'equal' })

  const { contributions: mine } = await listContributions(open.ctx, ada)
  expect(mine[0]?.state).toBe('accepted')
  const timeline = (mine[0]?.timeline ?? []).map((entry) => timelineEntry.parse(entry))
  expect(timeline.map(({ at, stage, ledger }) => [at - start, stage, ledger?.transaction ?? null])).toEqual([
    [0, 'contribute', id('tx ConsentGranted')],
    [1, 'contribute', id('tx ContributionRegistered')],
    [3, 'contribute', null],
    [4, 'clean', null],
    [5, 'review', id('tx ContributionStatusChanged')],
    [6, 'value', null],
    [7, 'release', null],
    [8, 'license', null],
    [9, 'clean', null],
    [10, 'payout', id('tx EarningsClaimed')],
  ])
  expect(timeline.at(-1)?.text).toContain('1.50 PRACTICE')
  expect(timeline.at(-2)?.text).toBe(
    `Set aside, because it was taken down: 1 row (copied from a book). If that is wrong, write to ${open.ctx.charter.contacts.takedown} and name takedown ${taken?.id}`,
  )
  expect(mine[0]?.takenDown).toMatchObject([{ takedown: taken?.id, rows: 1, how: ['equal'] }])
  expect(mine[0]?.opening).toEqual({ salt: id('salt'), keyCommitment: id('key'), contentBytes: 200 })
})
