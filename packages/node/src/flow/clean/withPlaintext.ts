import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { decryptWith } from '@usufruct/sdk/age/decryptWith'
import type { ProcessingTask } from '@usufruct/sdk/messages/processingGrant'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import type { files } from '../../db/schema.ts'
import { openForTask } from '../access/openForTask.ts'

export type FileRow = typeof files.$inferSelect

/** Plaintext lies only here, only while somebody with a grant works on it; emptied when the node starts. */
export const workFolder = (home: string) => join(home, 'work')

/** A folder for one piece of work, gone when it is done. */
export const withWorkFolder = async <T>(ctx: Context, work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = join(workFolder(ctx.home), randomUUID())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A blob of a contribution, decrypted under a granted task, which is recorded. */
export const openBlob = async (
  ctx: Context,
  file: FileRow,
  task: ProcessingTask,
  { blob, bytes }: { blob: Hex; bytes: number },
): Promise<AsyncIterable<Uint8Array>> => {
  const key = await openForTask(ctx, task, file.contribution)
  const ciphertext = await ctx.storage.read(blob)
  return decryptWith(key, ciphertext as unknown as AsyncIterable<Uint8Array>, {
    recipient: file.recipient,
    size: bytes,
  })
}

/** Lines that end in a line feed and in nothing else: a row may hold other characters that end a line elsewhere. */
export const linesOf = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = ''
  for await (const chunk of chunks) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = pieces.pop() ?? ''
    yield* pieces
  }
}

/** The canonical JSON rows of a cleaned contribution, one at a time, in file order. */
export const cleanedLines = async function* (
  ctx: Context,
  file: FileRow,
  task: ProcessingTask,
): AsyncGenerator<string> {
  const cleaned = { blob: file.cleanedBlob ?? file.blob, bytes: file.cleanedBytes ?? file.blobBytes }
  yield* linesOf(await openBlob(ctx, file, task, cleaned))
}
