import { Decrypter, Encrypter } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aead as nodeAead } from './aead.node.ts'
import { aead as browserAead } from './aead.ts'
import { AgeCorruptError, AgeTruncatedError, AgeWrongKeyError } from './ageErrors.ts'
import { decryptWith, type Expected } from './decryptWith.ts'
import { encryptTo } from './encryptTo.ts'
import { generateContributionKey } from './generateContributionKey.ts'
import { parseHeader, payloadNonceSize } from './header.ts'
import { keyCommitment } from './keyCommitment.ts'
import { readAll } from './readAll.ts'
import { identityFile, recipientToPublicKey } from './recipient.ts'
import { chunkSize, sealedChunkSize, sealedSize } from './stream.ts'

const key = generateContributionKey()
const encrypt = (bytes: Uint8Array) => readAll(encryptTo(key.recipient, bytes))
const decrypt = (bytes: Uint8Array, expected?: Expected) =>
  readAll(decryptWith(key.identity, bytes, expected))
const patterned = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) & 0xff)
const flip = (bytes: Uint8Array, at: number, bit = 0) => {
  const flipped = bytes.slice()
  flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
  return flipped
}
async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  )
}
/** Vitest's own comparison takes most of a second for 64 KiB. */
const expectSame = (actual: Uint8Array, expected: Uint8Array) =>
  expect(Buffer.compare(actual, expected), `${actual.length} bytes against ${expected.length}`).toBe(0)
const headSize = (file: Uint8Array) => (parseHeader(file)?.size ?? 0) + payloadNonceSize
const edges = [0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 2 * chunkSize, 2 * chunkSize + 7]

