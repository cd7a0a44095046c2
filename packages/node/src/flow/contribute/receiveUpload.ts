import { mkdir, open, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError } from '@usufruct/sdk/home/diskError.node'
import { and, eq } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Context } from '../../context.ts'
import { files } from '../../db/schema.ts'
import { finishIntake } from './finishIntake.ts'

/** Largest piece of one PATCH and largest whole file, in bytes. */
export const maxPiece = 8 * 1024 * 1024
export const maxUpload = 1024 * 1024 * 1024

export const uploadTooLarge = (size: number) =>
  new UsufructError({
    code: 'UPLOAD_TOO_LARGE',
    kind: 'limit',
    message: `The upload has ${size} bytes, and at most ${maxUpload} are taken.`,
    hint: 'Split the file.',
    details: { size, most: maxUpload },
  })

const partPath = (ctx: Context, account: Address, sha256: Hex) =>
  join(ctx.home, 'uploads', `${account.slice(2)}-${sha256.slice(2)}.part`)

const sizeOf = async (path: string) => (await stat(path).catch(() => ({ size: 0 }))).size

const requireAnnounced = async (ctx: Context, account: Address, sha256: Hex) => {
  const [file] = await ctx.db
    .select({ contribution: files.contribution, bytes: files.blobBytes })
    .from(files)
    .where(and(eq(files.account, account), eq(files.blob, sha256)))
  if (file) return file
  throw new UsufructError({
    code: 'UPLOAD_UNANNOUNCED',
    kind: 'conflict',
    message: 'No contribution of this account announced these bytes.',
    hint: 'Describe the contribution first, then upload.',
    details: { sha256 },
  })
}

/** How much of a file is already here, so that an interrupted upload goes on where it stopped. */
export const startUpload = async (
  ctx: Context,
  account: Address,
  { sha256, size }: { sha256: Hex; size: number },
) => {
  const file = await requireAnnounced(ctx, account, sha256)
  if (size > maxUpload) throw uploadTooLarge(size)
  if (size !== file.bytes)
    throw new UsufructError({
      code: 'UPLOAD_SIZE_MISMATCH',
      kind: 'conflict',
      message: `The upload has ${size} bytes; expected are ${file.bytes}.`,
      hint: 'Describe the contribution again.',
      details: { size, announced: file.bytes },
    })
  const path = partPath(ctx, account, sha256)
  return oneByOne(path, async () => {
    if ((await ctx.storage.size(sha256)) === null) {
      const have = await sizeOf(path)
      if (have < file.bytes) return { offset: have, complete: false }
      // All of it had arrived when the node was killed.
      await takeOver(ctx, path, sha256)
    }
    await finishIntake(ctx, file.contribution)
    return { offset: size, complete: true }
  })
}

const waiting = new Map<string, Promise<unknown>>()

/** One request at a time writes to a file: a client that gave up waiting and asks again is still being served. */
const oneByOne = <T>(path: string, work: () => Promise<T>): Promise<T> => {
  const turn = (waiting.get(path) ?? Promise.resolve()).then(work, work)
  const done: Promise<void> = turn
    .then(
      () => undefined,
      () => undefined,
    )
    .then(() => {
      if (waiting.get(path) === done) waiting.delete(path)
    })
  waiting.set(path, done)
  return turn
}

const takeOver = async (ctx: Context, path: string, sha256: Hex) => {
  try {
    await ctx.storage.adopt(path, sha256)
  } catch (error) {
    if (error instanceof UsufructError && error.code === 'BLOB_HASH_MISMATCH') await rm(path, { force: true })
    throw error
  }
}

/** Appends one piece at its offset. The whole is checked against its hash before it counts.
 * @throws UsufructError `UPLOAD_OFFSET_MISMATCH` naming the offset to go on from, `BLOB_HASH_MISMATCH` */
export const receivePiece = async (
  ctx: Context,
  account: Address,
  { sha256, offset, piece }: { sha256: Hex; offset: number; piece: Uint8Array },
) => {
  const file = await requireAnnounced(ctx, account, sha256)
  const path = partPath(ctx, account, sha256)
  return oneByOne(path, () => append(ctx, file, path, { sha256, offset, piece }))
}

const append = async (
  ctx: Context,
  file: { contribution: Hex; bytes: number },
  path: string,
  { sha256, offset, piece }: { sha256: Hex; offset: number; piece: Uint8Array },
) => {
  if ((await ctx.storage.size(sha256)) !== null) return { offset: file.bytes, complete: true }
  await mkdir(join(ctx.home, 'uploads'), { recursive: true })
  const have = await sizeOf(path)
  if (offset !== have || offset + piece.length > file.bytes)
    throw new UsufructError({
      code: 'UPLOAD_OFFSET_MISMATCH',
      kind: 'conflict',
      message: `The next byte expected is ${have}, and the file ends at ${file.bytes}.`,
      hint: 'Go on from the expected offset.',
      details: { offset, expected: have, size: file.bytes },
    })
  try {
    const handle = await open(path, 'a')
    try {
      await handle.writeFile(piece)
      await handle.datasync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    // A piece that only half fitted on the disk would shift everything after it.
    await truncate(path, have).catch(() => undefined)
    throw asDiskError(error, ctx.home)
  }
  if (offset + piece.length < file.bytes) return { offset: offset + piece.length, complete: false }
  await takeOver(ctx, path, sha256)
  await finishIntake(ctx, file.contribution)
  return { offset: file.bytes, complete: true }
}
