import { createHash, randomBytes } from 'node:crypto'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import { and, eq, isNull } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { files, rowHashes } from '../../db/schema.ts'
import { type CleanedFile, type FileRow, withCleaned } from './withCleaned.ts'

const insertAtOnce = 1_000

const hashRows = async (cleaned: CleanedFile) => {
  const hashes: string[] = []
  // The bytes of a canonical line are what `rowHash` hashes.
  for await (const line of cleaned.lines()) hashes.push(createHash('sha256').update(line).digest('hex'))
  return { hashes, reportHash: cleaned.reportHash }
}

const keep = async (
  ctx: Context,
  file: FileRow,
  { hashes, reportHash }: { hashes: string[]; reportHash: Hex },
) =>
  ctx.db.transaction(async (transaction) => {
    const [mine] = await transaction
      .update(files)
      .set({ cleanedAt: ctx.now(), cleanReportHash: reportHash })
      .where(and(eq(files.contribution, file.contribution), isNull(files.cleanedAt)))
      .returning({ contribution: files.contribution })
    if (!mine) return
    for (let at = 0; at < hashes.length; at += insertAtOnce)
      await transaction.insert(rowHashes).values(
        hashes.slice(at, at + insertAtOnce).map((hash, index) => ({
          dataset: file.dataset,
          hash,
          contribution: file.contribution,
          row: at + index,
          recordId: randomBytes(16).toString('hex'),
        })),
      )
  })

/**
 * Cleans a contribution again where it arrived, in a bounded child process: the same decisions that its member
 * saw, now checked. Row hashes stay, for telling what was lent before; plaintext does not.
 */
export const cleanContribution = async (ctx: Context, contribution: Hex, lastTry: boolean) => {
  const [file] = await ctx.db.select().from(files).where(eq(files.contribution, contribution))
  if (!file || file.cleanedAt !== null || file.cleanError !== null) return
  try {
    await ctx.db.update(files).set({ cleanStartedAt: ctx.now() }).where(eq(files.contribution, contribution))
    await keep(ctx, file, await withCleaned(ctx, file, 'clean', hashRows))
  } catch (error) {
    const known = findUsufructError(error)
    // Bad bytes stay bad; a key holder that was down comes back.
    const final =
      lastTry || (known !== undefined && known.kind !== 'unreachable' && known.kind !== 'internal')
    ctx.log('cleaning failed', { contribution, final, error: known?.code ?? String(error) })
    if (!final) throw error
    await ctx.db
      .update(files)
      .set({ cleanError: known ? `${known.code}: ${known.message}` : 'INTERNAL: cleaning failed' })
      .where(eq(files.contribution, contribution))
  }
}
