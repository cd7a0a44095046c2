import fc from 'fast-check'
import type { Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import {
  buildLeafTree,
  buildPartTree,
  hashLeaf,
  hashPart,
  proveInclusion,
  verifyInclusion,
} from './sumTree.ts'
import vectors from './vectors.json' with { type: 'json' }

const hex = (value: string) => value as Hex
const zip = (hashes: string[], sums: string[]) =>
  hashes.map((hash, i) => ({ hash: hex(hash), sum: BigInt(sums[i] ?? 0) }))

describe('golden vectors', () => {
  for (const vector of vectors.leaf)
    it(`leaves: ${vector.name}`, () => {
      const leaves = vector.ids.map((consentId, i) => ({
        consentId: hex(consentId),
        weight: BigInt(vector.weights[i] ?? 0),
        subRoot: hex(vector.subRoots[i] ?? ''),
      }))
      const tree = buildLeafTree([...leaves].reverse())
      expect(tree).toMatchObject({ root: vector.root, total: BigInt(vector.total), leaves })
      for (const [index, leaf] of leaves.entries()) {
        const { proof } = proveInclusion(tree, index)
        expect(proof).toEqual(zip(vector.proofs[index]?.hashes ?? [], vector.proofs[index]?.sums ?? []))
        const node = { hash: hashLeaf(leaf), sum: leaf.weight }
        expect(
          verifyInclusion({ kind: 'leaf', root: tree.root, total: tree.total, node, index, proof }),
        ).toBe(true)
        expect(
          verifyInclusion({ kind: 'part', root: tree.root, total: tree.total, node, index, proof }),
        ).toBe(proof.length === 0)
      }
    })

  for (const vector of vectors.part)
    it(`parts: ${vector.name}`, () => {
      const parts = vector.ids.map((contributionId, i) => ({
        contributionId: hex(contributionId),
        weight: BigInt(vector.weights[i] ?? 0),
      }))
      const tree = buildPartTree(parts)
      expect(tree).toMatchObject({ root: vector.root, total: BigInt(vector.total), parts })
      for (const [index, part] of parts.entries()) {
        const { proof } = proveInclusion(tree, index)
        const node = { hash: hashPart(part), sum: part.weight }
        expect(
          verifyInclusion({ kind: 'part', root: tree.root, total: tree.total, node, index, proof }),
        ).toBe(true)
      }
    })

  for (const { name, id, weight, subRoot, index, hashes, sums, root, total } of vectors.rejected)
    it(`rejects ${name}`, () => {
      const leaf = { consentId: hex(id ?? ''), weight: BigInt(weight ?? 0), subRoot: hex(subRoot ?? '') }
      expect(
        verifyInclusion({
          kind: 'leaf',
          root: hex(root),
          total: BigInt(total),
          node: { hash: hashLeaf(leaf), sum: leaf.weight },
          index: BigInt(index),
          proof: zip(hashes ?? [], sums.map(String)),
        }),
      ).toBe(false)
    })
})

const id = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)
const leaf = fc.record({ consentId: id, weight: fc.bigInt({ min: 0n, max: 2n ** 56n }), subRoot: id })
const leaves = fc.uniqueArray(leaf, { minLength: 1, maxLength: 40, selector: ({ consentId }) => consentId })

describe('any tree', () => {
  it('proves each of its leaves, in one place only', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (input, pick, other) => {
        const tree = buildLeafTree(input)
        const index = pick % tree.leaves.length
        const leaf = tree.leaves[index] as (typeof input)[number]
        const { proof } = proveInclusion(tree, index)
        const common = { kind: 'leaf', root: tree.root, total: tree.total, proof } as const
        const node = { hash: hashLeaf(leaf), sum: leaf.weight }
        expect(verifyInclusion({ ...common, node, index })).toBe(true)
        expect(verifyInclusion({ ...common, node, index: other })).toBe(other === index)
        expect(verifyInclusion({ ...common, node: { ...node, sum: node.sum + 1n }, index })).toBe(false)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  it('does not depend on the order of its leaves', () => {
    fc.assert(
      fc.property(leaves, (input) => {
        expect(buildLeafTree([...input].reverse()).root).toBe(buildLeafTree(input).root)
      }),
      { seed: 7, numRuns: 50 },
    )
  })
})

describe('bad input', () => {
  const one = { consentId: hex(`0x${'11'.repeat(32)}`), weight: 1n, subRoot: hex(`0x${'22'.repeat(32)}`) }

  it('refuses an empty tree', () => {
    expect(() => buildLeafTree([])).toThrow(expect.objectContaining({ code: 'SUM_TREE_EMPTY' }))
  })
  it('refuses an id twice, in whatever case', () => {
    const again = { ...one, consentId: hex(one.consentId.toUpperCase().replace('0X', '0x')) }
    expect(() => buildLeafTree([one, again])).toThrow(expect.objectContaining({ code: 'SUM_TREE_DUPLICATE' }))
  })
  it('refuses weights that do not fit', () => {
    const code = 'SUM_TREE_OVERFLOW'
    expect(() => buildLeafTree([{ ...one, weight: 2n ** 64n }])).toThrow(expect.objectContaining({ code }))
    expect(() => buildLeafTree([{ ...one, weight: -1n }])).toThrow(expect.objectContaining({ code }))
    const other = { ...one, consentId: hex(`0x${'33'.repeat(32)}`), weight: 2n ** 64n - 1n }
    expect(() => buildLeafTree([one, other])).toThrow(expect.objectContaining({ code }))
  })
  it('names the leaves there are', () => {
    const tree = buildLeafTree([one])
    expect(() => proveInclusion(tree, 1)).toThrow(expect.objectContaining({ code: 'SUM_TREE_NO_SUCH_LEAF' }))
  })
})
