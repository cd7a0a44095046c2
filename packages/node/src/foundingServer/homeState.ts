import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Hex } from 'viem'
import { readHomeTexts } from '../charter/loadCharter.ts'

/** What a DAO leaves in its home once it was started. Accounts and drafts are not among it. */
const parts = ['keys.json', 'deployments', 'db', 'keepers', 'storage']

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** Whether a DAO lives in this home, whole or not. */
export const hasDao = async (home: string): Promise<boolean> => {
  if (await readHomeTexts(home)) return true
  const found = await Promise.all(parts.map((part) => exists(join(home, part))))
  return found.includes(true)
}

/**
 * A DAO is founded where there is none. One that was founded on this very charter, and cut off, goes on.
 * @throws UsufructError `HOME_NOT_EMPTY`
 */
export const requireEmptyHome = async (home: string, charter: Hex): Promise<void> => {
  const published = await readHomeTexts(home)
  if (published ? published.charter === charter : !(await hasDao(home))) return
  throw new UsufructError({
    code: 'HOME_NOT_EMPTY',
    kind: 'conflict',
    message: `There is a DAO in ${home} already.`,
    hint: 'Found the new one in another folder: --home DIR. The old one is left as it is.',
    details: { home, charter: published?.charter ?? null },
  })
}

/**
 * Texts are the first that a DAO leaves in its home, so that one with anything else and without them cannot be gone on
 * with: publishing other texts there would not make them those that its contracts know.
 * @throws UsufructError `HOME_WITHOUT_TEXTS`
 */
export const requireTextsOfHome = async (home: string): Promise<void> => {
  if ((await readHomeTexts(home)) || !(await hasDao(home))) return
  throw new UsufructError({
    code: 'HOME_WITHOUT_TEXTS',
    kind: 'conflict',
    message: `The DAO in ${home} has no texts: an earlier version of Usufruct made it, or its folder “dao” is lost.`,
    hint: 'Put the folder “dao” back from a backup. A home of an earlier version only runs with that version: begin a new one with --home DIR. Nothing was changed.',
    details: { home },
  })
}

/** Contracts that only DAOs of earlier versions have. Nothing here could read or call them. */
const earlierContracts = ['membership', 'consents', 'licenses', 'accessManager']

const recordsOf = async (home: string): Promise<object[]> => {
  const folder = join(home, 'deployments')
  const names = await readdir(folder).catch(() => [])
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name): Promise<object> => {
        try {
          return Object(JSON.parse(await readFile(join(folder, name), 'utf8')))
        } catch {
          // One that was never finished says nothing; the deployer looks for itself.
          return {}
        }
      }),
  )
}

/**
 * A DAO's contracts are for good, and so are the messages that its members signed for them: one that an earlier version
 * founded cannot go on with others.
 * @throws UsufructError `HOME_OF_EARLIER_VERSION`
 */
export const requireCurrentContracts = async (home: string): Promise<void> => {
  const found = (await recordsOf(home)).flatMap((record) => earlierContracts.filter((name) => name in record))
  if (found.length === 0) return
  throw new UsufructError({
    code: 'HOME_OF_EARLIER_VERSION',
    kind: 'conflict',
    message: `The DAO in ${home} was founded by an earlier version of Usufruct, with contracts that this one does not know.`,
    hint: 'It only runs with that version. Found anew with --home DIR; if it is nothing but the sample, erase the folder and start again. Nothing was changed.',
    details: { home, contracts: [...new Set(found)] },
  })
}
