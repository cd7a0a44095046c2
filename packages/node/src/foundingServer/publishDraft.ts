import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsufructError } from '@usufruct/sdk/domain/errors'
import { checkDraft } from '@usufruct/sdk/founding/checkDraft'
import { draftHash, type FoundingDraft } from '@usufruct/sdk/founding/draft'
import { draftFile, keepDraft } from '@usufruct/sdk/founding/draftFile.node'
import { writeDurably } from '@usufruct/sdk/home/writeDurably.node'
import type { Hex } from 'viem'
import { publishCharter } from '../charter/publishCharter.ts'
import { requireEmptyHome } from './homeState.ts'
import { legalTemplates } from './legalTemplates.ts'

const foundedFile = (home: string) => join(home, 'founding', 'founded.json')

/** The hash of the draft that this home was founded on, if it was founded by one. */
export const foundedOn = async (home: string): Promise<Hex | null> => {
  try {
    const { draft } = JSON.parse(await readFile(foundedFile(home), 'utf8')) as { draft?: Hex }
    return draft ?? null
  } catch {
    return null
  }
}

/**
 * Makes an empty home the home of a draft's DAO: publishes its texts into it, byte for byte those that every founder
 * signed. Starting the home then brings it onto a chain. Again with the same draft, it goes on.
 * @throws UsufructError `HOME_NOT_EMPTY` and what `checkDraft` throws
 */
export const publishDraft = async ({
  home,
  draft,
  ownChain,
}: {
  home: string
  draft: FoundingDraft
  /** On the embedded chain. */
  ownChain: boolean
}): Promise<{ charter: Hex }> => {
  const now = Math.floor(Date.now() / 1000)
  const { charter, texts } = await checkDraft(draft, await legalTemplates(), { now })
  const signed = texts.find(({ kind }) => kind === 'charter')?.rendered ?? '0x'
  await requireEmptyHome(home, signed)
  const charterPath = join(home, 'founding', 'dao.json')
  await writeDurably(charterPath, `${JSON.stringify(charter, null, 2)}\n`)
  await keepDraft(draftFile(home), draft)
  // Before the texts: with them there the home has a DAO, and everyone must see which.
  await writeDurably(foundedFile(home), `${JSON.stringify({ draft: draftHash(draft) })}\n`)
  const { texts: published } = await publishCharter({ home, charterPath, now, ownChain })
  const hashes = [published.charter, ...published.agreements, ...published.licenses.values()].map(
    ({ hash }) => hash,
  )
  const odd = texts.find(({ rendered }) => !hashes.includes(rendered))
  if (odd)
    throw new UsufructError({
      code: 'DRAFT_CHANGED',
      kind: 'conflict',
      message: `“${odd.title}” was not published as it was signed.`,
      hint: 'Somebody changed the legal texts meanwhile. Found it in another folder.',
      details: { path: odd.path, expected: odd.rendered },
    })
  return { charter: published.charter.hash }
}
