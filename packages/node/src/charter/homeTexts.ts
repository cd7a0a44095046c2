import { join } from 'node:path'
import { sha256Hash, slug } from '@usufruct/sdk/domain/ids'
import type { Hex } from 'viem'
import { z } from 'zod'

/** What lies in HOME/dao, by hash. Written last at founding: with it there, everything it names is whole. */
export const homeTexts = z.strictObject({
  schema: z.literal('usufruct-texts/1'),
  /** SHA-256 of dao.json. */
  dao: sha256Hash,
  charter: sha256Hash,
  agreements: z.array(sha256Hash).min(1).describe('the authoritative one first'),
  licenses: z.record(slug, sha256Hash).describe('by the offer’s slug'),
})
export type HomeTexts = z.output<typeof homeTexts>

const folderOf = (home: string) => join(home, 'dao')

export const daoFile = (home: string) => join(folderOf(home), 'dao.json')
export const textsFile = (home: string) => join(folderOf(home), 'texts.json')
export const textFile = (home: string, hash: Hex) => join(folderOf(home), 'texts', `${hash.slice(2)}.md`)
