import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { UsufructError } from '../domain/errors.ts'

/**
 * A Merkle tree as OpenZeppelin's `StandardMerkleTree` lays it out, which its Solidity verifier takes: a complete binary
 * tree in one array, the root first and the leaves last, in reverse. A node is the hash of its children in ascending
 * order. `nodes` has 32 bytes for each.
 */
export type MerkleTree = { root: Hex; count: number; nodes: Uint8Array }

const size = 32
/** Others get their turn after so many nodes: a tree over a million leaves takes seconds. */
const nodesPerTurn = 8_192

/** Bytes in ascending order, as numbers and as lower-case hex sort. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < size; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function hashPair(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(2 * size)
  const isAscending = compareBytes(a, b) < 0
  both.set(isAscending ? a : b)
  both.set(isAscending ? b : a, size)
  return keccak_256(both)
}

/**
 * The tree over leaves' hashes, 32 bytes each, one after the other in ascending order.
 *
 * @throws UsufructError `MERKLE_TREE_EMPTY`
 */
export async function buildMerkleTree(leaves: Uint8Array): Promise<MerkleTree> {
  const count = leaves.length / size
  if (count === 0)
    throw new UsufructError({
      code: 'MERKLE_TREE_EMPTY',
      message: 'A Merkle tree needs at least one leaf.',
      hint: 'There is nothing to anchor.',
    })
  const total = 2 * count - 1
  const nodes = new Uint8Array(total * size)
  const at = (node: number) => nodes.subarray(node * size, (node + 1) * size)
  for (let leaf = 0; leaf < count; leaf++)
    nodes.set(leaves.subarray(leaf * size, (leaf + 1) * size), (total - 1 - leaf) * size)
  for (let node = count - 2; node >= 0; node--) {
    nodes.set(hashPair(at(2 * node + 1), at(2 * node + 2)), node * size)
    if (node % nodesPerTurn === 0) await new Promise((resolve) => setTimeout(resolve))
  }
  return { root: bytesToHex(at(0)), count, nodes }
}

/**
 * The siblings on the way from a leaf to the root.
 *
 * @throws UsufructError `MERKLE_TREE_NO_SUCH_LEAF`
 */
export function proveLeaf({ count, nodes }: MerkleTree, leaf: number): Hex[] {
  if (!Number.isInteger(leaf) || leaf < 0 || leaf >= count)
    throw new UsufructError({
      code: 'MERKLE_TREE_NO_SUCH_LEAF',
      kind: 'notFound',
      message: `The tree has no leaf ${leaf}.`,
      hint: `Leaves are numbered from 0 to ${count - 1}.`,
      details: { leaf, count },
    })
  const proof: Hex[] = []
  for (let node = 2 * count - 2 - leaf; node > 0; node = (node - 1) >> 1) {
    const sibling = node % 2 === 0 ? node - 1 : node + 1
    proof.push(bytesToHex(nodes.subarray(sibling * size, (sibling + 1) * size)))
  }
  return proof
}

/** Whether a leaf with this hash lies under the root: the same answer as OpenZeppelin's `MerkleProof.verify`. */
export function isUnderRoot(leaf: Uint8Array, proof: readonly Hex[], root: Hex): boolean {
  let node = leaf
  for (const sibling of proof) node = hashPair(node, hexToBytes(sibling))
  return bytesToHex(node) === root.toLowerCase()
}
