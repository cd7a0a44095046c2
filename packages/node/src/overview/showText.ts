import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { getText } from '@usufruct/sdk/http/routes/dao'
import { textToHtml } from '@usufruct/sdk/texts/textToHtml'
import type { Hex } from 'viem'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { agreementByHash } from '../flow/consent/agreements.ts'

type ShownText = z.output<typeof getText.response>

/** A text that was published without a template is its own: nothing was filled into it. */
const nothing: Hex = '0x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'

/** The exact text behind a hash, and HTML of the same bytes. @throws UsufructError `TEXT_UNKNOWN` */
export const showText = async (ctx: Context, hash: Hex): Promise<ShownText> => {
  const { charter, licenses } = ctx.texts
  const found =
    [charter, ...licenses.values()].find((text) => text.hash === hash) ??
    (await agreementByHash(ctx, hash))?.text
  if (!found)
    throw new UsufructError({
      code: 'TEXT_UNKNOWN',
      kind: 'notFound',
      message: 'This DAO has no text with that hash.',
      hint: 'The hashes of charter and agreement are in /api/dao; an offer’s terms name that of its license.',
      details: { hash },
    })
  const { kind, title, version, language, authoritative, renderedFrom } = found.front
  return {
    hash: found.hash,
    kind,
    title,
    version,
    language,
    authoritative,
    template: renderedFrom?.template ?? found.hash,
    parameters: renderedFrom?.parameters ?? nothing,
    text: found.text,
    html: textToHtml(found),
  }
}