describe('age files', () => {
  test('decryption inverts encryption', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect(await decrypt(await encrypt(bytes))).toEqual(bytes)
      }),
    )
  })

  test.each(edges)('decryption inverts encryption around chunk boundaries: %i bytes', async (size) => {
    const file = await encrypt(patterned(size))
    expect(file.length).toBe(headSize(file) + sealedSize(size))
    expectSame(await decrypt(file), patterned(size))
  })

  test('the way a stream is cut changes nothing', async () => {
    const bytes = patterned(chunkSize + 99)
    const byByte = function* (all: Uint8Array) {
      for (let i = 0; i < all.length; i++) yield all.subarray(i, i + 1)
    }
    const file = await readAll(encryptTo(key.recipient, byByte(bytes)))
    expectSame(await readAll(decryptWith(key.identity, byByte(file))), bytes)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 6 }), async (cuts) => {
        const cut = function* () {
          let at = 0
          for (const length of cuts) {
            yield file.subarray(at, at + length)
            at += length
          }
          yield file.subarray(at)
        }
        expectSame(await readAll(decryptWith(key.identity, cut())), bytes)
      }),
      { numRuns: 30 },
    )
  })

  test('a bit flipped anywhere is damage when the recipient is known, and typed when not', async () => {
    const file = await encrypt(patterned(60))
    for (let at = 0; at < file.length; at++) {
      const known = await failure(decrypt(flip(file, at, at % 8), { recipient: key.recipient }))
      expect(known, `byte ${at}`).toBeInstanceOf(AgeCorruptError)
      const unknown = await failure(decrypt(flip(file, at, at % 8)))
      expect(unknown instanceof AgeCorruptError || unknown instanceof AgeWrongKeyError, `byte ${at}`).toBe(
        true,
      )
    }
  })

  test('a bit flipped in any chunk of a long file is damage', async () => {
    const file = await encrypt(patterned(2 * chunkSize + 500))
    const start = headSize(file)
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: start, max: file.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        async (at, bit) => {
          expect(await failure(decrypt(flip(file, at, bit)))).toBeInstanceOf(AgeCorruptError)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('another key is a wrong key, not damage', async () => {
    const file = await encrypt(patterned(10))
    const other = generateContributionKey()
    expect(await failure(readAll(decryptWith(other.identity, file)))).toBeInstanceOf(AgeWrongKeyError)
    const named = readAll(decryptWith(other.identity, file, { recipient: key.recipient }))
    expect(await failure(named)).toBeInstanceOf(AgeWrongKeyError)
  })

  test('a file cut at a chunk boundary is truncated', async () => {
    const file = await encrypt(patterned(3 * chunkSize))
    for (const chunks of [0, 1, 2]) {
      const cut = file.subarray(0, headSize(file) + chunks * sealedChunkSize)
      expect(await failure(decrypt(cut)), `${chunks} chunks`).toBeInstanceOf(AgeTruncatedError)
    }
  })

  test('a file cut anywhere is truncated when its size is known', async () => {
    const file = await encrypt(patterned(chunkSize + 100))
    const cuts = [
      0,
      1,
      10,
      21,
      22,
      60,
      headSize(file) - 1,
      headSize(file),
      headSize(file) + 5,
      file.length - 101,
      file.length - 1,
    ]
    for (const at of cuts)
      expect(await failure(decrypt(file.subarray(0, at), { size: file.length })), `at ${at}`).toBeInstanceOf(
        AgeTruncatedError,
      )
  })

  test('bytes after the end, chunks dropped or swapped are damage', async () => {
    const file = await encrypt(patterned(2 * chunkSize + 5))
    const head = headSize(file)
    const chunk = (i: number) => file.subarray(head + i * sealedChunkSize, head + (i + 1) * sealedChunkSize)
    const start = file.subarray(0, head)
    for (const order of [
      [0, 2],
      [1, 0, 2],
      [0, 1, 1, 2],
    ])
      expect(await failure(decrypt(await readAll([start, ...order.map(chunk)]))), `${order}`).toBeInstanceOf(
        AgeCorruptError,
      )
    const followed = await readAll([file, new Uint8Array(sealedChunkSize)])
    expect(await failure(decrypt(followed))).toBeInstanceOf(AgeCorruptError)
  })

  test('what is no age file at all is said to be none', async () => {
    expect(await failure(decrypt(new TextEncoder().encode('species,island\n')))).toMatchObject({
      code: 'AGE_CORRUPT',
    })
    const endless = await readAll([
      new TextEncoder().encode('age-encryption.org/v1\n'),
      new Uint8Array(40_000).fill(65),
    ])
    expect(await failure(decrypt(endless))).toMatchObject({ code: 'AGE_CORRUPT' })
  })

  test('recipients that are none are refused', () => {
    for (const wrong of ['', 'age1', `${key.recipient}x`, key.recipient.replace('age1', 'bge1')])
      expect(() => recipientToPublicKey(wrong)).toThrowError(
        expect.objectContaining({ code: 'AGE_RECIPIENT_INVALID' }),
      )
  })

  test('the commitment is fixed by its label and the scalar', () => {
    expect(keyCommitment(new Uint8Array(32).fill(7))).toBe(
      '0x7e99cfb93b8be4f5503b71cb6fe076ea44c80349bf5159307f0f46a360fe07d4',
    )
  })
})

describe('the two AEADs', () => {
  test('give the same bytes and refuse the same', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        fc.uint8Array({ maxLength: 500 }),
        (k, nonce, plaintext) => {
          const sealed = nodeAead.seal(k, nonce, plaintext)
          expect(browserAead.seal(k, nonce, plaintext)).toEqual(sealed)
          expect(browserAead.open(k, nonce, sealed)).toEqual(nodeAead.open(k, nonce, sealed))
          const broken = flip(sealed, plaintext.length)
          expect([browserAead.open(k, nonce, broken), nodeAead.open(k, nonce, broken)]).toEqual([null, null])
        },
      ),
    )
  })
})

describe('age-encryption', () => {
  test.each(edges)('reads what we write and writes what we read: %i bytes', async (size) => {
    const decrypter = new Decrypter()
    decrypter.addIdentity(identityFile(key.identity).trim())
    expectSame(await decrypter.decrypt(await encrypt(patterned(size))), patterned(size))
    const encrypter = new Encrypter()
    encrypter.addRecipient(generateContributionKey().recipient)
    encrypter.addRecipient(key.recipient)
    expectSame(await decrypt(await encrypter.encrypt(patterned(size))), patterned(size))
  })
})
