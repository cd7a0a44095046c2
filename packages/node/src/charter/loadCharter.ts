import { readFile } from 'node:fs/promises'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Charter } from '@usufruct/sdk/founding/charter'
import { parseCharter } from '@usufruct/sdk/founding/parseCharter'
import type { FoundingTexts } from '@usufruct/sdk/founding/publishTexts'
import { decodeText } from '@usufruct/sdk/texts/decodeText'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { requireHash } from '@usufruct/sdk/texts/hashText'
import { parseText } from '@usufruct/sdk/texts/parseText'
import type { Hex } from 'viem'
import { daoFile, type HomeTexts, homeTexts, textFile, textsFile } from './homeTexts.ts'

export type LoadedCharter = { charter: Charter; texts: FoundingTexts }

const damaged = (path: string, problem: string, cause?: unknown) =>
  new UsufructError({
    code: 'CHARTER_INVALID',
    kind: 'internal',
    message: `The DAO’s own file ${path} cannot be used: ${problem}.`,
    hint: 'Put the file back from a backup. Nobody may change what was published.',
    details: { path },
    cause,
  })

const read = async (path: string, hash?: Hex): Promise<string> => {
  let text: string
  try {
    text = decodeText(await readFile(path))
  } catch (cause) {
    throw damaged(path, 'it cannot be read', cause)
  }
  try {
    if (hash) requireHash(text, hash)
  } catch (cause) {
    throw new UsufructError({
      code: 'TEXT_HASH_MISMATCH',
      kind: 'internal',
      message: `The file ${path} is not what this DAO published.`,
      hint: 'Put it back from a backup. Not one character may differ: its hash is what members signed.',
      details: { path, ...(cause instanceof UsufructError ? cause.details : {}) },
      cause,
    })
  }
  return text
}

const readJson = async (path: string, hash?: Hex): Promise<unknown> => {
  const text = await read(path, hash)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(path, 'it is not JSON', cause)
  }
}

/** What a home has published. Null while it has not finished doing so. @throws UsufructError `CHARTER_INVALID` */
export const readHomeTexts = async (home: string): Promise<HomeTexts | null> => {
  const path = textsFile(home)
  try {
    await readFile(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw damaged(path, 'it cannot be read', cause)
  }
  const parsed = homeTexts.safeParse(await readJson(path))
  if (parsed.success) return parsed.data
  throw damaged(path, `${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`)
}

/**
 * A DAO's charter and texts as it published them, from HOME/dao and nowhere else: every file is held against its
 * hash. Whether the charter's hash is the one on chain is asked by `requireCharterOnChain`.
 * @throws UsufructError `TEXT_HASH_MISMATCH` naming the file, `CHARTER_INVALID`, `NOT_FOUNDED`
 */
export const loadCharter = async (home: string): Promise<LoadedCharter> => {
  const known = await readHomeTexts(home)
  if (!known)
    throw new UsufructError({
      code: 'NOT_FOUNDED',
      kind: 'notFound',
      message: `No DAO was founded in ${home}.`,
      hint: 'Start it with `usufruct start`.',
      details: { home },
    })
  const charter = parseCharter(await readJson(daoFile(home), known.dao))
  const textOf = async (hash: Hex): Promise<PublishedText> => {
    const path = textFile(home, hash)
    const text = await read(path, hash)
    try {
      return parseText(text)
    } catch (cause) {
      throw damaged(path, cause instanceof Error ? cause.message : String(cause), cause)
    }
  }
  const [charterText, agreements, licenses] = await Promise.all([
    textOf(known.charter),
    Promise.all(known.agreements.map(textOf)),
    Promise.all(
      Object.entries(known.licenses).map(async ([offer, hash]) => [offer, await textOf(hash)] as const),
    ),
  ])
  const texts: FoundingTexts = { charter: charterText, agreements, licenses: new Map(licenses) }
  const lost = charter.offers.find(({ slug }) => !texts.licenses.has(slug))
  if (lost) throw damaged(textsFile(home), `it names no license text for ${lost.slug}`)
  return { charter, texts }
}
