import fc from 'fast-check'
import { bytesToHex, type Hex, numberToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { consentBitsOf } from '../domain/ids.ts'
import { buildAnchorFile, readAnchorFile } from './anchorFile.ts'
import { isUnderRoot, proveLeaf } from './merkleTree.ts'
import { consentLeafHash, consentSaid, type SignedConsent } from './signedConsent.ts'

const dao = { chainId: 31_337, members: `0x${'22'.repeat(20)}` as Hex }

const hex = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes): Hex => bytesToHex(bytes))
const bits = fc
  .record({
    salt: hex(8),
    purposes: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    end: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
    time: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
  })
  .map((fields) => numberToHex(consentBitsOf({ ...fields, dataset: '0x07' }), { size: 32 }))
const consent = fc.record({ account: hex(20), terms: hex(32), bits, r: hex(32), vs: hex(32) })
const consents = fc.uniqueArray(consent, {
  minLength: 1,
  maxLength: 30,
  selector: (signed) => consentSaid(signed).consent,
})

/** A file in pieces of some size, as it comes over a network. */
async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const read = async (bytes: Uint8Array, size = 100, most?: number) => {
  const leaves: SignedConsent[] = []
  const limit = most === undefined ? {} : { most }
  const tree = await readAnchorFile(dao, pieces(bytes, size), (signed) => void leaves.push(signed), limit)
  return { tree, leaves }
}
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytesOf = (written: string) => new TextEncoder().encode(written)

describe('any set of consents', () => {
  test('has one file and one root, and what is read from it is what was written', async () => {
    await fc.assert(
      fc.asyncProperty(consents, fc.integer({ min: 1, max: 2_000 }), async (input, size) => {
        const file = await buildAnchorFile(dao, input)
        expect(await buildAnchorFile(dao, [...input].reverse())).toEqual(file)
        expect(await read(file.bytes, size)).toEqual({ tree: file.tree, leaves: file.leaves })
      }),
      { seed: 7, numRuns: 60 },
    )
  })

  test('proves each of its consents and no other', async () => {
    await fc.assert(
      fc.asyncProperty(consents, consent, async (input, other) => {
        const { tree, leaves } = await buildAnchorFile(dao, input)
        for (const [at, signed] of leaves.entries()) {
          const proof = proveLeaf(tree, at)
          expect(isUnderRoot(consentLeafHash(signed), proof, tree.root)).toBe(true)
          expect(isUnderRoot(consentLeafHash(other), proof, tree.root)).toBe(false)
        }
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})

const someone = (name: number): SignedConsent => ({
  account: `0x${String(name).padStart(40, '0')}`,
  terms: `0x${'33'.repeat(32)}`,
  bits: `0x${'00'.repeat(31)}01`,
  r: `0x${'44'.repeat(32)}`,
  vs: `0x${'55'.repeat(32)}`,
})

describe('what is no such file is refused', () => {
  const invalid = { code: 'ANCHOR_FILE_INVALID', kind: 'input' }
  const written = async () => text((await buildAnchorFile(dao, [1, 2, 3].map(someone))).bytes)
  const lines = async () => (await written()).trimEnd().split('\n')
  const joined = (list: readonly (string | undefined)[]) => bytesOf(`${list.join('\n')}\n`)

  test('nothing, anything, bytes that are no text', async () => {
    for (const bytes of [
      '',
      '\n',
      '{}\n',
      '[]\n',
      'PK\u0003\u0004',
      (await written()).slice(1),
      '{"schema":1}\n',
    ])
      await expect(read(bytesOf(bytes))).rejects.toMatchObject(invalid)
    await expect(read(new Uint8Array([0xff, 0xfe, 0x0a]))).rejects.toMatchObject(invalid)
  })

  test('one that is cut off, or goes on', async () => {
    const whole = await written()
    for (let end = 1; end < whole.length; end += 37)
      await expect(read(bytesOf(whole.slice(0, end)))).rejects.toMatchObject(invalid)
    const [head, a, b, c] = await lines()
    await expect(read(joined([head, a, b]))).rejects.toMatchObject(invalid)
    await expect(read(joined([head, a, b, c, c]))).rejects.toMatchObject(invalid)
  })

  test('lines in another order, or twice', async () => {
    const [head, a, b, c] = await lines()
    await expect(read(joined([head, b, a, c]))).rejects.toMatchObject(invalid)
    await expect(read(joined([head, a, a, b]))).rejects.toMatchObject(invalid)
  })

  test('other bytes for the same consents', async () => {
    const [head, a, b, c] = await lines()
    for (const other of [
      ` ${a}`,
      a?.replace('"terms"', '"more":1,"terms"'),
      a?.replace('0x44', '0X44'),
      a?.replace('{', '{ '),
    ])
      await expect(read(joined([head, other, b, c]))).rejects.toMatchObject(invalid)
  })

  test('another DAO’s', async () => {
    const file = await buildAnchorFile({ ...dao, chainId: 5 }, [someone(1)])
    await expect(read(file.bytes)).rejects.toMatchObject(invalid)
  })

  test('a line without an end: it is never held whole', async () => {
    let given = 0
    const endless = async function* () {
      for (;;) {
        given += 1_000
        yield bytesOf('x'.repeat(1_000))
      }
    }
    await expect(readAnchorFile(dao, endless(), () => undefined)).rejects.toMatchObject(invalid)
    expect(given).toBeLessThan(10_000)
  })

  test('more consents than are taken, before any of them is read', async () => {
    const { bytes } = await buildAnchorFile(dao, [1, 2, 3].map(someone))
    await expect(read(bytes, 100, 2)).rejects.toMatchObject({ code: 'ANCHOR_FILE_TOO_LARGE', kind: 'limit' })
    const head = text(bytes).split('\n')[0]?.replace('"count":3', '"count":4000000000')
    await expect(read(bytesOf(`${head}\n`))).rejects.toMatchObject({ code: 'ANCHOR_FILE_TOO_LARGE' })
  })
})

test('a consent that was signed twice, with another deadline, is one consent and cannot be written twice', async () => {
  const signed = someone(1)
  const again = { ...signed, bits: numberToHex(BigInt(signed.bits) + (9n << 128n), { size: 32 }) }
  expect(consentSaid(again).consent).toBe(consentSaid(signed).consent)
  await expect(buildAnchorFile(dao, [signed, again])).rejects.toMatchObject({ code: 'ANCHOR_FILE_DUPLICATE' })
  await expect(buildAnchorFile(dao, [])).rejects.toMatchObject({ code: 'MERKLE_TREE_EMPTY' })
})

test('a tree has the leaves it has', async () => {
  const { tree } = await buildAnchorFile(dao, [1, 2, 3].map(someone))
  for (const leaf of [-1, 3, 0.5])
    expect(() => proveLeaf(tree, leaf)).toThrow(expect.objectContaining({ code: 'MERKLE_TREE_NO_SUCH_LEAF' }))
})
