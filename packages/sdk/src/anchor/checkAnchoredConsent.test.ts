import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { buildAnchorFile } from './anchorFile.ts'
import { checkAnchoredConsent, countsFrom } from './checkAnchoredConsent.ts'
import { proveLeaf } from './merkleTree.ts'
import { type AnchoredConsent, anchoredConsent, signedConsent } from './signedConsent.ts'
import vectors from './vectors.json' with { type: 'json' }

// The same file that the contracts' tests read (contracts/test/AnchoredVectors.t.sol). Roots and proofs are those of
// @openzeppelin/merkle-tree 1.0.8.

const dao = { chainId: vectors.chainId, members: vectors.members as Hex }

const readCase = ({ account, terms, bits, r, vs, root, proof }: (typeof vectors.cases)[number]) =>
  anchoredConsent.parse({ signed: { account, terms, bits, r, vs }, root, proof })

const counts = async (anchored: AnchoredConsent) => {
  const said = await checkAnchoredConsent(dao, anchored)
  return typeof said !== 'string' && countsFrom(said, vectors.anchoredAt)
}

describe('golden vectors', () => {
  test.each(vectors.cases)('a consent $name: $counts', async (vector) => {
    expect(await counts(readCase(vector))).toBe(vector.counts)
  })

  test.each(vectors.files)('a file of $name', async ({ consents, hash, root, bytes }) => {
    const file = await buildAnchorFile(dao, consents.map((signed) => signedConsent.parse(signed)).reverse())
    expect(file).toMatchObject({ hash, tree: { root, count: consents.length } })
    expect(file.bytes.length).toBe(bytes)
  })

  test('there are consents of both kinds', () => {
    const good = vectors.cases.filter((vector) => vector.counts).length
    expect(good).toBeGreaterThan(10)
    expect(vectors.cases.length - good).toBeGreaterThan(10)
  })
})

describe('an attacker', () => {
  const [first] = vectors.cases
  if (!first) throw new Error('there are vectors')
  const good = readCase(first)

  test('cannot take a consent to another DAO, or to the same address on another chain', async () => {
    const elsewhere = { ...dao, members: `0x${'11'.repeat(20)}` as const }
    expect(await checkAnchoredConsent(elsewhere, good)).toBe('SIGNATURE_INVALID')
    expect(await checkAnchoredConsent({ ...dao, chainId: 1 }, good)).toBe('SIGNATURE_INVALID')
  })

  test('cannot pass a node of the tree for a leaf', async () => {
    const [a, b] = vectors.files[1]?.consents.map((signed) => signedConsent.parse(signed)) ?? []
    if (!a || !b) throw new Error('two consents')
    const { tree } = await buildAnchorFile(dao, [a, b])
    const proof = proveLeaf(tree, 0)
    // 64 bytes of two hashes are no leaf, whoever names them so.
    expect(await checkAnchoredConsent(dao, { signed: a, root: tree.root, proof: [...proof, ...proof] })).toBe(
      'PROOF_INVALID',
    )
    expect(await checkAnchoredConsent(dao, { signed: a, root: proof[0] as Hex, proof: [] })).toBe(
      'PROOF_INVALID',
    )
  })

  test('cannot have a keeper hash for ever', () => {
    const proof = Array.from({ length: 33 }, () => good.root)
    expect(anchoredConsent.safeParse({ ...good, proof }).success).toBe(false)
  })
})
