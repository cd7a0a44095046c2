import { chooseAgreement } from '@usufruct/sdk/actions/consent/chooseAgreement'
import { findUsufructError } from '@usufruct/sdk/domain/errors'
import type { PublishedAgreement } from '@usufruct/sdk/http/routes/dao'

/** The newest agreement in the first language of `reads` that there is one in (BCP 47, best first, as a browser tells
 * them); null when there is none. */
export const agreementFor = (
  agreements: readonly PublishedAgreement[],
  reads: readonly string[],
): PublishedAgreement | null => {
  try {
    return chooseAgreement(agreements, { reads })
  } catch (error) {
    if (findUsufructError(error)?.code === 'AGREEMENT_LANGUAGE') return null
    throw error
  }
}

/** A language by the name its readers give it: “Deutsch”, “English”. */
export const languageName = (tag: string): string => {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
  } catch {
    return tag
  }
}

/** The same in the language of the page's own sentences. */
export const languageInSentence = (tag: string): string => {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
