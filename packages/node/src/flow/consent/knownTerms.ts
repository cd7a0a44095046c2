import { bytes32 } from '@usufruct/sdk/domain/ids'
import { bitmapToPurposes, knownPurposes } from '@usufruct/sdk/domain/purposes'
import { grantTerms, type TermsHome, type TermsText } from '@usufruct/sdk/terms/deriveTerms'
import { type LicenseTerms, termsHash } from '@usufruct/sdk/terms/terms'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { terms } from '../../db/schema.ts'
import { agreementByHash } from './agreements.ts'

export const termsHomeOf = ({ deployment, charter }: Context): TermsHome => ({
  chainId: deployment.chainId,
  membership: deployment.membership,
  name: charter.name,
})

/** What a published agreement says in terms; null for one that this DAO did not publish. */
const agreementTermsOf = async (ctx: Context, hash: Hex): Promise<TermsText | null> => {
  const found = await agreementByHash(ctx, hash)
  if (!found) return null
  const { version, language, terms } = found
  return { hash, version, language, terms }
}

export type SignedConsent = {
  agreement: Hex
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

const continuing = z.object({ replaces: bytes32.optional() })

/** Which consent a text of terms says it continues; undefined for none, or for no such text. */
export const replacesOf = (text: string): Hex | undefined => {
  try {
    return continuing.safeParse(JSON.parse(text)).data?.replaces
  } catch {
    return undefined
  }
}

/** The terms that an agreement and a consent's message give, when they are those whose hash was signed: for the first
 * of what it may continue with which they are. */
export const firstIfSigned = async (
  ctx: Context,
  consent: SignedConsent,
  continued: readonly (Hex | undefined)[],
): Promise<LicenseTerms | null> => {
  const dataset = ctx.datasetIds.get(consent.dataset)
  const agreement = await agreementTermsOf(ctx, consent.agreement)
  if (!dataset || !agreement) return null
  const { purposes, end } = consent
  for (const replaces of continued) {
    const made = termsGiven(termsHomeOf(ctx), agreement, { dataset, purposes, end, replaces })
    if (made && termsHash(made) === consent.terms) return made
  }
  return null
}

/** The same where it is said what is continued. */
export const termsIfSigned = (ctx: Context, consent: SignedConsent, replaces: Hex | undefined) =>
  firstIfSigned(ctx, consent, [replaces])

/**
 * What a member granted, in terms: null while what was signed is not what an agreement of this DAO gives, or is not
 * known here. Nothing under such a consent is ever released.
 */
export const knownTermsOf = async (ctx: Context, consent: SignedConsent): Promise<LicenseTerms | null> => {
  const [kept] = await ctx.db.select().from(terms).where(eq(terms.hash, consent.terms))
  return kept ? termsIfSigned(ctx, consent, replacesOf(kept.text)) : null
}
