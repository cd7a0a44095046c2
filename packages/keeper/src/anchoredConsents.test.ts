import type { AnchoredConsent } from '@usufruct/sdk/anchor/signedConsent'
import type { Hex, PrivateKeyAccount } from 'viem'
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
  startPracticeDao,
  type TestConsent,
  type TestTerms,
} from './testing/practiceDao.ts'
import { liveConsent } from './verbs/liveConsent.ts'

// Consents that only lie under an anchored root: the chain knows the root and whatever took one of them away.

let dao: PracticeDao
let keeper: TestKeeper

beforeAll(async () => {
  dao = await startPracticeDao()
  keeper = await openTestKeeper(dao, 0)
}, 60_000)

afterAll(async () => {
  await keeper?.close()
  if (keeper) removeHome(keeper.home)
  dao?.stop()
})

const show = (consents: AnchoredConsent[], to = keeper) =>
  to.client.call('showConsents', { body: { consents } })

/** The place of one of many that were anchored together. */
const shownOf = (all: AnchoredConsent[], { account }: { account: Hex }) =>
  all.find(({ signed }) => signed.account === account) as AnchoredConsent

/** What two members lent, each under a consent of one anchored root; nothing was shown to a keeper. */
async function lent(terms: TestTerms = {}) {
  const of = newDataset()
  const members = [newAccount(), newAccount()]
  const given = await Promise.all(members.map((member) => dao.signConsent(member, { of, ...terms })))
  const anchored = await dao.anchor(given.map(({ signed }) => signed))
  const parts = []
  for (const [at, member] of members.entries()) {
    const { consent, signed } = given[at] as (typeof given)[number]
    const contribution = await dao.register(member, consent)
    await depositKey(dao, [keeper], member, contribution)
    const shown = shownOf(anchored, signed)
    parts.push({ member, consent, signed, shown, contribution })
  }
  await dao.setStatus(
    parts.map(({ contribution }) => contribution),
    2,
  )
  return { of, anchored, parts: parts as [Part, Part] }
}
type Part = {
  member: PrivateKeyAccount
  consent: TestConsent
  signed: AnchoredConsent['signed']
  shown: AnchoredConsent
  contribution: Hex
}

/** The same in a release of an offer, and a licensee of it. */
async function licensed(terms: TestTerms = {}) {
  const { of, anchored, parts } = await lent(terms)
  const listed = parts.map(({ contribution, consent }) => ({ contribution, consent: consent.id }))
  const { request } = await buyLicense(dao, of, listed)
  return { anchored, parts, request }
}

const codes = (refused: { code: string }[]) => refused.map(({ code }) => code)

