import { combineShares } from '@usufruct/sdk/shares/combineShares'
import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  askForLicense,
  buyLicense,
  depositKey,
  openTestKeeper,
  removeHome,
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
let keepers: TestKeeper[]

beforeAll(async () => {
  dao = await startPracticeDao()
  keepers = [await openTestKeeper(dao, 0), await openTestKeeper(dao, 1), await openTestKeeper(dao, 2)]
}, 60_000)

afterAll(async () => {
  for (const { close, home } of keepers ?? []) {
    await close()
    removeHome(home)
  }
  dao?.stop()
})

const first = () => keepers[0] as TestKeeper

async function contributed({
  purposes = 0b11,
  lasts = 365 * 86_400,
  of = newDataset(),
}: {
  purposes?: number
  lasts?: number
  of?: Hex
} = {}) {
  const member = newAccount()
  const consent = await dao.grant(member, { purposes, lasts, of })
  const contribution = await dao.register(member, consent)
  const deposit = await depositKey(dao, keepers, member, contribution)
  await dao.setStatus([contribution], 2)
  return { of, member, consent, contribution, deposit, part: { contribution, consent: consent.id } }
}

/** One contribution in one release of one offer, and a licensee of it. */
async function licensed() {
  const lent = await contributed()
  return { ...lent, ...(await buyLicense(dao, lent.of, [lent.part])) }
}

const refusal = (contribution: Hex, code: string) => ({ served: [], refused: [{ contribution, code }] })

describe('a licensee', () => {
  test('gets from any two of three keepers the key that the member lent', async () => {
    const { request, contribution, deposit } = await licensed()
    for (const pair of [
      [0, 1],
      [1, 2],
      [0, 2],
    ]) {
      const given = []
      for (const at of pair) {
        const keeper = keepers[at] as TestKeeper
        const { shares } = await askForLicense(dao, keeper, request)
        given.push({ keeper: keeper.address, share: shares.get(contribution) as Uint8Array })
      }
      const combined = await combineShares(given, { threshold: 2, commitment: deposit.commitment })
      expect(combined.scalar).toEqual(deposit.key.identity)
    }
  })

  test('is written down for the member to see', async () => {
    const { request, contribution, offer } = await licensed()
    await askForLicense(dao, first(), request)
    const { entries } = await first().client.call('getLog', { query: { contribution } })
    expect(entries).toMatchObject([
      {
        who: request.signer.address.toLowerCase(),
        under: { kind: 'license', license: `${request.license}`, offer: `${offer}`, release: 1 },
      },
    ])
  })

  test('may be a contract account (ERC-1271)', async () => {
    // Says yes when the signature's first byte is 1.
    const code = '0x60643560f81c600114631626ba7e60e01b0260005260206000f3'
    const { address } = newAccount()
    await dao.send('anvil_setCode', [address, code])
    const { of, part, contribution } = await contributed()
    const offer = await dao.createOffer(0b1, of)
    const manifest = await dao.release(offer, 1, [part])
    const license = await dao.buy(offer, 1, address)
    const request = { license, release: 1, signer: newAccount(), manifest }
    const { answer } = await askForLicense(dao, first(), request, { signature: '0x0102' })
    expect(answer.served).toEqual([contribution])
    const forged = askForLicense(dao, first(), request, { signature: '0x0202' })
    await expect(forged).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  })

  test('can ask for a part of the release', async () => {
    const { request, contribution } = await licensed()
    const unknown = random32()
    const asked = { ...request, contributions: [contribution, unknown] }
    const { answer } = await askForLicense(dao, first(), asked)
    expect(answer.served).toEqual([contribution])
    expect(answer.refused).toEqual([{ contribution: unknown, code: 'NOT_IN_MANIFEST' }])
  })

  test('reads later releases that only removed, and no others', async () => {
    const { of, request, part, offer, contribution } = await licensed()
    const removal = await dao.release(offer, 2, [part], [])
    const { answer } = await askForLicense(dao, first(), { ...request, release: 2, manifest: removal })
    expect(answer.served).toEqual([contribution])
    const more = await contributed({ of })
    const larger = await dao.release(offer, 3, [part, more.part], [more.part])
    const reaching = askForLicense(dao, first(), { ...request, release: 3, manifest: larger })
    await expect(reaching).rejects.toMatchObject({ code: 'RELEASE_NOT_LICENSED', kind: 'permission' })
    const absent = askForLicense(dao, first(), { ...request, release: 4 })
    await expect(absent).rejects.toMatchObject({ code: 'RELEASE_UNKNOWN', kind: 'notFound' })
  })
})

