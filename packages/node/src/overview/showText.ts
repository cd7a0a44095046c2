import type { getText } from '@usufruct/sdk/http/routes/dao'
import { textToHtml } from '@usufruct/sdk/texts/textToHtml'
import type { Hex } from 'viem'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { findText } from './findText.ts'

type ShownText = z.output<typeof getText.response>

/** A text that was published without a template is its own: nothing was filled into it. */
const nothing: Hex = '0x44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'

/** The exact text behind a hash, and HTML of the same bytes. @throws UsufructError `TEXT_UNKNOWN` */
export const showText = async (ctx: Context, hash: Hex): Promise<ShownText> => {
  const found = await findText(ctx, hash)
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
