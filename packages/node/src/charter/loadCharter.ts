import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Hex } from 'viem'
import { type Charter, charter } from './charter.ts'

/** A text as it was published: its exact bytes are what a hash on chain stands for. */
export type CharterText = { hash: Hex; title: string; version: string; text: string }

export type LoadedCharter = {
  charter: Charter
  texts: { charter: CharterText; agreement: CharterText; licenses: CharterText[] }
}

const unreadable = (path: string, problem: string, cause?: unknown) =>
  new UsufructError({
    code: 'CHARTER_INVALID',
    message: `The charter ${path} cannot be used: ${problem}.`,
    hint: 'Mend the file, or start with another one.',
    details: { path },
    cause,
  })

const read = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw unreadable(path, 'the file cannot be read', cause)
  }
}

const frontMatter = (text: string, key: string): string | undefined =>
  new RegExp(`^---\\n[\\s\\S]*?^${key}:\\s*["']?(.+?)["']?\\s*$[\\s\\S]*?^---`, 'm').exec(text)?.[1]

const readText = async (path: string): Promise<CharterText> => {
  const text = await read(path)
  return {
    hash: `0x${createHash('sha256').update(text).digest('hex')}`,
    title: frontMatter(text, 'title') ?? /^# (.+)$/m.exec(text)?.[1] ?? path,
    version: frontMatter(text, 'version') ?? '0.0.0',
    text,
  }
}

/** Reads a DAO's founding file and the texts it names. @throws UsufructError `CHARTER_INVALID` naming the field */
export const loadCharter = async (path: string): Promise<LoadedCharter> => {
  let json: unknown
  try {
    json = JSON.parse(await read(path))
  } catch (cause) {
    if (cause instanceof UsufructError) throw cause
    throw unreadable(path, 'it is not JSON', cause)
  }
  const parsed = charter.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw unreadable(path, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim())
  }
  const from = (relative: string) => readText(resolve(dirname(path), relative))
  const [charterText, agreement, ...licenses] = await Promise.all([
    from(parsed.data.texts.charter),
    from(parsed.data.texts.agreement),
    ...parsed.data.offers.map((offer) => from(offer.text)),
  ])
  return { charter: parsed.data, texts: { charter: charterText, agreement, licenses } }
}
