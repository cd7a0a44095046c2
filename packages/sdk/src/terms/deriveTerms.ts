import type { Address, Hex } from 'viem'
import { bitmapToPurposes, type Purpose, purposesToBitmap } from '../domain/purposes.ts'
import { type LicenseTerms, licenseTerms, type TextTerms } from './terms.ts'

/** Where terms belong: a DAO's chain and its Members contract, whose address is its own. */
export type TermsHome = { chainId: number; members: Address; name: string }

/** A published text as far as terms need it. */
export type TermsText = { hash: Hex; version: string; language: string; terms: TextTerms }

const urn = ({ chainId, members }: TermsHome, ...path: string[]) =>
  ['urn:usufruct', chainId, members.toLowerCase(), ...path].join(':')

const textUrn = (hash: Hex) => `urn:sha256:${hash.slice(2)}`

const isoOf = (unixTime: number) => new Date(unixTime * 1000).toISOString()

/** In the list's order and without repeats, however they were asked for. */
const inOrder = (purposes: readonly Purpose[]) => bitmapToPurposes(purposesToBitmap(purposes))

/** What a member grants by signing an agreement for some purposes until a date. Depends on nothing but what is
 * signed, so that everybody who has the agreement can make the same bytes from the consent on chain.
 * `end` is a Unix time in seconds. */
export const grantTerms = (
  home: TermsHome,
  agreement: TermsText,
  {
    dataset,
    purposes,
    end,
    replaces,
  }: { dataset: string; purposes: readonly Purpose[]; end: number; replaces?: Hex | undefined },
): LicenseTerms => {
  const permit = inOrder(purposes)
  return licenseTerms.parse({
    ...agreement.terms,
    schema: 'usufruct-terms/1',
    kind: 'grant',
    id: urn(home, 'grant', dataset),
    version: agreement.version,
    legalText: { url: textUrn(agreement.hash), sha256: agreement.hash, language: agreement.language },
    licensor: { id: urn(home, 'member') },
    licensee: { id: urn(home), name: home.name },
    target: [{ id: urn(home, 'dataset', dataset) }],
    purposes: { ...agreement.terms.purposes, permit },
    term: { ...agreement.terms.term, end: isoOf(end) },
    ...(replaces ? { replaces } : {}),
  })
}

/** What a DAO offers to everybody under a license text. */
export const offerTerms = (
  home: TermsHome,
  license: TermsText,
  offer: {
    slug: string
    dataset: string
    purposes: readonly Purpose[]
    pricePerMonth: string
    currency: string
    charter: Hex
  },
): LicenseTerms =>
  licenseTerms.parse({
    ...license.terms,
    schema: 'usufruct-terms/1',
    kind: 'offer',
    id: urn(home, 'offer', offer.dataset, offer.slug),
    version: license.version,
    legalText: { url: textUrn(license.hash), sha256: license.hash, language: license.language },
    licensor: { id: urn(home), name: home.name },
    target: [{ id: urn(home, 'dataset', offer.dataset) }],
    purposes: { ...license.terms.purposes, permit: inOrder(offer.purposes) },
    price: { model: 'subscription', amount: offer.pricePerMonth, currency: offer.currency, unit: 'month' },
    charter: offer.charter,
  })

/** What one licensee agrees to: an offer for a time, and narrower where asked. Times are Unix times in seconds. */
export const agreementTerms = (
  offer: LicenseTerms,
  asked: {
    id: string
    licensee: LicenseTerms['licensor']
    start: number
    end: number
    purposes?: readonly Purpose[] | undefined
    territory?: readonly string[] | undefined
    commercial?: LicenseTerms['commercial'] | undefined
  },
): LicenseTerms =>
  licenseTerms.parse({
    ...offer,
    kind: 'agreement',
    id: asked.id,
    parent: [offer.id],
    licensee: asked.licensee,
    purposes: { ...offer.purposes, permit: asked.purposes ? inOrder(asked.purposes) : offer.purposes.permit },
    commercial: asked.commercial ?? offer.commercial,
    territory: { ...offer.territory, allow: asked.territory ? [...asked.territory] : offer.territory.allow },
    term: { ...offer.term, start: isoOf(asked.start), end: isoOf(asked.end) },
  })
