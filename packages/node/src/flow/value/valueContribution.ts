import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { encryptTo } from '@usufruct/sdk/age/encryptTo'
import { canonicalJson } from '@usufruct/sdk/domain/canonicalJson'
import { createRowsRoot } from '@usufruct/sdk/domain/rowsRoot'
import { and, eq, inArray } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { contributions, datasetKeys, files, rowHashes, valued } from '../../db/schema.ts'
import { hashFile } from '../../ports/storage/local.ts'
import { cleanedLines, type FileRow, withWorkFolder } from '../clean/withPlaintext.ts'
import { contributionStatus } from '../review/contributionStatus.ts'
import { lockTakedowns } from '../takedown/lockTakedowns.ts'
import { type NewRow, newRowsOf, releaseRows, waitsForEarlier } from './newRows.ts'

/** What a row of average worth weighs. Weights are whole numbers; finer ones differ by row. */
const unit = 2n ** 16n
const markAtOnce = 1_000

/** A member's name inside one dataset: the same in all its rows, and no help in joining datasets. */
const pseudonym = async (ctx: Context, dataset: string, account: Hex): Promise<string> => {
  await ctx.db
    .insert(datasetKeys)
    .values({ dataset, key: randomBytes(32).toString('hex') })
    .onConflictDoNothing()
  const [row] = await ctx.db.select().from(datasetKeys).where(eq(datasetKeys.dataset, dataset))
  return createHmac('sha256', Buffer.from(row?.key ?? '', 'hex'))
    .update(account)
    .digest('hex')
    .slice(0, 32)
}

/** A release part: the new rows with what a licensee needs to honour a withdrawal, under the contribution's
 * own key. It takes only the public recipient to make it. */
const makePart = (ctx: Context, file: FileRow, consent: Hex, newRows: readonly NewRow[]) =>
  withWorkFolder(ctx, async (folder) => {
    const contributor = await pseudonym(ctx, file.dataset, file.account)
    const recordIds = new Map(newRows.map(({ row, recordId }) => [row, recordId]))
    const root = createRowsRoot()
    const rows = async function* () {
      let at = 0
      let written = 0
      for await (const line of cleanedLines(ctx, file, 'value')) {
        const record_id = recordIds.get(at++)
        if (record_id === undefined) continue
        const row = canonicalJson({ ...(JSON.parse(line) as object), record_id, contributor, grant: consent })
        root.add(createHash('sha256').update(row).digest())
        yield Buffer.from(`${row}\n`)
        written++
      }
      // A part that holds another number of rows than its manifest says would spoil the whole release.
      if (written !== newRows.length) throw new Error(`${written} of ${newRows.length} new rows were found`)
    }
    const path = join(folder, 'part.age')
    await pipeline(encryptTo(file.recipient, rows()), createWriteStream(path, { mode: 0o600 }))
    const { size } = await stat(path)
    const blob = await hashFile(path)
    await ctx.storage.adopt(path, blob)
    return { blob, blobBytes: size, rowsRoot: root.root() }
  })

const isSame = (one: readonly NewRow[], other: readonly NewRow[]) =>
  one.length === other.length && one.every(({ row }, i) => row === other[i]?.row)

/**
 * Decides what an accepted contribution is worth, once unless rows of it are taken down later: 2¹⁶ for each row that
 * nobody lent before. Waits while somebody who committed to one of its rows earlier has no outcome yet.
 */
export const valueContribution = async (ctx: Context, contribution: Hex): Promise<void> => {
  const [known] = await ctx.db.select().from(valued).where(eq(valued.contribution, contribution))
  if (known) return
  const [onChain] = await ctx.db.select().from(contributions).where(eq(contributions.id, contribution))
  const [file] = await ctx.db.select().from(files).where(eq(files.contribution, contribution))
  if (!file || onChain?.status !== contributionStatus.accepted) return
  if (await waitsForEarlier(ctx, contribution)) return

  const newRows = await newRowsOf(ctx, contribution)
  const part =
    newRows.length > 0
      ? await makePart(ctx, file, onChain.consent, newRows)
      : { blob: null, blobBytes: 0, rowsRoot: createRowsRoot().root() }

  const isKept = await ctx.db.transaction(async (transaction) => {
    // What was taken down while the part was made must not be in it.
    await lockTakedowns(transaction)
    if (!isSame(newRows, await newRowsOf({ db: transaction, now: ctx.now }, contribution))) return false
    await releaseRows(ctx, transaction, contribution)
    for (let at = 0; at < newRows.length; at += markAtOnce) {
      const rows = newRows.slice(at, at + markAtOnce).map(({ row }) => row)
      // The unique index on counted rows refuses a row that was counted for somebody meanwhile.
      await transaction
        .update(rowHashes)
        .set({ counts: true })
        .where(and(eq(rowHashes.contribution, contribution), inArray(rowHashes.row, rows)))
    }
    await transaction.insert(valued).values({
      contribution,
      newRows: newRows.length,
      weight: unit * BigInt(newRows.length),
      ...part,
      at: ctx.now(),
    })
    return true
  })
  if (!isKept) await valueContribution(ctx, contribution)
}
