import { type Hex, sha256, stringToBytes } from 'viem'
import { beforeEach, describe, expect, it } from 'vitest'
import { findUsufructError } from '../../domain/errors.ts'
import { commitmentOf } from '../../domain/ids.ts'
import type { Contribution } from '../../http/routes/contribute.ts'
import { nowInSeconds } from '../actor.ts'
import { createFakeDao, type FakeDao } from '../testing/fakeDao.ts'
import { checkContribution } from './checkContribution.ts'
import { contribute } from './contribute.ts'

const ndjson = stringToBytes('{"species":"Adelie"}\n')
const wait = async () => undefined

let dao: FakeDao
let lent: Contribution
beforeEach(async () => {
  dao = createFakeDao()
  const actor = await dao.actor()
  const contentHash = sha256(ndjson)
  await contribute(actor, {
    dataset: 'birds',
    name: 'birds.csv',
    cleaned: {
      ndjson,
      contentHash,
      rows: 1,
      report: {
        version: '1',
        hash: sha256('0x01'),
        rows: 1,
        invalid: 0,
        duplicatesWithin: 0,
        findings: [],
      },
    },
    purposes: ['research.academic'],
    until: nowInSeconds() + 1_000,
    provenance: { origin: 'mine', othersInIt: 'no', specialCategories: [], source: '', madeByAi: 'none' },
    wait,
  })
  const { contributions } = await actor.node.call('listMyContributions', {})
  lent = contributions[0] as Contribution
})

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: unknown) => findUsufructError(error)?.code,
  )

describe('checkContribution', () => {
  it('makes the commitment on the chain again, from what lies in storage and the salt', async () => {
    const checked = await checkContribution(await dao.actor(), { contribution: lent, wait })
    const salt = lent.opening?.salt as Hex
    expect(checked).toMatchObject({
      recomputed: commitmentOf(dao.address, sha256(ndjson), salt),
      contentHash: sha256(ndjson),
      contentBytes: ndjson.length,
      storedBytes: dao.blobs.get(lent.blob as Hex)?.length,
      equal: true,
    })
    expect(checked.onChain.commitment).toBe(checked.recomputed)
  })

  it('says that they differ when the salt or the chain says something else', async () => {
    const opening = { ...(lent.opening as NonNullable<Contribution['opening']>), salt: sha256('0x02') }
    const check = checkContribution(await dao.actor(), { contribution: { ...lent, opening }, wait })
    expect(await check).toMatchObject({ equal: false })
    const kept = dao.registered.get(lent.contribution)
    if (kept) kept.commitment = sha256('0x03')
    expect(await checkContribution(await dao.actor(), { contribution: lent, wait })).toMatchObject({
      equal: false,
      onChain: { commitment: sha256('0x03') },
    })
  })

  it('refuses stored bytes that are others than were uploaded', async () => {
    const stored = dao.blobs.get(lent.blob as Hex) as Uint8Array
    dao.blobs.set(lent.blob as Hex, stored.slice().fill(0, -8))
    const check = checkContribution(await dao.actor(), { contribution: lent, wait })
    expect(await codeOf(check)).toBe('BLOB_MISMATCH')
  })

  it('does with one key holder down, and says why when they refuse', async () => {
    const [first, second] = dao.keepers
    if (first) first.state.down = true
    const one = await checkContribution(await dao.actor(), { contribution: lent, wait })
    expect(one.equal).toBe(true)
    second?.state.refuses.set(lent.contribution, 'CONSENT_WITHDRAWN')
    const check = checkContribution(await dao.actor(), { contribution: lent, wait })
    expect(await codeOf(check)).toBe('KEYS_REFUSED')
  })

  it('has nothing to check before the upload', async () => {
    const check = checkContribution(await dao.actor(), { contribution: { ...lent, blob: null }, wait })
    expect(await codeOf(check)).toBe('NOT_UPLOADED')
  })
})
