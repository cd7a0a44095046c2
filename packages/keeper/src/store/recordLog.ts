import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import type { z } from 'zod'
import { createTurns } from './inTurn.ts'

/**
 * An append-only file of JSON records. What one `append` was given is one frame: after a crash it is there as
 * a whole or not at all, and when the promise resolves it is on disk.
 */
export type RecordLog<T> = {
  append: (records: readonly T[]) => Promise<void>
  /** Replaces everything: for erasing, and for forgetting what is over. */
  rewrite: (records: readonly T[]) => Promise<void>
  close: () => Promise<void>
}

// A frame is: length, its complement, CRC-32 of the payload, the payload. The complement tells a damaged
// length, behind which good frames may follow, from a frame that was cut off.
const headSize = 12

function frame(records: readonly unknown[]): Buffer {
  const payload = Buffer.from(JSON.stringify(records))
  const head = Buffer.alloc(headSize)
  head.writeUInt32LE(payload.length, 0)
  head.writeUInt32LE(~payload.length >>> 0, 4)
  head.writeUInt32LE(crc32(payload), 8)
  return Buffer.concat([head, payload])
}

const damaged = (path: string, offset: number) =>
  new UsufructError({
    code: 'STORE_DAMAGED',
    kind: 'internal',
    message: `${path} is damaged at byte ${offset}, with more records after it.`,
    hint: 'Stop, copy the file away, and restore it from the backup.',
    details: { path, offset },
  })

const writeFailed = (path: string, cause: unknown) =>
  new UsufructError({
    code: 'STORE_WRITE_FAILED',
    kind: 'internal',
    message: `Could not write ${path}: ${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
    hint: 'Free space or mend permissions on the keeper’s home; nothing was half-written.',
    details: { path, reason: (cause as NodeJS.ErrnoException).code },
    cause,
  })

/** Payloads of whole frames, and where the last of them ends. */
function readFrames(bytes: Buffer, path: string): { payloads: Buffer[]; end: number } {
  const payloads: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    const rest = bytes.subarray(at)
    if (rest.length < headSize) break
    const length = rest.readUInt32LE(0)
    if (~length >>> 0 !== rest.readUInt32LE(4)) {
      // A file system may have made room for a frame and not filled it.
      if (rest.every((byte) => byte === 0)) break
      throw damaged(path, at)
    }
    const end = headSize + length
    if (end > rest.length) break
    const payload = rest.subarray(headSize, end)
    if (crc32(payload) !== rest.readUInt32LE(8)) {
      // Only the very last frame can have been in flight when the machine stopped.
      if (end === rest.length) break
      throw damaged(path, at)
    }
    payloads.push(payload)
    at += end
  }
  return { payloads, end: at }
}

async function openWith(path: string): Promise<{ file: FileHandle; bytes: Buffer }> {
  const file = await open(path, 'a+', 0o600)
  await file.close()
  return { file: await open(path, 'r+'), bytes: await readFile(path) }
}

/** @throws UsufructError `STORE_DAMAGED` */
export async function openRecordLog<S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<{ log: RecordLog<z.output<S>>; records: z.output<S>[] }> {
  let { file, bytes } = await openWith(path)
  const { payloads, end } = readFrames(bytes, path)
  const records = payloads.flatMap((payload) => schema.array().parse(JSON.parse(payload.toString())))
  if (end < bytes.length) {
    // Never acknowledged, as far as can be known; kept all the same.
    await writeFile(`${path}.torn-${end}`, bytes.subarray(end), { mode: 0o600 })
    await file.truncate(end)
    await file.sync()
  }
  let size = end
  const inTurn = createTurns()

  const log: RecordLog<z.output<S>> = {
    append: (added) =>
      inTurn(async () => {
        const written = frame(added)
        try {
          for (let at = 0; at < written.length; )
            at += (await file.write(written, at, written.length - at, size + at)).bytesWritten
          await file.datasync()
        } catch (cause) {
          await file.truncate(size).catch(() => undefined)
          throw writeFailed(path, cause)
        }
        size += written.length
      }),
    rewrite: (kept) =>
      inTurn(async () => {
        const written = kept.length === 0 ? Buffer.alloc(0) : frame(kept)
        await writeDurably(path, written).catch((cause) => {
          throw writeFailed(path, cause)
        })
        await file.close()
        file = await open(path, 'r+')
        size = written.length
      }),
    close: () => inTurn(() => file.close()),
  }
  return { log, records }
}
