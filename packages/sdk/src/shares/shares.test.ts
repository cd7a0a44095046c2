import fc from 'fast-check'
import { bytesToHex, type Hex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { generateContributionKey } from '../age/generateContributionKey.ts'
import { keyCommitment } from '../age/keyCommitment.ts'
import { eip712Domain } from '../messages/domain.ts'
import { combineShares } from './combineShares.ts'
import { gatherKeys } from './gatherKeys.ts'
import { generateHpkeKey } from './generateHpkeKey.ts'
import { openAnswer, sealAnswer } from './sealAnswer.ts'
import { openSealedShare, sealShare } from './sealShare.ts'
import { shareHash } from './shareHash.ts'
import { isShareReceiptSigned, shareReceiptTypes } from './shareReceipt.ts'
import { splitKey } from './splitKey.ts'

const keepers = ['a', 'b', 'c', 'd', 'e'].map((digit) => `0x${digit.repeat(40)}` as Hex)
const contribution: Hex = `0x${'17'.repeat(32)}`
const flipped = (share: Uint8Array, at = 3) => share.map((byte, i) => (i === at ? byte ^ 4 : byte))
const named = (shares: Uint8Array[]) => shares.map((share, i) => ({ keeper: keepers[i] as Hex, share }))

describe('splitting a key', () => {
  test('any threshold of the shares gives it back, one less gives nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.constantFrom([3, 2] as const, [5, 3] as const, [2, 2] as const),
        async (scalar, [shares, threshold]) => {
          const commitment = keyCommitment(scalar)
          const all = named(await splitKey(scalar, { shares, threshold }))
          for (let from = 0; from + threshold <= shares; from++) {
            const some = all.slice(from, from + threshold)
            expect(await combineShares(some, { threshold, commitment })).toEqual({ scalar, wrong: [] })
          }
          await expect(
            combineShares(all.slice(1, threshold), { threshold, commitment }),
          ).rejects.toMatchObject({
            code: 'SHARES_TOO_FEW',
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  test.each([0, 1, 2])('a flipped share of keeper %i is got round and its keeper named', async (bad) => {
    const { identity } = generateContributionKey()
    const shares = named(await splitKey(identity))
    const given = shares.map((entry, i) => (i === bad ? { ...entry, share: flipped(entry.share) } : entry))
    const combined = await combineShares(given, { threshold: 2, commitment: keyCommitment(identity) })
    expect(combined.scalar).toEqual(identity)
    // A wrong third share does no harm and stays unnoticed when the first two already agree.
    expect(combined.wrong).toEqual(bad === 2 ? [] : [keepers[bad]])
  })

  test('Node’s buffers are as good as plain arrays', async () => {
    const { identity } = generateContributionKey()
    const shares = named(await splitKey(Buffer.from(identity))).map((entry) => ({
      ...entry,
      share: Buffer.from(entry.share),
    }))
    const combined = await combineShares(shares, { threshold: 2, commitment: keyCommitment(identity) })
    expect(combined).toEqual({ scalar: identity, wrong: [] })
  })

  test('shares of the wrong length, and one share given twice, count as wrong', async () => {
    const { identity } = generateContributionKey()
    const [first, second, third] = (await splitKey(identity)) as [Uint8Array, Uint8Array, Uint8Array]
    const options = { threshold: 2, commitment: keyCommitment(identity) }
    const short = await combineShares(named([first.subarray(1), second, third]), options)
    expect(short).toEqual({ scalar: identity, wrong: [keepers[0]] })
    expect(await combineShares(named([first, first, third]), options)).toMatchObject({ scalar: identity })
  })

  test('two shares of which one is wrong are refused, not combined to another key', async () => {
    const { identity } = generateContributionKey()
    const [first, second] = (await splitKey(identity)) as [Uint8Array, Uint8Array]
    const options = { threshold: 2, commitment: keyCommitment(identity) }
    for (const at of [0, 31, 32])
      await expect(combineShares(named([first, flipped(second, at)]), options)).rejects.toMatchObject({
        code: 'SHARES_WRONG',
      })
  })

  test('one contribution without enough shares does not keep the others back', async () => {
    const { identity } = generateContributionKey()
    const [first, second] = (await splitKey(identity)) as [Uint8Array, Uint8Array]
    const { keys, missing } = await gatherKeys({
      answers: [
        {
          keeper: keepers[0] as Hex,
          shares: new Map([
            [contribution, first],
            [zeroHash, first],
          ]),
        },
        { keeper: keepers[1] as Hex, shares: new Map([[contribution, second]]) },
      ],
      commitments: new Map([
        [contribution, keyCommitment(identity)],
        [zeroHash, zeroHash],
      ]),
      threshold: 2,
    })
    expect([...keys]).toEqual([[contribution, identity]])
    expect(missing.get(zeroHash)?.code).toBe('SHARES_TOO_FEW')
  })
})

describe('sealing a share to a keeper', () => {
  const keeper = generateHpkeKey()
  const share = new Uint8Array(33).fill(9)
  const name = { contribution, index: 1 }

  test('only that keeper, for that contribution and place, opens it', async () => {
    const sealed = await sealShare(share, keeper.publicKey, name)
    expect(await openSealedShare(sealed, keeper.privateKey, name)).toEqual(share)
    const refused = { code: 'SHARE_UNREADABLE' }
    for (const wrong of [
      { contribution, index: 0 },
      { contribution: zeroHash, index: 1 },
    ])
      await expect(openSealedShare(sealed, keeper.privateKey, wrong)).rejects.toMatchObject(refused)
    await expect(openSealedShare(sealed, generateHpkeKey().privateKey, name)).rejects.toMatchObject(refused)
    for (const at of [2, 40, 80, 120, 160]) {
      const broken = `${sealed.slice(0, at)}${sealed[at] === '0' ? '1' : '0'}${sealed.slice(at + 1)}` as Hex
      await expect(openSealedShare(broken, keeper.privateKey, name)).rejects.toMatchObject(refused)
    }
    await expect(openSealedShare('0x', keeper.privateKey, name)).rejects.toMatchObject(refused)
  })

  test('a key that is none is refused by name', async () => {
    await expect(sealShare(share, '0x1234', name)).rejects.toMatchObject({ code: 'X25519_KEY_INVALID' })
  })

  test('a share’s hash depends on whose and which it is', () => {
    const hashes = [
      shareHash(contribution, 0, share),
      shareHash(contribution, 1, share),
      shareHash(zeroHash, 0, share),
      shareHash(contribution, 0, flipped(share)),
    ]
    expect(new Set(hashes).size).toBe(4)
  })
})

describe('an answer to a requester', () => {
  const requester = generateHpkeKey()
  const binding = { keeper: keepers[0] as Hex, request: `0x${'42'.repeat(32)}` as Hex }
  const shares = Array.from({ length: 5 }, (_, i) => ({
    contribution: bytesToHex(new Uint8Array(32).fill(i)),
    share: new Uint8Array(33).fill(i + 100),
  }))

  test('opens in order under the request it answers', async () => {
    const answer = await sealAnswer(shares, requester.publicKey, binding)
    const opened = await openAnswer(answer, requester.privateKey, binding)
    expect([...opened]).toEqual(shares.map(({ contribution: id, share }) => [id, share]))
    expect(
      (await openAnswer(await sealAnswer([], requester.publicKey, binding), requester.privateKey, binding))
        .size,
    ).toBe(0)
  })

  test('does not open for another keeper, request, order, contribution or key', async () => {
    const answer = await sealAnswer(shares, requester.publicKey, binding)
    const refused = { code: 'ANSWER_UNREADABLE' }
    const attempts = [
      () => openAnswer(answer, requester.privateKey, { ...binding, keeper: keepers[1] as Hex }),
      () => openAnswer(answer, requester.privateKey, { ...binding, request: zeroHash }),
      () =>
        openAnswer(
          { ...answer, ciphertexts: answer.ciphertexts.toReversed() },
          requester.privateKey,
          binding,
        ),
      () => openAnswer({ ...answer, served: answer.served.toReversed() }, requester.privateKey, binding),
      () =>
        openAnswer({ ...answer, ciphertexts: answer.ciphertexts.slice(1) }, requester.privateKey, binding),
      () => openAnswer(answer, generateHpkeKey().privateKey, binding),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(refused)
  })
})

test('a receipt counts only with the signature of the keeper it names', async () => {
  const keeper = privateKeyToAccount(generatePrivateKey())
  const dao = { chainId: 7, members: keepers[0] as Hex }
  const message = {
    keeper: keeper.address,
    contribution,
    keyCommitment: zeroHash,
    shareHash: zeroHash,
    at: 5n,
  }
  const signature = await keeper.signTypedData({
    domain: eip712Domain(dao.chainId, dao.members),
    types: shareReceiptTypes,
    primaryType: 'ShareReceipt',
    message,
  })
  expect(await isShareReceiptSigned(dao, message, signature)).toBe(true)
  expect(await isShareReceiptSigned({ ...dao, chainId: 8 }, message, signature)).toBe(false)
  expect(await isShareReceiptSigned(dao, { ...message, at: 6n }, signature)).toBe(false)
  expect(await isShareReceiptSigned(dao, message, '0x12')).toBe(false)
})
