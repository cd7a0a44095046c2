import { bitmapToPurposes, knownPurposes } from '@usufruct/sdk/domain/purposes'
import { grantTerms, type TermsHome, type TermsText } from '@usufruct/sdk/terms/deriveTerms'
import { type LicenseTerms, termsHash } from '@usufruct/sdk/terms/terms'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { terms } from '../../db/schema.ts'
import { readGrantText } from '../../indexer/readGrantText.ts'
import { agreementByHash } from './agreements.ts'

export const termsHomeOf = ({ deployment, charter }: Context): TermsHome => ({
  chainId: deployment.chainId,
  members: deployment.members,
  name: charter.name,
})

export type SignedConsent = {
  terms: Hex
  dataset: Hex
  purposes: number
  end: number
}

/** The last second that terms can name: their dates have years of four digits. */
const lastEnd = Math.floor(Date.UTC(10_000, 0) / 1000) - 1

/** The terms that an agreement gives for what the chain says of a consent. Anybody can put any purposes and any end on
 * chain: null for what no terms could say, so that nothing is held up by it. */
export const termsGiven = (
  home: TermsHome,
  agreement: TermsText,
  consent: { dataset: string; purposes: number; end: number; replaces: Hex | undefined },
): LicenseTerms | null => {
  const { purposes, end } = consent
  if (purposes === 0 || (purposes & ~knownPurposes) !== 0 || end > lastEnd) return null
  return grantTerms(home, agreement, { ...consent, purposes: bitmapToPurposes(purposes) })
}

/** The terms that an agreement and a consent's message give, when they are those whose hash was signed: for the first
 * of what it may continue with which they are. */
export const firstIfSigned = (
  ctx: Context,
  consent: SignedConsent,
  agreement: TermsText,
  continued: readonly (Hex | undefined)[],
): LicenseTerms | null => {
  const dataset = ctx.datasetIds.get(consent.dataset)
  if (!dataset) return null
  const { purposes, end } = consent
  for (const replaces of continued) {
    const made = termsGiven(termsHomeOf(ctx), agreement, { dataset, purposes, end, replaces })
    if (made && termsHash(made) === consent.terms) return made
  }
  return null
}

/** The same where a text says under which agreement, and what is continued. */
export const termsIfSigned = async (
  ctx: Context,
  consent: SignedConsent,
  text: string,
): Promise<LicenseTerms | null> => {
  const said = readGrantText(text)
  const agreement = said && (await agreementByHash(ctx, said.agreement))
  return agreement ? firstIfSigned(ctx, consent, agreement, [said.replaces]) : null
}

/**
 * What a member granted, in terms: null while what was signed is not what an agreement of this DAO gives, or is not
 * known here. Nothing under such a consent is ever released.
 */
export const knownTermsOf = async (ctx: Context, consent: SignedConsent): Promise<LicenseTerms | null> => {
  const [kept] = await ctx.db.select().from(terms).where(eq(terms.hash, consent.terms))
  return kept ? termsIfSigned(ctx, consent, kept.text) : null
}
