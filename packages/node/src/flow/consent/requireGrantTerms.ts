import { UsufructError } from '@usufruct/sdk/domain/errors'
import { consentIdOf, consentInnerOf } from '@usufruct/sdk/domain/ids'
import type { RelayRequest } from '@usufruct/sdk/http/routes/contribute'
import { requireOffered } from '@usufruct/sdk/terms/requireOffered'
import { termsText } from '@usufruct/sdk/terms/terms'
import { and, eq } from 'drizzle-orm'
import type { Hex } from 'viem'
import type { Context } from '../../context.ts'
import { consents } from '../../db/schema.ts'
import { type GrantText, readGrantText } from '../../indexer/readGrantText.ts'
import { type Agreement, agreementByHash, currentAgreements } from './agreements.ts'
import { termsIfSigned } from './knownTerms.ts'

type Grant = Extract<RelayRequest, { kind: 'grantConsent' }>

/** The newest version, in any language it is published in; an older one only for what allows no more than before. */
const requireSignable = async (
  ctx: Context,
  message: Grant['message'],
  { agreement: hash, replaces }: GrantText,
): Promise<Agreement> => {
  const asked = await agreementByHash(ctx, hash)
  if (!asked)
    throw new UsufructError({
      code: 'AGREEMENT_UNKNOWN',
      message: 'This DAO published no agreement with that hash.',
      hint: 'Sign one of those in /api/agreements.',
      details: { agreement: hash },
    })
  const current = await currentAgreements(ctx)
  if (current.some((agreement) => agreement.hash === hash)) return asked
  const old = replaces && (await findReplaced(ctx, message, replaces))
  if (old && old.agreement === hash && allowsNoMore(message, old)) return asked
  throw new UsufructError({
    code: 'AGREEMENT_OLD',
    kind: 'conflict',
    message: `Version ${asked.version} of the agreement is not the one that is signed now: ${current[0]?.version} is.`,
    hint: 'Read the newest version and sign that one. What was signed before goes on under its own text only for the same purposes or fewer, and no longer.',
    details: {
      agreement: hash,
      version: asked.version,
      current: current.map((entry) => ({
        hash: entry.hash,
        language: entry.language,
        version: entry.version,
      })),
    },
  })
}

/** Nobody has to sign a newer text, which may allow more, in order to allow less under the one they signed. */
const allowsNoMore = ({ purposes, end }: Grant['message'], old: typeof consents.$inferSelect): boolean =>
  (purposes & ~old.purposes) === 0 && end <= old.end

/** Asked again after a lost answer: by now the old one may have been taken back, as it should. */
const isGranted = async (ctx: Context, { account, deadline, ...consent }: Grant['message']) => {
  const id = consentIdOf(account, consentInnerOf(consent))
  return (await ctx.db.select({ id: consents.id }).from(consents).where(eq(consents.id, id))).length > 0
}

/** The consent that another says it continues: of the same member, for the same dataset. */
const findReplaced = async (ctx: Context, { account, dataset }: Grant['message'], replaces: Hex) => {
  const find = async () => {
    const [found] = await ctx.db
      .select()
      .from(consents)
      .where(and(eq(consents.id, replaces), eq(consents.account, account), eq(consents.dataset, dataset)))
    return found
  }
  const found = await find()
  if (found) return found
  // One that the member granted a moment ago by an own transaction.
  await ctx.indexer.sync()
  return find()
}

/** A consent continues one of the same member that still holds, or holds again once it is continued. */
const requireContinuable = async (ctx: Context, message: Grant['message'], replaces: Hex) => {
  const old = await findReplaced(ctx, message, replaces)
  if (old && old.withdrawnAt === null && old.end > ctx.now()) return
  throw new UsufructError({
    code: 'CONSENT_NOT_CONTINUED',
    kind: 'conflict',
    message: old
      ? 'The permission that this one should continue was taken back, or is over.'
      : 'This account gave no such permission for that dataset.',
    hint: 'Give a new permission, and lend the data again under it.',
    details: { replaces },
  })
}

/**
 * Holds what a member signed against what this DAO published, before anything is paid for.
 * @throws UsufructError `AGREEMENT_UNKNOWN`, `AGREEMENT_OLD`, `TERMS_MISMATCH`, `PURPOSE_NOT_OFFERED`,
 * `CONSENT_NOT_CONTINUED`
 */
export const requireGrantTerms = async (ctx: Context, { message, terms }: Grant): Promise<void> => {
  const said = readGrantText(terms)
  const agreement = said && (await requireSignable(ctx, message, said))
  const made = said && (await termsIfSigned(ctx, message, terms))
  if (!agreement || !made || termsText(made) !== terms)
    throw new UsufructError({
      code: 'TERMS_MISMATCH',
      message: 'The terms that were signed are not those that this agreement gives for these purposes.',
      hint: 'Client and node may be of different versions: update, and sign again.',
      details: { agreement: said?.agreement ?? null, terms: message.terms },
    })
  requireOffered(agreement.terms, made.purposes.permit)
  const { replaces } = said
  if (replaces && !(await isGranted(ctx, message))) await requireContinuable(ctx, message, replaces)
}
