import { toContract } from '@usufruct/sdk/anchor/checkAnchoredConsent'
import { releasesAbi } from '@usufruct/sdk/contracts/generated/Releases'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { proveInclusion } from '@usufruct/sdk/tree/sumTree'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { encodeFunctionData, type Hex, zeroAddress, zeroHash } from 'viem'
import type { Context } from '../../context.ts'
import { parts, questions, releases } from '../../db/schema.ts'
import { findAnchored, proveAnchored } from '../anchor/anchoredProof.ts'
import { assertionOf, type ReleaseRow } from './assertionOf.ts'
import { treeOf } from './cutRelease.ts'

type Question = typeof questions.$inferSelect

/** For a consent with a record of its own there is nothing to show but its leaf; for one under a root, how it was signed
 * and where it lies. */
const notAnchored = {
  signed: { account: zeroAddress, terms: zeroHash, bits: 0n, r: zeroHash, vs: zeroHash },
  root: zeroHash,
  proof: [],
}

const anchoredFor = async (ctx: Context, consent: Hex) => {
  const found = await findAnchored(ctx, consent)
  return found ? toContract(await proveAnchored(ctx, found.leaf)) : notAnchored
}

/** The leaf that lies over a point of a release's weights, with its place in the tree. */
export const leafOver = (tree: NonNullable<ReturnType<typeof treeOf>>, point: bigint) => {
  let before = 0n
  for (const [at, leaf] of tree.leaves.entries()) {
    before += leaf.weight
    if (point >= before) continue
    const { index, proof } = proveInclusion(tree, at)
    return { leaf, index: BigInt(index), proof }
  }
  return null
}

const treeOfRelease = async (ctx: Context, { manifest }: ReleaseRow) =>
  treeOf(
    await ctx.db
      .select()
      .from(parts)
      .where(and(eq(parts.manifest, manifest), eq(parts.enrolled, true))),
  )

const answer = async (
  ctx: Context,
  row: ReleaseRow,
  { point }: Question,
  tree: ReturnType<typeof treeOf>,
) => {
  const { offer, release, manifest, challengeEnds } = row
  const leaf = tree && leafOver(tree, point)
  if (!leaf)
    throw new UsufructError({
      code: 'LEAF_UNKNOWN',
      kind: 'internal',
      message: `This node does not have the leaf over ${point} of version ${release} of offer ${offer}, which it asserted.`,
      hint: 'Restore its database from a backup before the question’s time is over, or the bond is lost.',
      details: { offer: String(offer), release, point: String(point) },
    })
  const sent = await ctx.sendOnce({
    key: `show:${offer}:${release}:${manifest}:${challengeEnds}:${point}`,
    sender: ctx.operator,
    to: ctx.deployment.releases,
    data: encodeFunctionData({
      abi: releasesAbi,
      functionName: 'showLeaf',
      args: [assertionOf(row), point, leaf, await anchoredFor(ctx, leaf.leaf.consentId)],
    }),
  })
  await ctx.indexer.reached(sent.block)
}

/**
 * Shows whoever asks the leaf they ask for, of the pending releases that this node asserted: an open question keeps a
 * release from being activated, and one that nobody answers in time strikes it out. The most urgent first; one that
 * fails holds no other up.
 */
export const answerQuestions = async (ctx: Context): Promise<void> => {
  const operator = ctx.operator.address.toLowerCase() as `0x${string}`
  const open = await ctx.db
    .select({ question: questions, row: releases })
    .from(questions)
    .innerJoin(releases, and(eq(releases.offer, questions.offer), eq(releases.release, questions.release)))
    .where(and(isNull(questions.shownAt), eq(releases.state, 'asserted'), eq(releases.asserter, operator)))
    .orderBy(asc(questions.answerBy))
  const failures: unknown[] = []
  const trees = new Map<string, ReturnType<typeof treeOfRelease>>()
  for (const { question, row } of open) {
    const tree = trees.get(row.manifest) ?? treeOfRelease(ctx, row)
    trees.set(row.manifest, tree)
    await answer(ctx, row, question, await tree).catch((error: unknown) => void failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}