describe('an anchored consent', () => {
  test('opens what was lent under it, once it was shown; and for good', async () => {
    const { anchored, parts, request } = await licensed()
    const before = await askForLicense(dao, keeper, request)
    expect(codes(before.answer.refused)).toEqual(['CONSENT_UNKNOWN', 'CONSENT_UNKNOWN'])
    const { known, refused } = await show(anchored)
    expect(new Set(known)).toEqual(new Set(parts.map(({ consent }) => consent.id)))
    expect(refused).toEqual([])
    const served = parts.map(({ contribution }) => contribution)
    expect((await askForLicense(dao, keeper, request)).answer.served).toEqual(served)
    await keeper.close()
    keeper = await openTestKeeper(dao, 0, { home: keeper.home })
    expect((await askForLicense(dao, keeper, request)).answer.served).toEqual(served)
  })

  test('of one member who takes it back closes that member’s data at once', async () => {
    const { anchored, parts, request } = await licensed()
    await show(anchored)
    const [one, other] = parts
    await dao.withdraw(one.member, [one.consent])
    const { answer } = await askForLicense(dao, keeper, request)
    expect(answer.served).toEqual([other.contribution])
    expect(answer.refused).toEqual([{ contribution: one.contribution, code: 'CONSENT_WITHDRAWN' }])
  })

  test('can be taken back at the keeper itself', async () => {
    const { anchored, parts, request } = await licensed()
    await show(anchored)
    const [one, other] = parts
    const message = {
      account: one.member.address.toLowerCase() as Hex,
      dataset: one.consent.dataset,
      inners: [one.consent.inner],
    }
    const signature = await dao.signWithdrawal(one.member, [one.consent])
    await keeper.client.call('withdraw', { body: { message, signature } })
    const { answer } = await askForLicense(dao, keeper, request)
    expect(answer.served).toEqual([other.contribution])
    expect(codes(answer.refused)).toEqual(['CONSENT_WITHDRAWN'])
  })

  test('that was taken back before it was anchored never permits anything', async () => {
    const member = newAccount()
    const of = newDataset()
    const { consent, signed } = await dao.signConsent(member, { of })
    await dao.withdraw(member, [consent])
    const anchored = await dao.anchor([signed])
    const contribution = await dao.register(member, consent)
    await dao.setStatus([contribution], 2)
    await depositKey(dao, [keeper], member, contribution)
    await show(anchored)
    const { request } = await buyLicense(dao, of, [{ contribution, consent: consent.id }])
    const { answer } = await askForLicense(dao, keeper, request)
    expect(codes(answer.refused)).toEqual(['CONSENT_WITHDRAWN'])
  })

  test('that is paused leaves what was bought before, and nothing else', async () => {
    const { anchored, parts, request } = await licensed()
    await show(anchored)
    const [one] = parts
    await dao.pause(one.member, [one.consent])
    expect((await askForLicense(dao, keeper, request)).answer.served).toHaveLength(2)
    const holder = newAccount()
    const until = BigInt((await dao.now()) + 600)
    const tasks = await Promise.all(
      parts.map(({ member, contribution }) =>
        signGrant(dao, member, {
          account: member.address,
          contribution,
          holder: holder.address,
          tasks: 'review',
          until,
        }),
      ),
    )
    const asked = {
      task: 'review',
      contributions: parts.map(({ contribution }) => contribution),
      grants: tasks,
    }
    const { answer } = await askForTask(dao, keeper, holder, asked)
    expect(answer.served).toHaveLength(1)
    expect(codes(answer.refused)).toEqual(['CONSENT_PAUSED'])
  })

  test('covers the purposes that were signed', async () => {
    const { anchored, request } = await licensed({ purposes: 0b10 })
    await show(anchored)
    const { answer } = await askForLicense(dao, keeper, request)
    expect(codes(answer.refused)).toEqual(['PURPOSES_NOT_COVERED', 'PURPOSES_NOT_COVERED'])
  })

  test('is continued by another anchored one', async () => {
    const { anchored, parts, request } = await licensed()
    await show(anchored)
    const [one] = parts
    const text = JSON.stringify({ schema: 'usufruct-terms/1', kind: 'grant', replaces: one.consent.id })
    const next = await dao.signConsent(one.member, { of: one.consent.dataset, text })
    await show(await dao.anchor([next.signed]))
    const told = await keeper.client.call('continueConsents', {
      body: { continuations: [{ consent: next.consent.id, terms: text }] },
    })
    expect(told).toEqual({ known: [next.consent.id], refused: [] })
    await dao.withdraw(one.member, [one.consent])
    expect((await askForLicense(dao, keeper, request)).answer.served).toHaveLength(2)
  })

  test('counts when its anchoring is deep enough', async () => {
    const { anchored, parts, request } = await licensed()
    const careful = await openTestKeeper(dao, 1, { finality: 50 })
    expect((await show(anchored, careful)).known).toHaveLength(2)
    await dao.send('anvil_mine', ['0x32'])
    const again = await dao.signConsent(parts[0].member, { of: parts[0].consent.dataset })
    await show(await dao.anchor([again.signed]), careful)
    const snapshot = await careful.keeper.chain.sync()
    expect(liveConsent(parts[0].consent.id, snapshot, careful.keeper)).toMatchObject({ purposes: 0b11 })
    expect(liveConsent(again.consent.id, snapshot, careful.keeper)).toBe('CONSENT_UNKNOWN')
    // Nobody deposited a share here.
    const { answer } = await askForLicense(dao, careful, request)
    expect(codes(answer.refused)).toEqual(['NO_SHARE', 'NO_SHARE'])
    await careful.close()
    removeHome(careful.home)
  })
})

