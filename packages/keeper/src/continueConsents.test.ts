import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  askForLicense,
  askForTask,
  buyLicense,
  depositKey,
  openTestKeeper,
  removeHome,
  signGrant,
  type TestKeeper,
} from './testing/keeperKit.ts'
import {
  newAccount,
  newDataset,
  type PracticeDao,
  random32,
  startPracticeDao,
} from './testing/practiceDao.ts'

let dao: PracticeDao
let keeper: TestKeeper

beforeAll(async () => {
  dao = await startPracticeDao()
  keeper = await openTestKeeper(dao, 0)
}, 60_000)

afterAll(async () => {
  await keeper?.close()
  removeHome(keeper.home)
  dao?.stop()
})

const textOf = (replaces: Hex) =>
  JSON.stringify({ kind: 'grant', replaces, schema: 'usufruct-terms/1', nonce: random32() })

async function contributed(of = newDataset()) {
  const member = newAccount()
  const consent = await dao.grant(member, { of })
  const contribution = await dao.register(member, consent)
  await depositKey(dao, [keeper], member, contribution)
  await dao.setStatus([contribution], 2)
  return { of, member, consent, contribution, part: { contribution, consent: consent.id } }
}
type Lent = Awaited<ReturnType<typeof contributed>>

/** A license for one contribution, bought while its first consent was live. */
async function licensed() {
  const lent = await contributed()
  const { offer, request } = await buyLicense(dao, lent.of, [lent.part])
  return { ...lent, offer, signer: request.signer, license: request.license, request }
}

/** The new consent and its terms, told to nobody yet. */
async function grantNext({ of, member, consent }: Lent, purposes = 0b11) {
  const text = textOf(consent.id)
  return { next: await dao.grant(member, { of, purposes, text }), text }
}

const tell = (consent: Hex, terms: string, to = keeper) =>
  to.client.call('continueConsents', { body: { continuations: [{ consent, terms }] } })

const codeOf = async (request: Parameters<typeof askForLicense>[2]) => {
  const { answer } = await askForLicense(dao, keeper, request)
  return answer.refused[0]?.code ?? 'served'
}

/** A manifest that the operator wrote, which names another consent for the contribution. */
const rebound = async (lent: Awaited<ReturnType<typeof licensed>>, consent: Hex) => ({
  ...lent.request,
  release: 2,
  manifest: await dao.release(lent.offer, 2, [{ contribution: lent.contribution, consent }], []),
})

describe('a consent that continues another', () => {
  test('opens what was licensed under the first, and what later releases name the second for', async () => {
    const lent = await licensed()
    const { next, text } = await grantNext(lent)
    await dao.withdraw(lent.member, [lent.consent])
    expect(await codeOf(lent.request)).toBe('CONSENT_WITHDRAWN')
    expect(await codeOf(await rebound(lent, next.id))).toBe('CONSENT_MISMATCH')
    expect(await tell(next.id, text)).toEqual({ known: [next.id], refused: [] })
    expect(await codeOf(lent.request)).toBe('served')
    expect(await codeOf({ ...lent.request, ...(await latest(lent, next.id)) })).toBe('served')
    const until = BigInt(await dao.now()) + 1_000n
    const grant = { account: lent.member.address, holder: lent.signer.address, tasks: 'clean', until }
    const signed = await signGrant(dao, lent.member, { ...grant, contribution: lent.contribution })
    const asked = { task: 'clean', contributions: [lent.contribution], grants: [signed] }
    expect((await askForTask(dao, keeper, lent.signer, asked)).answer.served).toEqual([lent.contribution])
  })

  const latest = async (lent: Awaited<ReturnType<typeof licensed>>, consent: Hex) => ({
    release: 3,
    manifest: await dao.release(lent.offer, 3, [{ contribution: lent.contribution, consent }], []),
  })

  test('is known again after a restart, and over several steps', async () => {
    const lent = await licensed()
    const { next, text } = await grantNext(lent)
    await tell(next.id, text)
    await dao.withdraw(lent.member, [lent.consent])
    const after = await grantNext({ ...lent, consent: next })
    await tell(after.next.id, after.text)
    await dao.withdraw(lent.member, [next])
    await keeper.close()
    keeper = await openTestKeeper(dao, 0, { home: keeper.home })
    expect(await codeOf(lent.request)).toBe('served')
    await dao.withdraw(lent.member, [after.next])
    expect(await codeOf(lent.request)).toBe('CONSENT_WITHDRAWN')
  })

  test('opens nothing that it does not cover itself', async () => {
    const lent = await licensed()
    const { next, text } = await grantNext(lent, 0b10)
    await tell(next.id, text)
    expect(await codeOf(lent.request)).toBe('served')
    await dao.withdraw(lent.member, [lent.consent])
    expect(await codeOf(lent.request)).toBe('PURPOSES_NOT_COVERED')
  })
})

