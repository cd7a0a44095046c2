import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DraftStore } from '@usufruct/sdk/actions/actor'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { asDiskError, errnoOf } from '@usufruct/sdk/home/diskError.node'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'

/** Unfinished contributions and scores, one file each in HOME/drafts. They hold keys. */
export const createFileDrafts = (home: string): DraftStore => {
  // Keys hold slashes and addresses; a hash of one is a file name anywhere, and the file says which it is.
  const pathOf = (key: string) =>
    join(home, 'drafts', `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`)
  return {
    get: async (key) => {
      let text: string
      try {
        text = await readFile(pathOf(key), 'utf8')
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return undefined
        throw asDiskError(error, pathOf(key))
      }
      try {
        return (JSON.parse(text) as { value: unknown }).value
      } catch (cause) {
        throw new UsufructError({
          code: 'DRAFT_DAMAGED',
          kind: 'conflict',
          message: `A draft cannot be read: ${pathOf(key)}`,
          hint: 'Put it back from a copy, or remove it to start anew.',
          details: { path: pathOf(key), key },
          cause,
        })
      }
    },
    put: (key, value) => writeDurably(pathOf(key), `${JSON.stringify({ key, value })}\n`),
    delete: (key) => rm(pathOf(key), { force: true }),
  }
}
