import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { PublishedText } from '@usufruct/sdk/texts/frontMatter'
import type { Hex } from 'viem'
import type { Context } from '../context.ts'
import { agreementByHash } from '../flow/consent/agreements.ts'

/** The text this DAO published under a hash. @throws UsufructError `TEXT_UNKNOWN` */
export const findText = async (ctx: Context, hash: Hex): Promise<PublishedText> => {
  const { charter, licenses } = ctx.texts
  const found =
    [charter, ...licenses.values()].find((text) => text.hash === hash) ??
    (await agreementByHash(ctx, hash))?.text
  if (found) return found
  throw new UsufructError({
    code: 'TEXT_UNKNOWN',
    kind: 'notFound',
    message: 'This DAO has no text with that hash.',
    hint: 'The hashes of charter and agreement are in /api/dao; an offer’s terms name that of its license.',
    details: { hash },
  })
}
