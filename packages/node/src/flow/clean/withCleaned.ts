import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { cleanInChild } from '@usufruct/cleaning/node/cleanInChild'
import type { FindingType } from '@usufruct/cleaning/types'
import { decryptWith } from '@usufruct/sdk/age/decryptWith'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { ProcessingTask } from '@usufruct/sdk/messages/offchain'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import type { files } from '../../db/schema.ts'
import { openForTask } from '../access/openForTask.ts'
import { datasetColumns } from './datasetColumns.ts'

export type FileRow = typeof files.$inferSelect

/** Plaintext lies only here, only while somebody with a grant works on it; emptied when the node starts. */
export const workFolder = (home: string) => join(home, 'work')

/** Decrypts into a file of ours and proves that it is what the member committed to before anything reads it. */
const decryptTo = async (ctx: Context, file: FileRow, key: Uint8Array, path: string) => {
  const hash = createHash('sha256')
  const ciphertext = await ctx.storage.read(file.blob)
  const plaintext = decryptWith(key, ciphertext as unknown as AsyncIterable<Uint8Array>, {
    recipient: file.recipient,
    size: file.blobBytes,
  })
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

export type CleanedFile = {
  reportHash: Hex
  /** Canonical JSON rows, one at a time, in file order. */
  lines: () => AsyncIterable<string>
}

/** Opens a contribution for a granted task and hands over its rows as cleaning leaves them: the same bytes at
 * every call. Nothing of the plaintext outlives `use`. */
export const withCleaned = async <T>(
  ctx: Context,
  file: FileRow,
  task: ProcessingTask,
  use: (cleaned: CleanedFile, folder: string) => Promise<T>,
): Promise<T> => {
  const folder = join(workFolder(ctx.home), randomUUID())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const input = join(folder, 'contribution.ndjson')
    const output = join(folder, 'cleaned.ndjson')
    await decryptTo(ctx, file, await openForTask(ctx, task, file.contribution), input)
    const cleaned = await cleanInChild({
      input,
      output,
      options: { dataset: datasetColumns(ctx, file.dataset) },
      choices: { keepIn: keptByMember(file) },
    })
    const lines = async function* () {
      for await (const line of createInterface({ input: createReadStream(output) }))
        if (line !== '') yield line
    }
    return await use({ reportHash: cleaned.inspection.report.hash as Hex, lines }, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
