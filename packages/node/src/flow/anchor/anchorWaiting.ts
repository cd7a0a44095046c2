import { revertToError } from '@usufruct/sdk/actions/revertToError'
import { buildAnchorFile } from '@usufruct/sdk/anchor/anchorFile'
import { consentSaid } from '@usufruct/sdk/anchor/signedConsent'
import { membersAbi } from '@usufruct/sdk/contracts/generated/Members'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { encodeFunctionData } from 'viem'
import type { Context } from '../../context.ts'
import { anchoredLeaves, anchorFiles, anchors, waitingGrants } from '../../db/anchorSchema.ts'
import { events } from '../../db/schema.ts'

type Waiting = typeof waitingGrants.$inferSelect

/** A database takes so many values in one statement. */
const rowsAtOnce = 1_000
/** Seconds that a root needs to get to the chain. */
const onTheWay = 30
/** Where nothing is to wait any more, what waits goes at once. */
const atOnce = { every: 0, most: 10_000 }

const inPieces = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / rowsAtOnce) }, (_, at) =>
    list.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce),
  )

const namesOf = (list: readonly Pick<Waiting, 'consent'>[]) => list.map(({ consent }) => consent)

const refuse = async (ctx: Context, list: readonly Waiting[], code: NonNullable<Waiting['refused']>) => {
  for (const piece of inPieces(list))
    await ctx.db
      .update(waitingGrants)
      .set({ refused: code })
      .where(inArray(waitingGrants.consent, namesOf(piece)))
}

/** Those of some consents that were taken back, or paused, while they waited. */
const stoppedOf = async ({ db }: Context, list: readonly Waiting[]) => {
  const stopped = new Set<string>()
  for (const piece of inPieces(list)) {
    const found = await db
      .select({ consent: sql<string>`${events.args} ->> 'consentId'` })
      .from(events)
      .where(
        and(
          inArray(events.name, ['ConsentPaused', 'ConsentWithdrawn']),
          inArray(sql`(${events.args} ->> 'consentId')`, namesOf(piece)),
        ),
      )
    for (const { consent } of found) stopped.add(consent)
  }
  return stopped
}

/** Puts what waits into a file, when enough or long enough. The file is stored before anything refers to it; from then on
 * the rows name its root, so that whatever dies, the same file is anchored and no consent is in two. */
const buildDue = async (ctx: Context): Promise<boolean> => {
  const { every, most } = ctx.anchoring ?? atOnce
  const waiting = await ctx.db
    .select()
    .from(waitingGrants)
    .where(and(isNull(waitingGrants.root), isNull(waitingGrants.refused)))
    .orderBy(asc(waitingGrants.receivedAt), asc(waitingGrants.consent))
    .limit(most)
  const [oldest] = waiting
  if (!oldest || (waiting.length < most && oldest.receivedAt + every > ctx.now())) return false
  const late = waiting.filter(({ deadline }) => deadline < ctx.now() + onTheWay)
  const stopped = await stoppedOf(ctx, waiting)
  const taken = waiting.filter((row) => !late.includes(row) && stopped.has(row.consent))
  await refuse(ctx, late, 'ACT_EXPIRED')
  await refuse(ctx, taken, 'CONSENT_WITHDRAWN')
  const left = waiting.filter((row) => !late.includes(row) && !taken.includes(row))
  if (left.length === 0) return true
  const { bytes, hash, tree, leaves } = await buildAnchorFile(
    ctx.deployment,
    left.map(({ account, terms, bits, r, vs }) => ({ account, terms, bits, r, vs })),
  )
  await ctx.storage.put(bytes)
  const { root, count } = tree
  await ctx.db.transaction(async (transaction) => {
    await transaction.insert(anchorFiles).values({ root, file: hash, count, own: true })
    const rows = leaves.map((signed, place) => ({
      root,
      place,
      consent: consentSaid(signed).consent,
      ...signed,
      signed: true,
    }))
    for (const piece of inPieces(rows)) {
      await transaction.insert(anchoredLeaves).values(piece)
      await transaction
        .update(waitingGrants)
        .set({ root })
        .where(inArray(waitingGrants.consent, namesOf(piece)))
    }
  })
  return true
}

/**
 * Brings the roots of files that were built here to the chain. A root is used once, so whoever saw it on its way may have
 * anchored it before us, naming another file: then it is anchored all the same, the consents count from then on, and the
 * file is served by its root (see ADR 12).
 */
const anchorBuilt = async (ctx: Context) => {
  const built = await ctx.db
    .select({ root: anchorFiles.root, file: anchorFiles.file })
    .from(anchorFiles)
    .leftJoin(anchors, eq(anchors.root, anchorFiles.root))
    .where(and(eq(anchorFiles.own, true), isNull(anchors.root)))
  for (const { root, file } of built) {
    const sent = await ctx
      .sendOnce({
        key: `anchor:${root}`,
        sender: ctx.relayer,
        to: ctx.deployment.members,
        data: encodeFunctionData({ abi: membersAbi, functionName: 'anchorConsents', args: [root, file] }),
      })
      .catch((error: unknown) => {
        const known = revertToError(error)
        if (findUsufructError(known)?.code !== 'CONSENTS_ROOT_USED') throw known
        ctx.log('somebody anchored a root before this node did', { root })
        return null
      })
    if (sent) await ctx.indexer.reached(sent.block)
    else await ctx.indexer.sync()
  }
}

/** Anchors the consents that wait, a file at a time. What was built before a crash goes first, and as it was. */
export const anchorWaiting = async (ctx: Context) => {
  await anchorBuilt(ctx)
  while (await buildDue(ctx)) await anchorBuilt(ctx)
}
