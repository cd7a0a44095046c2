import { UsufructError } from '@usufruct/sdk/domain/errors'
import { type LicenseTerms, licenseTerms } from '@usufruct/sdk/terms/terms'
import { eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { terms } from '../../db/schema.ts'

/** The terms behind a hash on chain: a grant's or an offer's. @throws UsufructError `TERMS_UNKNOWN` */
export const showTerms = async (ctx: Context, hash: Hex): Promise<{ hash: Hex; terms: LicenseTerms }> => {
  const [kept] = await ctx.db.select().from(terms).where(eq(terms.hash, hash))
  if (kept) return { hash, terms: licenseTerms.parse(JSON.parse(kept.text)) }
  throw new UsufructError({
    code: 'TERMS_UNKNOWN',
    kind: 'notFound',
    message: 'This node knows no terms with that hash.',
    hint: 'Terms of permissions are known here when they were given through this node, or are what an agreement of this DAO gives.',
    details: { hash },
  })
}
