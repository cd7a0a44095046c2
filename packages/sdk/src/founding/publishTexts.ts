import { formatUnits, type Hex } from 'viem'
import { canonicalJson } from '../domain/canonicalJson.ts'
import { UsufructError } from '../domain/errors.ts'
import { offerTerms, type TermsHome, type TermsText } from '../terms/deriveTerms.ts'
import { type LicenseTerms, personalDataKinds, type TextTerms, termsHash } from '../terms/terms.ts'
import { fillTemplate } from '../texts/fillTemplate.ts'
import type { PublishedText, textKinds } from '../texts/frontMatter.ts'
import { parseText } from '../texts/parseText.ts'
import type { Charter, CharterOffer } from './charter.ts'
import { parametersOf } from './parametersOf.ts'

/** The texts a DAO is founded on, filled. */
export type FoundingTexts = {
  charter: PublishedText
  /** One for each language, the authoritative one first. */
  agreements: PublishedText[]
  /** By the offer's slug. */
  licenses: ReadonlyMap<string, PublishedText>
}

const fault = (message: string, hint: string, details: Record<string, unknown>) =>
  new UsufructError({ code: 'TEXT_CONTRADICTS_CHARTER', message, hint, details })

const seconds = (days: number) => days * 86_400

/** Numbers in a text's terms cannot be filled in, so they have to be the charter's already. */
const requireCharters = (
  path: string,
  charter: Charter,
  terms: TextTerms,
  permits: CharterOffer['purposes'],
) => {
  const promised = seconds(terms.revocation.licenseeDeadlineDays)
  if (promised !== charter.windows.licenseeDeletes)
    throw fault(
      `The text ${path} gives licensees ${terms.revocation.licenseeDeadlineDays} days to delete, the charter ${charter.windows.licenseeDeletes / 86_400}.`,
      'Set windows.licenseeDeletes to what the text says, or take another text.',
      {
        path,
        field: 'revocation.licenseeDeadlineDays',
        text: promised,
        charter: charter.windows.licenseeDeletes,
      },
    )
  const kinds: readonly string[] = personalDataKinds
  // A text that is more careful than it needs to be contradicts nothing.
  if (kinds.indexOf(terms.personalData.present) < kinds.indexOf(charter.data.personalData))
    throw fault(
      `The text ${path} is for data that is “${terms.personalData.present}” about people, the charter takes “${charter.data.personalData}”.`,
      'Take a text that speaks about such data, or take less of it.',
      {
        path,
        field: 'personalData.present',
        text: terms.personalData.present,
        charter: charter.data.personalData,
      },
    )
  const allowed = charter.data.prohibitedPurposes.find(
    (purpose) => !terms.purposes.prohibit.includes(purpose),
  )
  if (allowed)
    throw fault(
      `The charter prohibits ${allowed}, and the text ${path} does not.`,
      'Add it to purposes.prohibit of the text.',
      { path, field: 'purposes.prohibit', purpose: allowed },
    )
  const missing = permits.find((purpose) => !terms.purposes.permit.includes(purpose))
  if (missing)
    throw fault(
      `An offer asks for ${missing}, and the text ${path} does not permit it.`,
      'Take another text for that offer, or another purpose.',
      { path, field: 'purposes.permit', purpose: missing },
    )
}

/** The same terms in every language, or members would have signed different things. */
export const requireSameTerms = (translation: PublishedText, authoritative: PublishedText): void => {
  const mine: Partial<TextTerms> = translation.front.terms ?? {}
  const theirs: Partial<TextTerms> = authoritative.front.terms ?? {}
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])] as (keyof TextTerms)[]
  const field = keys.find((key) => canonicalJson(mine[key] ?? null) !== canonicalJson(theirs[key] ?? null))
  if (!field) return
  throw new UsufructError({
    code: 'TRANSLATION_DIFFERS',
    message: `The ${translation.front.language} text has other terms than the ${authoritative.front.language} one: ${field}.`,
    hint: 'A translation says the same in other words. Make the terms in its front matter identical.',
    details: {
      field,
      translation: mine[field],
      authoritative: theirs[field],
    },
  })
}

const requireKind = (path: string, text: PublishedText, kind: (typeof textKinds)[number]): PublishedText => {
  const { front } = text
  if (front.kind !== kind)
    throw fault(`The text ${path} is of the kind ${front.kind}, not ${kind}.`, 'Name another file.', { path })
  if (kind !== 'charter' && !front.terms)
    throw fault(
      `The text ${path} has no terms in its front matter.`,
      'Add them: software compares nothing else.',
      { path },
    )
  return text
}

