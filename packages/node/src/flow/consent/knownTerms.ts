import { bytes32 } from '@usufruct/sdk/domain/ids'
import { bitmapToPurposes } from '@usufruct/sdk/domain/purposes'
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

const continuing = z.object({ replaces: bytes32.optional() })

/** Which consent a text of terms says it continues; undefined for none, or for no such text. */
export const replacesOf = (text: string): Hex | undefined => {
  try {
    return continuing.safeParse(JSON.parse(text)).data?.replaces
  } catch {
    return undefined
  }
}

/** The terms that an agreement and a consent's message give, when they are those whose hash was signed. */
export const termsIfSigned = async (
  ctx: Context,
  consent: SignedConsent,
  replaces: Hex | undefined,
): Promise<LicenseTerms | null> => {
  const dataset = ctx.datasetIds.get(consent.dataset)
  const agreement = await agreementTermsOf(ctx, consent.agreement)
  const purposes = bitmapToPurposes(consent.purposes)
  if (!dataset || !agreement || purposes.length === 0) return null
  const made = grantTerms(termsHomeOf(ctx), agreement, { dataset, purposes, end: consent.end, replaces })
  return termsHash(made) === consent.terms ? made : null
}

/**
 * What a member granted, in terms: null while what was signed is not what an agreement of this DAO gives, or is not
 * known here. Nothing under such a consent is ever released.
 */
export const knownTermsOf = async (ctx: Context, consent: SignedConsent): Promise<LicenseTerms | null> => {
  const [kept] = await ctx.db.select().from(terms).where(eq(terms.hash, consent.terms))
  return kept ? termsIfSigned(ctx, consent, replacesOf(kept.text)) : null
}
