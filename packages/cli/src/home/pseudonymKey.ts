import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Choices, Pseudonyms } from '@usufruct/cleaning/types'
import { asDiskError, errnoOf } from '@usufruct/sdk/home/diskError.node'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'

const keyBytes = 32

/** The key of this home’s pseudonyms, made when it is first asked for; it is never sent anywhere. */
const readOrMakeKey = async (home: string): Promise<Uint8Array> => {
  const path = join(home, 'pseudonyms.key')
  try {
    return await readFile(path)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw asDiskError(error, path)
  }
  const key = randomBytes(keyBytes)
  await writeDurably(path, key)
  return key
}

/** What pseudonyms are made with, if the choices ask for any. `dataset` keeps two datasets from being joined. */
export const pseudonymsFor = async (
  home: string,
  { actions = [], actionsIn = [] }: Choices,
  dataset: string,
): Promise<Pseudonyms | undefined> =>
  [...actions, ...actionsIn].some(({ action }) => action === 'pseudonymise')
    ? { key: await readOrMakeKey(home), dataset }
    : undefined
