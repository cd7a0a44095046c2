import type { Hex } from 'viem'
import { UsufructError } from '../../domain/errors.ts'
import type { PublishedAgreement } from '../../http/routes/dao.ts'

/** How a member says which text they read: its hash, or the languages they read (BCP 47, the best first). */
export type AgreementChoice = {
  agreement?: Hex | undefined
  reads?: readonly string[] | undefined
}

const primary = (tag: string) => tag.toLowerCase().split('-')[0]

/** “de” is read by who reads “de-AT”, and the other way round; the very same tag comes first. */
const inLanguage = (agreements: readonly PublishedAgreement[], tag: string) =>
  agreements.find(({ language }) => language.toLowerCase() === tag.toLowerCase()) ??
  agreements.find(({ language }) => tag === '*' || primary(language) === primary(tag))

const numbersOf = ({ version }: PublishedAgreement) => version.split('.').map(Number)
const newestFirst = (a: PublishedAgreement, b: PublishedAgreement) => {
  const [one, other] = [numbersOf(a), numbersOf(b)]
  const at = one.findIndex((part, index) => part !== other[index])
  return at < 0 ? Number(b.authoritative) - Number(a.authoritative) : (other[at] ?? 0) - (one[at] ?? 0)
}

/**
 * The agreement that a member signs: the one they name, else the newest in the first language that they read and
 * there is one in, else the authoritative one when they do not say what they read.
 * @throws UsufructError `AGREEMENT_UNKNOWN`; `AGREEMENT_LANGUAGE` when there is none in a language they read: nobody
 * signs what they cannot read
 */
export const chooseAgreement = (
  agreements: readonly PublishedAgreement[],
  { agreement, reads }: AgreementChoice = {},
): PublishedAgreement => {
  const sorted = [...agreements].sort(newestFirst)
  if (agreement !== undefined) {
    const named = sorted.find(({ hash }) => hash === agreement)
    if (named) return named
    throw new UsufructError({
      code: 'AGREEMENT_UNKNOWN',
      message: 'The text that was read is not one of those that are signed now.',
      hint: 'Read the newest version and sign that one.',
      details: { agreement, current: sorted.map(({ hash, language }) => ({ hash, language })) },
    })
  }
  const found = reads === undefined ? sorted[0] : reads.map((tag) => inLanguage(sorted, tag)).find(Boolean)
  if (found) return found
  const languages = [...new Set(sorted.map(({ language }) => language))]
  throw new UsufructError({
    code: 'AGREEMENT_LANGUAGE',
    message: `The agreement is in ${languages.join(', ') || 'no language'}, and in none that you read (${(reads ?? []).join(', ')}).`,
    hint: `If you read one of them, say so: --language ${languages[0] ?? 'en'}. Otherwise ask the DAO for a translation; do not sign what you cannot read.`,
    details: { reads: [...(reads ?? [])], languages },
  })
}
