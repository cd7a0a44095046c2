import { concat, type Hex, keccak256, numberToHex } from 'viem'
import { UsufructError } from '../domain/errors.ts'

/** A leaf or node with the sum of the weights in and below it. */
export type SumNode = { hash: Hex; sum: bigint }

/** One consent's weight in a release; `subRoot` is the root over its contributions. */
export type Leaf = { consentId: Hex; weight: bigint; subRoot: Hex }

/** One contribution's weight below a leaf. */
export type Part = { contributionId: Hex; weight: bigint }

export type SumProof = { index: number; proof: SumNode[] }

/** A tree in which every node carries the sum below it, so that no set of leaves can be proved whose weights
 * exceed the total, whoever made it. `levels[0]` are the leaves, padded to a power of two. */
export type SumTree = { kind: TreeKind; levels: SumNode[][]; root: Hex; total: bigint }

/** `leaf` over consents, `part` over the contributions of one consent. Their hashes never meet. */
export type TreeKind = 'leaf' | 'part'

const domains = {
  leaf: { leaf: '0x00', node: '0x01' },
  part: { leaf: '0x02', node: '0x03' },
} as const

const padding: SumNode = { hash: `0x${'00'.repeat(32)}`, sum: 0n }
const maxWeight = 2n ** 64n - 1n
export const maxDepth = 32

export const hashLeaf = ({ consentId, weight, subRoot }: Leaf): Hex =>
  keccak256(concat([domains.leaf.leaf, consentId, uint64(weight), subRoot]))

export const hashPart = ({ contributionId, weight }: Part): Hex =>
  keccak256(concat([domains.part.leaf, contributionId, uint64(weight)]))

/** The tree of a release: over consents, in ascending order of their ids.
 * @throws UsufructError `SUM_TREE_EMPTY`, `SUM_TREE_DUPLICATE`, `SUM_TREE_OVERFLOW` */
export function buildLeafTree(leaves: readonly Leaf[]): SumTree & { leaves: Leaf[] } {
  const sorted = sortById(leaves, ({ consentId }) => consentId)
  const nodes = sorted.map((leaf) => ({ hash: hashLeaf(leaf), sum: leaf.weight }))
  return { ...build('leaf', nodes), leaves: sorted }
}

/** The tree below a leaf: over one consent's contributions, in ascending order of their ids.
 * @throws UsufructError `SUM_TREE_EMPTY`, `SUM_TREE_DUPLICATE`, `SUM_TREE_OVERFLOW` */
export function buildPartTree(parts: readonly Part[]): SumTree & { parts: Part[] } {
  const sorted = sortById(parts, ({ contributionId }) => contributionId)
  const nodes = sorted.map((part) => ({ hash: hashPart(part), sum: part.weight }))
  return { ...build('part', nodes), parts: sorted }
}

/** The siblings on the way from a leaf to the root.
 * @throws UsufructError `SUM_TREE_NO_SUCH_LEAF` */
export function proveInclusion(tree: SumTree, index: number): SumProof {
  const width = tree.levels[0]?.length ?? 0
  if (!Number.isInteger(index) || index < 0 || index >= width)
    throw new UsufructError({
      code: 'SUM_TREE_NO_SUCH_LEAF',
      message: `The tree has no leaf ${index}.`,
      hint: `Leaves are numbered from 0 to ${width - 1}.`,
      kind: 'notFound',
      details: { index, width },
    })
  const proof = tree.levels.slice(0, -1).map((level, depth) => level[(index >> depth) ^ 1] ?? padding)
  return { index, proof }
}

export type VerifyInclusionParameters = {
  kind: TreeKind
  root: Hex
  total: bigint
  node: SumNode
  index: number | bigint
  proof: readonly SumNode[]
}

/** Whether a hashed leaf with its weight lies at `index` in the tree: the same answer as the contracts'. */
export function verifyInclusion({
  kind,
  root,
  total,
  node,
  index,
  proof,
}: VerifyInclusionParameters): boolean {
  const place = BigInt(index)
  // High bits of the index would name the same leaf twice.
  if (proof.length > maxDepth || place < 0n || place >> BigInt(proof.length) !== 0n) return false
  if (node.sum < 0n || node.sum > total || total > maxWeight) return false
  let at = node
  for (const [depth, sibling] of proof.entries()) {
    if (sibling.sum < 0n || at.sum + sibling.sum > total) return false
    const isLeft = ((place >> BigInt(depth)) & 1n) === 0n
    at = isLeft ? hashPair(kind, at, sibling) : hashPair(kind, sibling, at)
  }
  return at.hash === root.toLowerCase() && at.sum === total
}

function build(kind: TreeKind, leaves: SumNode[]): SumTree {
  if (leaves.length === 0)
    throw new UsufructError({
      code: 'SUM_TREE_EMPTY',
      message: 'A sum tree needs at least one leaf.',
      hint: 'A release that enrolls nobody has no tree: its root and total are zero.',
    })
  const total = leaves.reduce((sum, leaf) => sum + leaf.sum, 0n)
  if (total > maxWeight)
    throw new UsufructError({
      code: 'SUM_TREE_OVERFLOW',
      message: `The weights add up to ${total}, more than fits in 64 bits.`,
      hint: 'Split the release.',
      kind: 'limit',
      details: { total: total.toString(), limit: maxWeight.toString() },
    })
  let level = [...leaves]
  while (level.length & (level.length - 1)) level.push(padding)
  const levels = [level]
  while (level.length > 1) {
    const above: SumNode[] = []
    for (let i = 0; i < level.length; i += 2)
      above.push(hashPair(kind, level[i] ?? padding, level[i + 1] ?? padding))
    levels.push(above)
    level = above
  }
  return { kind, levels, root: (level[0] ?? padding).hash, total }
}

function hashPair(kind: TreeKind, left: SumNode, right: SumNode): SumNode {
  const hash = keccak256(
    concat([domains[kind].node, left.hash, uint64(left.sum), right.hash, uint64(right.sum)]),
  )
  return { hash, sum: left.sum + right.sum }
}

function sortById<T>(items: readonly T[], idOf: (item: T) => Hex): T[] {
  // Hex of one length and case sorts as the numbers do.
  const keyed = items.map((item) => ({ item, id: idOf(item).toLowerCase() }))
  keyed.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  for (const [i, { id }] of keyed.entries())
    if (id === keyed[i - 1]?.id)
      throw new UsufructError({
        code: 'SUM_TREE_DUPLICATE',
        message: `${id} has two leaves.`,
        hint: 'Add the weights of one id up before building the tree.',
        details: { id },
      })
  return keyed.map(({ item }) => item)
}

function uint64(value: bigint): Hex {
  if (value < 0n || value > maxWeight)
    throw new UsufructError({
      code: 'SUM_TREE_OVERFLOW',
      message: `The weight ${value} does not fit in 64 bits.`,
      hint: 'Weights are whole numbers from 0 to 2^64 − 1.',
      kind: 'limit',
      details: { weight: value.toString(), limit: maxWeight.toString() },
    })
  return numberToHex(value, { size: 8 })
}
