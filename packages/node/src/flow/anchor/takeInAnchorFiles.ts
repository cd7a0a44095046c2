import { streamOf } from '@usufruct/sdk/access/streamOf'
import { readAnchorFile } from '@usufruct/sdk/anchor/anchorFile'
import { consentSaid, isConsentSigned } from '@usufruct/sdk/anchor/signedConsent'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { eq, isNull } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { anchoredLeaves, anchorFiles, anchors } from '../../db/anchorSchema.ts'
import { countAnchored } from '../../indexer/countAnchored.ts'
import { lockChain } from '../../indexer/lockChain.ts'

const rowsAtOnce = 1_000

/** Seconds after which a file that was not here is looked for again, though no root came. */
const lookAgain = 60

type Looked = {
  at: number
  roots: number
  /** What came of files that roots of strangers name: each is read once, however many name it. */
  files: Map<Hex, string>
  /** What was said of a root, so that it is said once. */
  said: Map<Hex, string>
}

const looked = new WeakMap<Context['db'], Looked>()

/** Reads a file into the tables: every leaf is held against its account's signature. Under what root, the leaves say. */
const takeIn = async (ctx: Context, file: Hex): Promise<Hex> =>
  ctx.db.transaction(async (transaction) => {
    // The root is known when all is read; until then the rows are kept under the file's own hash.
    let rows: (typeof anchoredLeaves.$inferInsert)[] = []
    const flush = async () => {
      if (rows.length > 0) await transaction.insert(anchoredLeaves).values(rows)
      rows = []
    }
    const { root, count } = await readAnchorFile(
      ctx.deployment,
      streamOf(new Response(await ctx.storage.read(file))),
      async (signed, place) => {
        const isSigned = await isConsentSigned(ctx.deployment, signed)
        rows.push({ root: file, place, consent: consentSaid(signed).consent, ...signed, signed: isSigned })
        if (rows.length >= rowsAtOnce) await flush()
      },
    )
    await flush()
    await transaction.update(anchoredLeaves).set({ root }).where(eq(anchoredLeaves.root, file))
    await transaction.insert(anchorFiles).values({ root, file, count, own: false })
    return root
  })

/**
 * Looks for the leaves of roots that somebody else anchored: in storage, under the hash that came with the root. Whether
 * it is their file only its leaves can say, so one that gives another root is kept under that one. A root whose file is
 * not here is noted, and looked for again.
 */
export const takeInAnchorFiles = async (ctx: Context) => {
  const missing = await ctx.db
    .select({ root: anchors.root, file: anchors.file })
    .from(anchors)
    .leftJoin(anchorFiles, eq(anchorFiles.root, anchors.root))
    .where(isNull(anchorFiles.root))
  const last = looked.get(ctx.db) ?? { at: 0, roots: 0, files: new Map(), said: new Map() }
  // Anybody may anchor any number of roots: nobody is to be kept busy by it.
  if (missing.length === last.roots && ctx.now() < last.at + lookAgain) return
  looked.set(ctx.db, { ...last, at: ctx.now(), roots: missing.length })
  for (const { root, file } of missing) {
    const problem = last.files.get(file) ?? (await lookFor(ctx, { root, file }))
    if (problem === null) continue
    if (problem !== absent) last.files.set(file, problem)
    if (last.said.get(root) !== problem) ctx.log('an anchored root cannot be read', { root, problem })
    last.said.set(root, problem)
  }
}

const absent = 'FILE_NOT_HERE'

/** Why a root stays unread, or null. */
const lookFor = async (ctx: Context, { root, file }: { root: Hex; file: Hex }): Promise<string | null> => {
  const [taken] = await ctx.db.select().from(anchorFiles).where(eq(anchorFiles.file, file))
  if (taken) return taken.root === root ? null : 'FILE_OF_ANOTHER_ROOT'
  if ((await ctx.storage.size(file)) === null) return absent
  try {
    const given = await takeIn(ctx, file)
    await ctx.db.transaction(async (transaction) => {
      await lockChain(transaction)
      await countAnchored(transaction, given)
    })
    return given === root ? null : 'FILE_OF_ANOTHER_ROOT'
  } catch (error) {
    const known = findUsufructError(error)
    if (!known) throw error
    return known.code
  }
}