describe('a keeper believes nobody who shows it', () => {
  const refusedOf = async (consents: AnchoredConsent[]) => {
    const { known, refused } = await show(consents)
    expect(known).toEqual([])
    return codes(refused)
  }

  test('a consent that somebody else signed', async () => {
    const { parts } = await lent()
    const [{ member }] = parts
    const { signed } = await dao.signConsent(member, { by: newAccount() })
    expect(await refusedOf(await dao.anchor([signed]))).toEqual(['SIGNATURE_INVALID'])
  })

  test('a consent with more in it than was signed, or without a signature', async () => {
    const { parts } = await lent()
    const { signed } = await dao.signConsent(parts[0].member, { purposes: 0b1 })
    const bits: Hex = `0x${(BigInt(signed.bits) | (0b10n << 208n)).toString(16).padStart(64, '0')}`
    const none: Hex = `0x${'00'.repeat(32)}`
    for (const forged of [
      { ...signed, bits },
      { ...signed, r: none, vs: none },
    ])
      expect(await refusedOf(await dao.anchor([forged]))).toEqual(['SIGNATURE_INVALID'])
  })

  test('a root that the chain does not have, or not with this consent under it', async () => {
    const { parts } = await lent()
    const [one, other] = parts
    const root: Hex = `0x${'ab'.repeat(32)}`
    expect(await refusedOf([{ ...one.shown, root }])).toEqual(['ROOT_UNKNOWN'])
    expect(await refusedOf([{ ...one.shown, proof: [] }])).toEqual(['PROOF_INVALID'])
    const elsewhere = await dao.signConsent(other.member)
    expect(await refusedOf([{ ...other.shown, signed: elsewhere.signed }])).toEqual(['PROOF_INVALID'])
  })

  test('a consent that was anchored after its signature’s time, or after its end', async () => {
    const { parts } = await lent()
    const [{ member }] = parts
    const late = await dao.signConsent(member, { inTime: -1 })
    const over = await dao.signConsent(member, { lasts: -1 })
    expect(await refusedOf(await dao.anchor([late.signed]))).toEqual(['CONSENT_EXPIRED'])
    expect(await refusedOf(await dao.anchor([over.signed]))).toEqual(['CONSENT_EXPIRED'])
  })

  test('one of an account that lent nothing: there is nothing to keep it for', async () => {
    const { signed } = await dao.signConsent(newAccount())
    expect(await refusedOf(await dao.anchor([signed]))).toEqual(['NOT_REGISTERED'])
  })

  test('any number of one account', async () => {
    const { parts } = await lent()
    const [{ member }] = parts
    const many = await Promise.all(Array.from({ length: 256 }, () => dao.signConsent(member)))
    const anchored = await dao.anchor(many.map(({ signed }) => signed))
    expect((await show(anchored)).known).toHaveLength(256)
    const { signed } = await dao.signConsent(member)
    expect(await refusedOf(await dao.anchor([signed]))).toEqual(['TOO_MANY'])
    // What is known is known, however often it is shown.
    expect((await show(anchored.slice(0, 2))).known).toHaveLength(2)
  })

  test('a consent whose root went with a block that was replaced', async () => {
    const snapshot = await dao.send('evm_snapshot')
    const { anchored, parts, request } = await licensed()
    await show(anchored)
    expect((await askForLicense(dao, keeper, request)).answer.served).toHaveLength(2)
    await dao.send('evm_revert', [snapshot])
    await dao.send('anvil_mine', ['0x40'])
    const chain = await keeper.keeper.chain.sync()
    expect(liveConsent(parts[0].consent.id, chain, keeper.keeper)).toBe('CONSENT_UNKNOWN')
  })
})
