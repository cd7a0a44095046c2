import { type Hex, numberToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { buildAnchorFile } from '../anchor/anchorFile.ts'
import { proveLeaf } from '../anchor/merkleTree.ts'
import { consentSaid } from '../anchor/signedConsent.ts'
import { consentBitsOf } from '../domain/ids.ts'
import { isConsentLive, readConsent } from './chainReads.ts'
import { grantConsent } from './consent/grantConsent.ts'
import { createFakeDao } from './testing/fakeDao.ts'

const act: Hex = `0x${'ac'.repeat(32)}`
const transaction: Hex = `0x${'ee'.repeat(32)}`
const now = () => Math.floor(Date.now() / 1000)
const year = 365 * 86_400

/** A DAO that anchors permissions together, and answers so many times that one waits. */
const anchoring = (
  waits: number,
  last: () => unknown = () => ({ state: 'done', transaction, block: 7, repeated: false }),
) => {
  const fake = createFakeDao()
  Object.assign(fake.dao, { anchorEvery: 3_600 })
  const waiting = { state: 'waiting', act, by: now() + 3_600 }
  let asked = 0
  fake.hooks.answers = {
    'relay grantConsent': () => waiting,
    [`GET /api/relay/${act}`]: () => (++asked <= waits ? waiting : last()),
  }
  return { fake, waiting }
}
const permission = () => ({
  dataset: 'birds',
  purposes: ['research.academic'] as const,
  until: now() + year,
})

describe('a permission that waits to be anchored with others', () => {
  test('is asked after until it is final, and only then is it given', async () => {
    const { fake } = anchoring(3)
    const given = await grantConsent(await fake.actor(), permission(), { wait: async () => undefined })
    expect(given.transaction).toBe(transaction)
    expect(fake.log.filter((what) => what === `GET /api/relay/${act}`)).toHaveLength(4)
  })

  test('is signed for long enough, and who gives it is told until when it waits', async () => {
    const { fake, waiting } = anchoring(0)
    const told: number[] = []
    let deadline = 0
    const answers = fake.hooks.answers as Record<string, (body: never) => unknown>
    answers['relay grantConsent'] = (body: { message: { deadline: string } }) => {
      deadline = Number(body.message.deadline)
      return waiting
    }
    const onWaiting = (by: number) => void told.push(by)
    await grantConsent(await fake.actor(), permission(), { wait: async () => undefined, onWaiting })
    expect(deadline).toBeGreaterThan(waiting.by + 3_600)
    expect(told).toEqual([waiting.by])
  })

  test('can be left waiting: it goes on from there when it is sent again', async () => {
    const { fake } = anchoring(1_000)
    const stop = new AbortController()
    const leave = async (_: number, signal?: AbortSignal) => {
      stop.abort(new Error('the page was closed'))
      signal?.throwIfAborted()
    }
    await expect(
      grantConsent(await fake.actor(), permission(), { wait: leave, signal: stop.signal }),
    ).rejects.toThrow('the page was closed')
  })

  test('is an error as soon as the node says anything else than that it waits', async () => {
    const { fake } = anchoring(1)
    fake.hooks.before = (what) => {
      if (what !== `GET /api/relay/${act}`) return
      delete fake.hooks.answers?.[what]
    }
    await expect(
      grantConsent(await fake.actor(), permission(), { wait: async () => undefined }),
    ).rejects.toMatchObject({ code: 'ROUTE_UNKNOWN' })
  })
})

describe('a permission under an anchored root', () => {
  const anchored = async (account: Hex) => {
    const bits = { dataset: '0x07', salt: '0x01', time: now() + 60, end: now() + year, purposes: 1 } as const
    const signed = {
      account,
      terms: act,
      bits: numberToHex(consentBitsOf(bits), { size: 32 }),
      r: act,
      vs: act,
    }
    const { tree } = await buildAnchorFile({ chainId: 1, members: account }, [signed])
    return {
      consent: consentSaid(signed).consent,
      end: bits.end,
      shown: { signed, root: tree.root, proof: proveLeaf(tree, 0) },
    }
  }

  test('is live if the chain says so of what the node shows', async () => {
    const fake = createFakeDao()
    const { consent, end, shown } = await anchored(fake.address)
    fake.hooks.answers = { [`GET /api/consents/${consent}/anchored`]: () => shown }
    const actor = await fake.actor()
    fake.eligible.add(consent)
    expect(await isConsentLive(actor, consent)).toBe(true)
    expect(await readConsent(actor, consent)).toEqual({ end, used: true })
    fake.stopped.add(consent)
    expect(await isConsentLive(actor, consent)).toBe(false)
    fake.stopped.delete(consent)
    fake.eligible.delete(consent)
    expect(await isConsentLive(actor, consent)).toBe(false)
  })

  test('is nothing where the node shows another, or none', async () => {
    const fake = createFakeDao()
    const { shown } = await anchored(fake.address)
    const other: Hex = `0x${'0b'.repeat(32)}`
    fake.hooks.answers = { [`GET /api/consents/${other}/anchored`]: () => shown }
    const actor = await fake.actor()
    fake.eligible.add(other)
    expect(await isConsentLive(actor, other)).toBe(false)
    expect(await readConsent(actor, act)).toEqual({ end: 0, used: false })
  })
})
