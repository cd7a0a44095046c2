import type { projectionFormats } from '@usufruct/sdk/http/routes/terms'
import { aiActRow } from '@usufruct/sdk/projections/aiActRow'
import { croissantOffer } from '@usufruct/sdk/projections/croissant'
import { huggingFaceCard } from '@usufruct/sdk/projections/huggingFaceCard'
import { odrlOffer } from '@usufruct/sdk/projections/odrlOffer'
import { processingRegister } from '@usufruct/sdk/projections/processingRegister'
import type { Projection } from '@usufruct/sdk/projections/projection'
import type { Context } from '../../context.ts'
import { offerRecordOf, projectionInputOf } from './offerRecord.ts'
import { registerInputOf } from './showRegister.ts'

type Format = (typeof projectionFormats)[number]

const ofOffer = {
  croissant: croissantOffer,
  huggingface: huggingFaceCard,
  odrl: odrlOffer,
  'ai-act': aiActRow,
} as const

/** An offer in a format that others read. The register is the whole DAO's, whichever offer is asked for.
 * @throws UsufructError `OFFER_UNKNOWN`, `TERMS_UNKNOWN`, `TEXT_UNKNOWN`, `NOTHING_RELEASED` */
export const showProjection = async (
  ctx: Context,
  { offer, format }: { offer: string; format: Format },
): Promise<Projection & { format: Format }> => {
  const id = BigInt(offer)
  if (format !== 'processing-register')
    return { format, ...ofOffer[format](await projectionInputOf(ctx, id)) }
  await offerRecordOf(ctx, id)
  return { format, ...processingRegister(await registerInputOf(ctx)) }
}