describe('an operator cannot', () => {
  test('bind a withdrawn contribution to another live consent of the same member', async () => {
    const lent = await licensed()
    await dao.withdraw(lent.member, [lent.consent])
    const other = await dao.grant(lent.member, { of: lent.of })
    expect(await codeOf(await rebound(lent, other.id))).toBe('CONSENT_MISMATCH')
  })

  test('make a consent continue one that was withdrawn before it was granted', async () => {
    const lent = await licensed()
    await dao.withdraw(lent.member, [lent.consent])
    const { next, text } = await grantNext(lent)
    expect((await tell(next.id, text)).refused).toEqual([{ consent: next.id, code: 'CONTINUATION_INVALID' }])
    expect(await codeOf(await rebound(lent, next.id))).toBe('CONSENT_MISMATCH')
  })

  test('hold a renewal back until its member had left at this keeper', async () => {
    const lent = await licensed()
    const { client } = keeper
    const message = { account: lent.member.address, dataset: lent.of, inners: [lent.consent.inner] }
    const signature = await dao.signWithdrawal(lent.member, [lent.consent])
    // The keeper cannot reach the chain for writing, as far as the order of events is concerned.
    keeper.keeper.relay.add = async () => ({ relay: 'pending', problem: 'held back' })
    await client.call('withdraw', { body: { message, signature } })
    await dao.send('evm_increaseTime', [5])
    const { next, text } = await grantNext(lent)
    expect((await tell(next.id, text)).refused).toEqual([{ consent: next.id, code: 'CONTINUATION_INVALID' }])
    expect(await codeOf(lent.request)).toBe('CONSENT_WITHDRAWN')
  })

  test('forge terms, or pass another consent’s terms off as these', async () => {
    const lent = await licensed()
    const plain = await dao.grant(lent.member, { of: lent.of, text: '{"kind":"grant"}' })
    const forged = await tell(plain.id, textOf(lent.consent.id))
    expect(forged.refused).toEqual([{ consent: plain.id, code: 'TERMS_MISMATCH' }])
    const silent = await tell(plain.id, '{"kind":"grant"}')
    expect(silent.refused).toEqual([{ consent: plain.id, code: 'CONTINUATION_INVALID' }])
    const { next, text } = await grantNext(lent)
    expect((await tell(plain.id, text)).refused[0]?.code).toBe('TERMS_MISMATCH')
    expect((await tell(random32(), text)).refused[0]?.code).toBe('CONSENT_UNKNOWN')
    expect((await tell(next.id, `${text} `)).refused[0]?.code).toBe('TERMS_MISMATCH')
  })

  test('have another member’s consent continue this one', async () => {
    const lent = await licensed()
    const text = textOf(lent.consent.id)
    const thief = await dao.grant(newAccount(), { of: lent.of, text })
    expect((await tell(thief.id, text)).refused[0]?.code).toBe('CONTINUATION_INVALID')
    await dao.withdraw(lent.member, [lent.consent])
    expect(await codeOf(await rebound(lent, thief.id))).toBe('CONSENT_MISMATCH')
  })

  test('have a consent for another dataset continue this one', async () => {
    const lent = await licensed()
    const text = textOf(lent.consent.id)
    const elsewhere = await dao.grant(lent.member, { of: newDataset(), text })
    expect((await tell(elsewhere.id, text)).refused[0]?.code).toBe('CONTINUATION_INVALID')
  })
})

describe('a pause', () => {
  test('leaves what was licensed before it, and opens nothing that was bought after', async () => {
    const lent = await licensed()
    const second = await contributed(lent.of)
    const offer = await dao.createOffer(0b1, lent.of)
    const manifest = await dao.release(offer, 1, [lent.part, second.part])
    // Only a license's owner renews it.
    const signer = dao.operator
    const before = await dao.buy(offer, 1, signer.address)
    await dao.pause(lent.member, [lent.consent])
    const after = await dao.buy(offer, 1, signer.address)
    const ask = (license: bigint) => askForLicense(dao, keeper, { license, release: 1, signer, manifest })
    expect((await ask(before)).answer.refused).toEqual([])
    const late = (await ask(after)).answer
    expect(late.refused).toEqual([{ contribution: lent.contribution, code: 'CONSENT_PAUSED' }])
    expect(late.served).toEqual([second.contribution])
    // Renewing early takes nothing from the term that runs.
    await dao.renew(before, 1)
    expect((await ask(before)).answer.refused).toEqual([])
    await dao.withdraw(lent.member, [lent.consent])
    expect((await ask(before)).answer.refused).toEqual([
      { contribution: lent.contribution, code: 'CONSENT_WITHDRAWN' },
    ])
  })

  test('stops looks for any task, until it is resumed', async () => {
    const lent = await contributed()
    const holder = newAccount()
    const until = BigInt(await dao.now()) + 1_000n
    const grant = { account: lent.member.address, holder: holder.address, tasks: 'review', until }
    const signed = await signGrant(dao, lent.member, { ...grant, contribution: lent.contribution })
    const asked = { task: 'review', contributions: [lent.contribution], grants: [signed] }
    await dao.pause(lent.member, [lent.consent])
    const paused = (await askForTask(dao, keeper, holder, asked)).answer
    expect(paused.refused).toEqual([{ contribution: lent.contribution, code: 'CONSENT_PAUSED' }])
    const { next, text } = await grantNext(lent)
    await tell(next.id, text)
    expect((await askForTask(dao, keeper, holder, asked)).answer.served).toEqual([lent.contribution])
  })

  test('is over for licenses of any time once it was resumed', async () => {
    const lent = await licensed()
    const second = await contributed(lent.of)
    const offer = await dao.createOffer(0b1, lent.of)
    const manifest = await dao.release(offer, 1, [lent.part, second.part])
    await dao.pause(lent.member, [lent.consent])
    const license = await dao.buy(offer, 1, lent.signer.address)
    const request = { license, release: 1, signer: lent.signer, manifest }
    expect((await askForLicense(dao, keeper, request)).answer.refused).toHaveLength(1)
    const { next, text } = await grantNext(lent)
    await tell(next.id, text)
    await dao.withdraw(lent.member, [lent.consent])
    expect((await askForLicense(dao, keeper, request)).answer.refused).toEqual([])
  })
})
