import { UsufructError } from '@usufruct/sdk/domain/errors'
import { requireSameTerms, termsTextOf } from '@usufruct/sdk/founding/publishTexts'
import type { AgreementVersion } from '@usufruct/sdk/http/routes/consent'
import { compareTerms } from '@usufruct/sdk/terms/compareTerms'
import { requireConsistent } from '@usufruct/sdk/terms/contradictions'
import { grantTerms } from '@usufruct/sdk/terms/deriveTerms'
import type { TextTerms } from '@usufruct/sdk/terms/terms'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import { parseText } from '@usufruct/sdk/texts/parseText'
import type { Context } from '../../context.ts'
import { agreements } from '../../db/schema.ts'
import { type Agreement, agreementByHash, allAgreements, currentAgreements } from './agreements.ts'
import { isNewerVersion } from './isNewerVersion.ts'
import { presentAgreement } from './listAgreements.ts'

const invalid = (message: string, hint: string, details: Record<string, unknown> = {}) =>
  new UsufructError({ code: 'TEXT_INVALID', message, hint, details })

const requireFilledAgreement = (text: PublishedText): TextTerms => {
  const { kind, placeholders, terms } = text.front
  if (kind !== 'agreement')
    throw invalid(`The text is of the kind ${kind}, not agreement.`, 'Publish a contributor agreement.', {
      kind,
    })
  if (placeholders)
    throw invalid(
      'The text is a template: it still names placeholders.',
      'Fill it first, and publish what comes out.',
      { placeholders },
    )
  if (!terms)
    throw invalid('The text has no terms in its front matter.', 'Add them: software compares nothing else.')
  return terms
}

/** What nobody could sign must not be published. */
const requireSignable = (ctx: Context, text: PublishedText, terms: TextTerms) => {
  const { deployment, charter } = ctx
  const home = { chainId: deployment.chainId, members: deployment.members, name: charter.name }
  for (const { slug } of charter.datasets)
    requireConsistent(
      grantTerms(home, termsTextOf(text), {
        dataset: slug,
        purposes: terms.purposes.permit,
        end: ctx.now() + 86_400,
      }),
    )
}

const requireNewer = ({ front }: PublishedText, all: readonly Agreement[]) => {
  const newest = all.find(({ language }) => language === front.language)
  if (!newest || isNewerVersion(front.version, newest.version)) return
  throw new UsufructError({
    code: 'AGREEMENT_NOT_NEWER',
    kind: 'conflict',
    message: `Version ${front.version} does not come after ${newest.version}, which is published in ${front.language}.`,
    hint: 'A published version never changes: give the new text a higher version.',
    details: { language: front.language, version: front.version, published: newest.version },
  })
}

const changeOf = (text: PublishedText, terms: TextTerms, all: readonly Agreement[]) => {
  const { front } = text
  if (front.authoritative) {
    const before = all.find(({ authoritative }) => authoritative)
    if (!before) return { change: 'first' as const, changedFields: [] }
    if (before.language !== front.language)
      throw invalid(
        `The language that counts is ${before.language}, not ${front.language}.`,
        'Publish this text as a translation: authoritative: false.',
        { language: front.language, authoritative: before.language },
      )
    return compareTerms(before.terms, terms)
  }
  const original = all.find((entry) => entry.authoritative && entry.version === front.version)
  if (!original)
    throw new UsufructError({
      code: 'TRANSLATION_ALONE',
      kind: 'conflict',
      message: `There is no authoritative text of version ${front.version} that this could be a translation of.`,
      hint: 'Publish the text in the language that counts first.',
      details: { version: front.version, language: front.language },
    })
  requireSameTerms(text, original.text)
  return { change: original.change, changedFields: original.changedFields }
}

/**
 * Publishes a filled text as a new version of the contributor agreement. What it narrows holds for everybody from
 * now on; what it widens, only for those who sign it: releases read both from here. The same bytes again are the
 * same version.
 * @throws UsufructError `TEXT_INVALID`, `AGREEMENT_NOT_NEWER`, `TRANSLATION_ALONE`, `TRANSLATION_DIFFERS`,
 * `TERMS_CONTRADICTORY`
 */
export const publishAgreement = (ctx: Context, source: string): Promise<AgreementVersion> =>
  ctx.inTurn(async () => {
    const text = parseText(source)
    const terms = requireFilledAgreement(text)
    const published = await agreementByHash(ctx, text.hash)
    if (!published) {
      const all = await allAgreements(ctx)
      requireNewer(text, all)
      requireSignable(ctx, text, terms)
      const { title, version, language, authoritative } = text.front
      await ctx.db.insert(agreements).values({
        hash: text.hash,
        text: text.text,
        title,
        version,
        language,
        authoritative,
        publishedAt: ctx.now(),
        ...changeOf(text, terms, all),
      })
    }
    const current = await currentAgreements(ctx)
    const entry = published ?? (await agreementByHash(ctx, text.hash))
    if (entry) return presentAgreement(entry, current)
    throw new UsufructError({
      code: 'INTERNAL',
      kind: 'internal',
      message: 'The agreement was not kept.',
      hint: 'Try again.',
    })
  })
