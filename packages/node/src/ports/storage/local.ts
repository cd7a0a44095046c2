import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError } from '@usufruct/sdk/home/diskError.node'
import type { Hex } from 'viem'
import type { Storage } from './storage.ts'

const blobNotFound = (hash: Hex) =>
  new UsufructError({
    code: 'BLOB_NOT_FOUND',
    kind: 'notFound',
    message: `There is nothing stored under ${hash}.`,
    hint: 'It may have been erased, or the hash is of another DAO.',
    details: { hash },
  })

/** SHA-256 of a file, read as a stream. */
export const hashFile = async (path: string): Promise<Hex> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return `0x${hash.digest('hex')}`
}

/** Files in a folder, named by their SHA-256 and never changed once they have that name. */
export const createLocalStorage = async (folder: string): Promise<Storage> => {
  const incoming = join(folder, 'incoming')
  // What a killed process left half-written has no name yet and nobody refers to it.
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { recursive: true })

  const pathOf = (hash: Hex) => join(folder, hash.slice(2, 4), hash.slice(2))
  const sizeOf = async (hash: Hex) => {
    try {
      return (await stat(pathOf(hash))).size
    } catch {
      return null
    }
  }
  const settle = async (temporary: string, hash: Hex) => {
    await mkdir(dirname(pathOf(hash)), { recursive: true })
    await rename(temporary, pathOf(hash))
  }

  return {
    size: sizeOf,

    put: async (bytes) => {
      const hash: Hex = `0x${createHash('sha256').update(bytes).digest('hex')}`
      if ((await sizeOf(hash)) === bytes.length) return hash
      const temporary = join(incoming, randomUUID())
      try {
        const file = await open(temporary, 'wx')
        try {
          await file.writeFile(bytes)
          await file.datasync()
        } finally {
          await file.close()
        }
        await settle(temporary, hash)
      } catch (error) {
        await rm(temporary, { force: true })
        throw asDiskError(error, folder)
      }
      return hash
    },

    adopt: async (path, hash) => {
      const actual = await hashFile(path)
      if (actual !== hash)
        throw new UsufructError({
          code: 'BLOB_HASH_MISMATCH',
          message: 'The bytes that arrived are not the ones that were announced.',
          hint: 'Upload the file again.',
          details: { expected: hash, actual },
        })
      try {
        await settle(path, hash)
      } catch (error) {
        throw asDiskError(error, folder)
      }
    },

    get: async (hash) => {
      try {
        return await readFile(pathOf(hash))
      } catch {
        throw blobNotFound(hash)
      }
    },

    read: async (hash, range) => {
      if ((await sizeOf(hash)) === null) throw blobNotFound(hash)
      return Readable.toWeb(createReadStream(pathOf(hash), range)) as ReadableStream<Uint8Array>
    },

    delete: async (hash) => {
      await rm(pathOf(hash), { force: true })
    },
  }
}
