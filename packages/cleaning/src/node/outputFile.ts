import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

/** One file of what is written out, as a manifest names it. */
export type WrittenFile = { sha256: string; bytes: number }

/** A new file that is written from beginning to end, and hashed on the way. */
export const createOutputFile = async (path: string) => {
  const file: FileHandle = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  return {
    async write(data: Uint8Array) {
      if (data.length === 0) return
      hash.update(data)
      bytes += data.length
      await file.writeFile(data)
    },
    async end(): Promise<WrittenFile> {
      await file.close()
      return { sha256: hash.digest('hex'), bytes }
    },
    close: () => file.close().catch(() => undefined),
  }
}

export type OutputFile = Awaited<ReturnType<typeof createOutputFile>>
