import { buildMerkleTree, type MerkleTree, proveLeaf } from '@usufruct/sdk/anchor/merkleTree'
import { type AnchoredConsent, consentLeafHash } from '@usufruct/sdk/anchor/signedConsent'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { and, asc, eq, gt } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { anchoredLeaves, anchorFiles, anchors } from '../../db/anchorSchema.ts'

const rowsAtOnce = 5_000
/** Trees that were asked for last, by database: one over a hundred thousand leaves has six million bytes. */
const mostTrees = 8
const trees = new WeakMap<Context['db'], Map<Hex, Promise<MerkleTree>>>()

const readTree = async ({ db }: Context, root: Hex): Promise<MerkleTree> => {
  const [file] = await db.select().from(anchorFiles).where(eq(anchorFiles.root, root))
  const hashes = new Uint8Array(32 * (file?.count ?? 0))
  for (let last = -1; ; ) {
    const rows = await db
      .select()
      .from(anchoredLeaves)
      .where(and(eq(anchoredLeaves.root, root), gt(anchoredLeaves.place, last)))
      .orderBy(asc(anchoredLeaves.place))
      .limit(rowsAtOnce)
    for (const row of rows) hashes.set(consentLeafHash(row), 32 * row.place)
    const end = rows.at(-1)?.place
    if (end === undefined) break
    last = end
  }
  return buildMerkleTree(hashes)
}

const treeUnder = (ctx: Context, root: Hex): Promise<MerkleTree> => {
  const known = trees.get(ctx.db) ?? new Map<Hex, Promise<MerkleTree>>()
  trees.set(ctx.db, known)
  const tree = known.get(root) ?? readTree(ctx, root)
  known.delete(root)
  known.set(root, tree)
  const [oldest] = known.keys()
  if (known.size > mostTrees && oldest) known.delete(oldest)
  return tree
}

type Leaf = typeof anchoredLeaves.$inferSelect

export const proveAnchored = async (
  ctx: Context,
  { root, place, account, terms, bits, r, vs }: Leaf,
): Promise<AnchoredConsent> => ({
  signed: { account, terms, bits, r, vs },
  root,
  proof: proveLeaf(await treeUnder(ctx, root), place),
})

/** Where a consent lies under a root that the chain has: the one that was anchored first. */
export const findAnchored = async (ctx: Context, consent: Hex) => {
  const [found] = await ctx.db
    .select({ leaf: anchoredLeaves, anchor: anchors })
    .from(anchoredLeaves)
    .innerJoin(anchors, eq(anchors.root, anchoredLeaves.root))
    .where(and(eq(anchoredLeaves.consent, consent), eq(anchoredLeaves.signed, true)))
    .orderBy(asc(anchors.block), asc(anchors.logIndex), asc(anchoredLeaves.place))
    .limit(1)
  return found ?? null
}

/** @throws UsufructError `CONSENT_NOT_ANCHORED` */
export const showAnchored = async (ctx: Context, consent: Hex): Promise<AnchoredConsent> => {
  const found = await findAnchored(ctx, consent)
  if (found) return proveAnchored(ctx, found.leaf)
  throw new UsufructError({
    code: 'CONSENT_NOT_ANCHORED',
    kind: 'notFound',
    message: 'This consent lies under no anchored root that this node has the file of.',
    hint: 'It may have a record of its own on the chain, or wait to be anchored.',
    details: { consent },
  })
}

/** @throws UsufructError `ANCHOR_UNKNOWN` */
export const showAnchor = async ({ db }: Context, root: Hex) => {
  const [found] = await db
    .select({ anchor: anchors, file: anchorFiles })
    .from(anchors)
    .leftJoin(anchorFiles, eq(anchorFiles.root, anchors.root))
    .where(eq(anchors.root, root))
  if (!found)
    throw new UsufructError({
      code: 'ANCHOR_UNKNOWN',
      kind: 'notFound',
      message: 'Nobody anchored this root.',
      hint: 'If that was a moment ago, ask again.',
      details: { root },
    })
  const { anchor, file } = found
  return {
    root,
    anchoredAt: anchor.at,
    transaction: anchor.transaction,
    named: anchor.file,
    file: file?.file ?? null,
    consents: file?.count ?? null,
  }
}
