import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { childProgram, cleanInChild } from '@usufruct/cleaning/node/cleanInChild'
import { reportDetails } from '@usufruct/cleaning/report/contributionReport'
import { datasetColumns } from '@usufruct/cleaning/schema/datasetColumns'
import type { FindingType } from '@usufruct/cleaning/types'
import { encryptTo } from '@usufruct/sdk/age/encryptTo'
import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { programArguments } from '@usufruct/sdk/home/programArguments.node'
import { and, eq, isNull } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { files, rowHashes } from '../../db/schema.ts'
import { hashFile } from '../../ports/storage/local.ts'
import { keepPrints } from './keepPrints.ts'
import { type FileRow, linesOf, openBlob, withWorkFolder } from './withPlaintext.ts'

const insertAtOnce = 1_000

/** Decrypts into a file of ours and proves that it is what the member committed to before anything reads it. */
const decryptTo = async (ctx: Context, file: FileRow, path: string) => {
  const hash = createHash('sha256')
  const plaintext = await openBlob(ctx, file, 'clean', { blob: file.blob, bytes: file.blobBytes })
  const hashed = async function* () {
    for await (const chunk of plaintext) {
      hash.update(chunk)
      yield chunk
    }
  }
  await pipeline(hashed, createWriteStream(path, { mode: 0o600 }))
  const contentHash: Hex = `0x${hash.digest('hex')}`
  if (contentHash !== file.contentHash)
    throw new UsufructError({
      code: 'CONTENT_MISMATCH',
      message: 'The uploaded bytes are not the ones that were committed to.',
      hint: 'Contribute the file again.',
      details: { committed: file.contentHash, uploaded: contentHash },
    })
}

/** What the member said is no personal data after all is not redacted against their word; reviewers see it. */
const keptByMember = (file: FileRow) =>
  file.findings.flatMap(({ action, column, type }) =>
    action === 'keep' && column !== null ? [{ column, type: type as FindingType }] : [],
  )

type CleanedBlob = Pick<FileRow, 'cleanedBlob' | 'cleanedBytes'>

/** What cleaning left, under the contribution's own key; cleaning changed nothing in most, and then it is the
 * blob that is there already. */
const store = async (ctx: Context, file: FileRow, output: string): Promise<CleanedBlob> => {
  if ((await hashFile(output)) === file.contentHash)
    return { cleanedBlob: file.blob, cleanedBytes: file.blobBytes }
  const path = `${output}.age`
  await pipeline(
    encryptTo(file.recipient, createReadStream(output)),
    createWriteStream(path, { mode: 0o600 }),
  )
  const { size } = await stat(path)
  const cleanedBlob = await hashFile(path)
  await ctx.storage.adopt(path, cleanedBlob)
  return { cleanedBlob, cleanedBytes: size }
}

const clean = async (ctx: Context, file: FileRow, folder: string) => {
  const input = join(folder, 'contribution.ndjson')
  const output = join(folder, 'cleaned.ndjson')
  const prints = { texts: join(folder, 'texts'), pictures: join(folder, 'pictures') }
  await decryptTo(ctx, file, input)
  const dataset = ctx.charter.datasets.find(({ slug }) => slug === file.dataset)
  const cleaned = await cleanInChild({
    program: programArguments(childProgram),
    input,
    output,
    fingerprints: prints.texts,
    pictureHashes: prints.pictures,
    options: { dataset: datasetColumns(dataset?.columns ?? []), anonymity: { k: dataset?.k } },
    choices: { keepIn: keptByMember(file) },
  })
  const hashes: string[] = []
  // The bytes of a canonical line are what `rowHash` hashes.
  for await (const line of linesOf(createReadStream(output)))
    hashes.push(createHash('sha256').update(line).digest('hex'))
  const { inspection } = cleaned
  const reportHash = `0x${inspection.report.hash}` as const
  return {
    hashes,
    prints,
    cleanReportHash: reportHash,
    nearWithin: inspection.duplicates.near,
    recomputed: {
      reportHash,
      rows: inspection.rows,
      // Not what the member counts: whatever they had left in is seen here.
      kept: inspection.report.body.findings.reduce((sum, { kept }) => sum + kept, 0),
      details: reportDetails(inspection),
    },
    ...(await store(ctx, file, output)),
  }
}

const keep = (ctx: Context, file: FileRow, { hashes, prints, ...found }: Awaited<ReturnType<typeof clean>>) =>
  ctx.db.transaction(async (transaction) => {
    const [mine] = await transaction
      .update(files)
      .set({ cleanedAt: ctx.now(), ...found })
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
    await keepPrints(transaction, file, prints)
  })

/**
 * Cleans a contribution again where it arrived, in a bounded child process: the same decisions that its member
 * saw, now checked. What rows are recognised by stays, for telling what was lent before; plaintext does not.
 */
export const cleanContribution = async (ctx: Context, contribution: Hex, lastTry: boolean) => {
  const [file] = await ctx.db.select().from(files).where(eq(files.contribution, contribution))
  if (!file || file.cleanedAt !== null || file.cleanError !== null) return
  try {
    await ctx.db.update(files).set({ cleanStartedAt: ctx.now() }).where(eq(files.contribution, contribution))
    await withWorkFolder(ctx, async (folder) => keep(ctx, file, await clean(ctx, file, folder)))
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