/**
 * Makes the texts that a DAO publishes once, at founding, from its charter and the templates that it names.
 * Their bytes are final: a changed template or a newer version of this function must never run over them again.
 * `sources`: the templates by the path that the charter gives.
 * @throws UsufructError as `fillTemplate` does, and `TEXT_CONTRADICTS_CHARTER`, `TRANSLATION_DIFFERS`
 */
export const publishTexts = (charter: Charter, sources: ReadonlyMap<string, string>): FoundingTexts => {
  const publish = (path: string, kind: (typeof textKinds)[number], offer?: CharterOffer): PublishedText => {
    const template = sources.get(path)
    if (template === undefined) throw fault(`There is no text ${path}.`, 'Name a file that exists.', { path })
    const { language } = requireKind(path, parseText(template), kind).front
    const { text } = fillTemplate(template, parametersOf(charter, { language, offer }))
    const published = requireKind(path, parseText(text), kind)
    if (published.front.terms)
      requireCharters(path, charter, published.front.terms, offer?.purposes ?? offered(charter))
    return published
  }

  const charterText = publish(charter.texts.charter, 'charter')
  if (charterText.front.wrapper !== charter.wrapper.kind)
    throw fault(
      `The text ${charter.texts.charter} is for the legal form ${charterText.front.wrapper ?? '(none named)'}, the charter for ${charter.wrapper.kind}.`,
      'Take the text of that form.',
      { path: charter.texts.charter, field: 'wrapper.kind' },
    )

  const agreements = charter.texts.agreement.map((path) => publish(path, 'agreement'))
  const [authoritative, second] = agreements.filter(({ front }) => front.authoritative)
  if (!authoritative || second)
    throw fault(
      `${second ? 'More than one' : 'None'} of the agreement’s texts is authoritative.`,
      'Name one text for each language; exactly one says authoritative: true.',
      { field: 'texts.agreement', paths: charter.texts.agreement },
    )
  for (const translation of agreements) {
    requireSameTerms(translation, authoritative)
    if (translation.front.version !== authoritative.front.version)
      throw fault(
        `The ${translation.front.language} agreement has version ${translation.front.version}, the authoritative one ${authoritative.front.version}.`,
        'Name texts of one version.',
        { field: 'texts.agreement' },
      )
  }
  const languages = agreements.map(({ front }) => front.language)
  const lost = charter.languages.find((language) => !languages.includes(language))
  if (lost)
    throw fault(
      `The charter promises the agreement in ${lost}, and no text is in that language.`,
      'Add the text, or take the language out.',
      { field: 'languages', language: lost },
    )

  return {
    charter: charterText,
    agreements: [authoritative, ...agreements.filter((text) => text !== authoritative)],
    licenses: new Map(charter.offers.map((offer) => [offer.slug, publish(offer.text, 'license', offer)])),
  }
}

const offered = ({ offers }: Charter) => [...new Set(offers.flatMap(({ purposes }) => purposes))]

/** A published text as far as terms are derived from it. @throws UsufructError `TEXT_INVALID` without terms */
export const termsTextOf = ({ hash, front }: PublishedText): TermsText => {
  if (front.terms) return { hash, version: front.version, language: front.language, terms: front.terms }
  throw new UsufructError({
    code: 'TEXT_INVALID',
    message: `The text “${front.title}” has no terms in its front matter.`,
    hint: 'Only agreements and licenses have terms.',
    details: { hash },
  })
}

export type FoundingOffer = { offer: CharterOffer; terms: LicenseTerms; hash: Hex }

/** The terms of the offers a DAO is founded with; known once its contracts have addresses. `coin` as the chain
 * names it. */
export const foundingOffers = (
  charter: Charter,
  texts: FoundingTexts,
  home: TermsHome,
  coin: { symbol: string; decimals: number },
): FoundingOffer[] =>
  charter.offers.map((offer) => {
    const license = texts.licenses.get(offer.slug)
    if (!license) throw fault(`The offer ${offer.slug} has no license text.`, 'Publish the texts first.', {})
    const terms = offerTerms(home, termsTextOf(license), {
      slug: offer.slug,
      dataset: offer.dataset,
      purposes: offer.purposes,
      pricePerMonth: formatUnits(BigInt(offer.pricePerMonth), coin.decimals),
      currency: coin.symbol,
      charter: texts.charter.hash,
    })
    return { offer, terms, hash: termsHash(terms) }
  })
