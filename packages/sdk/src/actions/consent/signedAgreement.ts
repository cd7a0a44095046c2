import type { Hex } from 'viem'
import { UsufructError } from '../../domain/errors.ts'
import type { PublishedAgreement } from '../../http/routes/dao.ts'
import type { Actor } from '../actor.ts'

/**
 * An agreement that was signed once, also when a newer version is the one that is signed now. Its text is checked
 * against the hash here, and its terms are read from that text: nobody's word is taken for either.
 * @throws UsufructError `TEXT_UNKNOWN`, `TEXT_HASH_MISMATCH`, `TEXT_INVALID`; `AGREEMENT_UNKNOWN` for a text that is
 * no agreement
 */
export const signedAgreement = async (
  { dao, node }: Pick<Actor, 'dao' | 'node'>,
  hash: Hex,
): Promise<PublishedAgreement> => {
  const current = dao.agreements.find((agreement) => agreement.hash === hash)
  if (current) return current
  // Only who signed an older version needs what reads texts.
  const [{ requireHash }, { parseText }, { text }] = await Promise.all([
    import('../../texts/hashText.ts'),
    import('../../texts/parseText.ts'),
    node.call('getText', { params: { hash } }),
  ])
  requireHash(text, hash)
  const { title, version, language, authoritative, terms } = parseText(text).front
  if (terms === undefined)
    throw new UsufructError({
      code: 'AGREEMENT_UNKNOWN',
      message: 'The text with that hash is no agreement.',
      hint: 'Read the newest version and sign that one.',
      details: { agreement: hash },
    })
  return { hash, title, version, language, authoritative, terms }
}
