import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'
import { compareTerms, type TermsChange } from '@usufruct/sdk/terms/compareTerms'
import { parseText } from '@usufruct/sdk/texts/parseText'
import type { ElementContent } from 'hast'
import { readText } from '../texts/readText.ts'

export type ReadAgreement = TermsChange & {
  text: string
  hash: `0x${string}`
  title: string
  version: string
  language: string
  /** What it was compared with. */
  before: PublishedAgreement
  blocks: ElementContent[]
}

const refuse = (message: string, hint: string) =>
  new UsufructError({ code: 'AGREEMENT_UNUSABLE', message, hint })

/** Reads an agreement's file on this device, before it is published, and says what it would change.
 * @throws UsufructError `TEXT_INVALID`, `AGREEMENT_UNUSABLE` */
export const readAgreement = (text: string, agreements: readonly PublishedAgreement[]): ReadAgreement => {
  const { front, hash } = parseText(text)
  if (front.kind !== 'agreement' || !front.terms)
    throw refuse(
      `This is a ${front.kind}${front.terms ? '' : ' without terms'}, not a contributor agreement.`,
      'Its front matter has to say kind: agreement, and have the terms.',
    )
  if (front.placeholders)
    throw refuse('This is a template with blanks in it.', 'Fill it first; members sign only finished texts.')
  if (agreements.some((one) => one.hash === hash))
    throw refuse('This very text is published already.', 'Change it and give it a new version.')
  const before =
    agreements.find(({ language }) => language === front.language) ??
    agreements.find(({ authoritative }) => authoritative) ??
    agreements[0]
  if (!before) throw refuse('There is no agreement to compare it with.', 'Load the page anew.')
  return {
    ...compareTerms(before.terms, front.terms),
    text,
    hash,
    title: front.title,
    version: front.version,
    language: front.language,
    before,
    blocks: readText(text, hash).blocks,
  }
}
