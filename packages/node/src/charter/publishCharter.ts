import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Charter } from '@usufruct/sdk/founding/charter'
import { parseCharter } from '@usufruct/sdk/founding/parseCharter'
import { publishTexts } from '@usufruct/sdk/founding/publishTexts'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import { decodeText } from '@usufruct/sdk/texts/decodeText'
import { daoFile, type HomeTexts, textFile, textsFile } from './homeTexts.ts'
import { type LoadedCharter, loadCharter, readHomeTexts } from './loadCharter.ts'

/** The folder that holds `legal/`. */
const program = fileURLToPath(new URL('../../../../', import.meta.url))

const unreadable = (path: string, problem: string, cause?: unknown) =>
  new UsufructError({
    code: 'CHARTER_INVALID',
    message: `The charter ${path} cannot be used: ${problem}.`,
    hint: 'Mend the file, or start with another one.',
    details: { path },
    cause,
  })

const read = async (path: string): Promise<string> => {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (cause) {
    throw unreadable(path, 'the file cannot be read', cause)
  }
  return decodeText(bytes)
}

const readJson = async (path: string): Promise<unknown> => {
  const text = await read(path)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(path, 'it is not JSON', cause)
  }
}

/** Its own chain belongs to one operator, who could rewrite it. */
const requirePractice = (charter: Charter) => {
  if (charter.practice) return
  throw new UsufructError({
    code: 'PRACTICE_ONLY',
    kind: 'conflict',
    message: 'On a chain of its own a DAO is for practice only, whatever its legal form.',
    hint: 'Set practice to true in the charter, or name a public chain in USUFRUCT_RPC_URL.',
  })
}

/** A founding file and the texts it makes, without writing anything. */
export const readFounding = async (charterPath: string, { now }: { now: number }): Promise<LoadedCharter> => {
  const charter = parseCharter(await readJson(charterPath), { now })
  const paths = new Set([
    charter.texts.charter,
    ...charter.texts.agreement,
    ...charter.offers.map(({ text }) => text),
  ])
  const sources = await Promise.all(
    [...paths].map(async (path) => {
      const from = path.startsWith('legal/') ? program : dirname(charterPath)
      return [path, await read(resolve(from, path))] as const
    }),
  )
  return { charter, texts: publishTexts(charter, new Map(sources)) }
}

/**
 * Publishes a DAO's texts into HOME/dao, once: what is there already is loaded, and neither the founding file nor
 * a template is looked at again. Killed in between, it begins anew; nothing is on chain before it is done. `now` is
 * a Unix time in seconds.
 * @throws UsufructError what is wrong with charter or texts, naming the field or the file; `PRACTICE_ONLY`
 */
export const publishCharter = async ({
  home,
  charterPath,
  now,
  ownChain = true,
}: {
  home: string
  charterPath: string
  now: number
  /** On the embedded chain. */
  ownChain?: boolean
}): Promise<LoadedCharter> => {
  if (await readHomeTexts(home)) {
    const loaded = await loadCharter(home)
    if (ownChain) requirePractice(loaded.charter)
    return loaded
  }
  const { charter, texts } = await readFounding(charterPath, { now })
  if (ownChain) requirePractice(charter)
  const dao = `${JSON.stringify(charter, null, 2)}\n`
  const written = [texts.charter, ...texts.agreements, ...texts.licenses.values()]
  for (const { hash, text } of written) await writeDurably(textFile(home, hash), text)
  await writeDurably(daoFile(home), dao)
  const list: HomeTexts = {
    schema: 'usufruct-texts/1',
    dao: `0x${createHash('sha256').update(dao).digest('hex')}`,
    charter: texts.charter.hash,
    agreements: texts.agreements.map(({ hash }) => hash),
    licenses: Object.fromEntries([...texts.licenses].map(([offer, { hash }]) => [offer, hash])),
  }
  await writeDurably(textsFile(home), `${JSON.stringify(list, null, 2)}\n`)
  // Read back, so that a first start and a later one have the same from the same place.
  return loadCharter(home)
}