describe('a request is refused as a whole', () => {
  test('when somebody else signed it', async () => {
    const { request } = await licensed()
    const attempt = askForLicense(dao, first(), { ...request, signer: newAccount() })
    await expect(attempt).rejects.toMatchObject({ code: 'SIGNATURE_INVALID', kind: 'unauthenticated' })
  })

  test('when the license is another’s or none', async () => {
    const { request } = await licensed()
    const foreign = await licensed()
    const stolen = { ...request, license: foreign.request.license, manifest: foreign.request.manifest }
    await expect(askForLicense(dao, first(), stolen)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
    const none = askForLicense(dao, first(), { ...request, license: (99n << 64n) | 1n })
    await expect(none).rejects.toMatchObject({ code: 'LICENSE_UNKNOWN', kind: 'notFound' })
  })

  test('when it was answered before, also after a restart', async () => {
    const { request } = await licensed()
    const nonce = random32()
    const deadline = BigInt((await dao.now()) + 300)
    await askForLicense(dao, first(), request, { nonce, deadline })
    const replayed = { code: 'REQUEST_REPLAYED', kind: 'permission' }
    await expect(askForLicense(dao, first(), request, { nonce, deadline })).rejects.toMatchObject(replayed)
    await first().close()
    keepers[0] = await openTestKeeper(dao, 0, { home: first().home })
    await expect(askForLicense(dao, first(), request, { nonce, deadline })).rejects.toMatchObject(replayed)
    expect((await askForLicense(dao, first(), request)).answer.served).toHaveLength(1)
  })

  test('when the same request comes twice at once: one of them', async () => {
    const { request } = await licensed()
    const nonce = random32()
    const twice = [
      askForLicense(dao, first(), request, { nonce }),
      askForLicense(dao, first(), request, { nonce }),
    ]
    const outcomes = (await Promise.allSettled(twice)).map(({ status }) => status)
    expect(outcomes.sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('when it names another keeper', async () => {
    const { request } = await licensed()
    const keeper = (keepers[1] as TestKeeper).address
    const attempt = askForLicense(dao, first(), request, { keeper })
    await expect(attempt).rejects.toMatchObject({ code: 'REQUEST_FOREIGN_KEEPER' })
  })

  test('when its deadline has passed, or is too far away', async () => {
    const { request } = await licensed()
    const now = BigInt(await dao.now())
    const late = askForLicense(dao, first(), request, { deadline: now - 10n })
    await expect(late).rejects.toMatchObject({ code: 'REQUEST_EXPIRED' })
    const far = askForLicense(dao, first(), request, { deadline: now + 1_000_000n })
    await expect(far).rejects.toMatchObject({ code: 'REQUEST_DEADLINE_TOO_FAR' })
  })

  test('when the manifest is not the one on chain', async () => {
    const { request } = await licensed()
    const other = await contributed()
    const swapped = JSON.stringify({ ...JSON.parse(request.manifest), parts: [other.part] })
    const padded = `${request.manifest}\n`
    for (const manifest of [swapped, padded, '', (await licensed()).request.manifest])
      await expect(askForLicense(dao, first(), { ...request, manifest })).rejects.toMatchObject({
        code: 'MANIFEST_MISMATCH',
      })
  })

  test('when it does not have the agreed form or is too large', async () => {
    const { client } = first()
    const malformed = client.call('openLicense', { body: { request: {} } as never })
    await expect(malformed).rejects.toMatchObject({ code: 'REQUEST_INVALID', kind: 'input' })
    const huge = { message: { inners: ['x'.repeat(70_000)] } } as never
    await expect(client.call('withdraw', { body: huge })).rejects.toMatchObject({
      code: 'BODY_TOO_LARGE',
      kind: 'limit',
    })
    const { request } = await licensed()
    const manifest = ' '.repeat(65 * 1024 * 1024)
    await expect(askForLicense(dao, first(), { ...request, manifest })).rejects.toMatchObject({
      code: 'BODY_TOO_LARGE',
    })
  })
})

describe('one contribution is refused', () => {
  test('from the block on in which its consent was withdrawn', async () => {
    const { request, member, consent, contribution } = await licensed()
    await dao.withdraw(member, [consent])
    const { answer } = await askForLicense(dao, first(), request)
    expect(answer).toMatchObject(refusal(contribution, 'CONSENT_WITHDRAWN'))
  })

  test('when it is not accepted any more', async () => {
    const { request, contribution } = await licensed()
    await dao.setStatus([contribution], 3)
    const { answer } = await askForLicense(dao, first(), request)
    expect(answer).toMatchObject(refusal(contribution, 'NOT_ACCEPTED'))
  })

  test('when the manifest names a consent that is not its own, does not cover the offer, or is unknown', async () => {
    const good = await contributed()
    const narrow = await contributed({ purposes: 0b10, of: good.of })
    const foreign = await contributed()
    const offer = await dao.createOffer(0b1, good.of)
    const swapped = { contribution: good.contribution, consent: narrow.part.consent }
    const invented = { contribution: good.contribution, consent: random32() }
    const cases: [typeof swapped, string][] = [
      [swapped, 'CONSENT_MISMATCH'],
      [foreign.part, 'CONSENT_MISMATCH'],
      [narrow.part, 'PURPOSES_NOT_COVERED'],
      [invented, 'CONSENT_UNKNOWN'],
      [{ ...good.part, contribution: random32() }, 'NOT_REGISTERED'],
    ]
    const signer = newAccount()
    let license: bigint | undefined
    for (const [i, [part, code]] of cases.entries()) {
      const release = i + 1
      // The chain does not see into a manifest: an asserter can write anything there.
      const manifest = await dao.release(offer, release, [part], i === 0 ? [good.part] : [])
      license ??= await dao.buy(offer, 1, signer.address)
      const { answer } = await askForLicense(dao, first(), { license, release, signer, manifest })
      expect(answer).toMatchObject(refusal(part.contribution, code))
    }
  })

  test('when this keeper has no share of it, or erased it', async () => {
    const { request, contribution } = await licensed()
    const late = await openTestKeeper(dao, 0)
    expect((await askForLicense(dao, late, request)).answer).toMatchObject(refusal(contribution, 'NO_SHARE'))
    await late.close()
    removeHome(late.home)
    const last = keepers[2] as TestKeeper
    await last.keeper.shares.erase([contribution], 1)
    expect((await askForLicense(dao, last, request)).answer).toMatchObject(refusal(contribution, 'ERASED'))
  })
})

describe('the chain', () => {
  test('must be reachable', async () => {
    const { request } = await licensed()
    const cut = await openTestKeeper({ ...dao, rpc: 'http://127.0.0.1:9' }, 0)
    const stale = { code: 'STALE_HEAD', kind: 'unreachable' }
    await expect(askForLicense(dao, cut, request)).rejects.toMatchObject(stale)
    expect(await cut.client.call('getStatus', {})).toMatchObject({ head: null, headAge: null })
    await cut.close()
    removeHome(cut.home)
  })

  test('must be the DAO’s', async () => {
    const elsewhere = { ...dao, deployment: { ...dao.deployment, chainId: 5 } }
    const keeper = await openTestKeeper(elsewhere, 0)
    const status = await keeper.client.call('getStatus', {})
    expect(status.problem).toContain('another chain')
    await keeper.close()
    removeHome(keeper.home)
  })

  test('must not be older than the limit, where there is one', async () => {
    const { request } = await licensed()
    const clock = () => Math.floor(Date.now() / 1000) + 1_000
    const keeper = await openTestKeeper(dao, 0, { maxHeadAge: 500, clock })
    const deadline = BigInt(clock() + 60)
    const attempt = askForLicense(dao, keeper, request, { deadline })
    await expect(attempt).rejects.toMatchObject({ code: 'STALE_HEAD' })
    await keeper.close()
    removeHome(keeper.home)
  })

  test('gives permission only when deep enough, and takes it away at once', async () => {
    const { request, member, consent, contribution } = await licensed()
    const careful = await openTestKeeper(dao, 0, { finality: 3 })
    await expect(askForLicense(dao, careful, request)).rejects.toMatchObject({ code: 'LICENSE_UNKNOWN' })
    await dao.send('anvil_mine', ['0x3'])
    expect((await askForLicense(dao, careful, request)).answer.refused).toEqual([
      { contribution, code: 'NO_SHARE' },
    ])
    await dao.withdraw(member, [consent])
    expect((await askForLicense(dao, careful, request)).answer).toMatchObject(
      refusal(contribution, 'CONSENT_WITHDRAWN'),
    )
    await careful.close()
    removeHome(careful.home)
  })

  test('ends a license at once, and a renewal of it begins when it is deep enough', async () => {
    const { request, offer } = await licensed()
    const careful = await openTestKeeper(dao, 0, { finality: 3 })
    await dao.send('anvil_mine', ['0x3'])
    await askForLicense(dao, careful, request)
    await dao.revoke(request.license)
    const ended = () =>
      expect(askForLicense(dao, careful, request)).rejects.toMatchObject({ code: 'LICENSE_EXPIRED' })
    await ended()
    await dao.send('anvil_mine', ['0x3'])
    await ended()
    const own = await dao.buy(offer, 1, dao.operator.address)
    await dao.giveUp(own)
    await dao.renew(own, 1)
    const renewed = { ...request, license: own, signer: dao.operator }
    await expect(askForLicense(dao, careful, renewed)).rejects.toMatchObject({ code: 'LICENSE_UNKNOWN' })
    await dao.send('anvil_mine', ['0x3'])
    expect((await askForLicense(dao, careful, renewed)).answer.refused).toMatchObject([{ code: 'NO_SHARE' }])
    await careful.close()
    removeHome(careful.home)
  })

  test('is read again when its blocks were replaced', async () => {
    const snapshot = await dao.send('evm_snapshot')
    const { request, contribution } = await licensed()
    expect((await askForLicense(dao, first(), request)).answer.served).toEqual([contribution])
    await dao.send('evm_revert', [snapshot])
    await dao.send('anvil_mine', ['0x40'])
    await expect(askForLicense(dao, first(), request)).rejects.toMatchObject({ code: 'LICENSE_UNKNOWN' })
  })
})

// Last, because it moves the chain's clock for good.
test('time runs out for a consent, then for a license', async () => {
  const short = await contributed({ lasts: 20 * 86_400 })
  const long = await contributed({ of: short.of })
  // The short one is in the manifest only: the chain would not let a release outlive it.
  const { request } = await buyLicense(dao, short.of, [short.part, long.part], [long.part])
  expect((await askForLicense(dao, first(), request)).answer.served).toHaveLength(2)
  // No block is made: the pending one alone shows that time went on.
  await dao.send('evm_increaseTime', [25 * 86_400])
  const { answer } = await askForLicense(dao, first(), request)
  expect(answer.refused).toEqual([{ contribution: short.contribution, code: 'CONSENT_EXPIRED' }])
  await dao.send('evm_increaseTime', [6 * 86_400])
  const attempt = askForLicense(dao, first(), request)
  await expect(attempt).rejects.toMatchObject({ code: 'LICENSE_EXPIRED', kind: 'permission' })
})
