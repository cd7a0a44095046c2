import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsufructError } from '../domain/errors.ts'
import { writeDurably } from '../home/writeDurably.node.ts'
import { type FoundingDraft, parseDraft } from './draft.ts'

export const draftFile = (home: string) => join(home, 'founding', 'draft.json')

/** @throws UsufructError `DRAFT_INVALID` for a file that is no draft, `DRAFT_UNREADABLE` */
export const readDraft = async (path: string): Promise<FoundingDraft | null> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new UsufructError({
      code: 'DRAFT_UNREADABLE',
      kind: 'unreachable',
      message: `The draft ${path} cannot be read.`,
      hint: 'Look whether it is a file and may be read.',
      details: { path },
      cause,
    })
  }
  try {
    return parseDraft(JSON.parse(text))
  } catch (cause) {
    if (cause instanceof UsufructError) throw cause
    throw new UsufructError({
      code: 'DRAFT_INVALID',
      message: `The draft ${path} is not JSON.`,
      hint: 'Take the file that `usufruct found` wrote, whole.',
      details: { path },
      cause,
    })
  }
}

export const keepDraft = (path: string, draft: FoundingDraft): Promise<void> =>
  writeDurably(path, `${JSON.stringify(draft, null, 2)}\n`)
