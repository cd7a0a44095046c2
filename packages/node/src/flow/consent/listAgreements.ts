import type { AgreementVersion } from '@usufruct/sdk/http/routes/consent'
import type { Context } from '../../context.ts'
import { type Agreement, allAgreements, currentAgreements } from './agreements.ts'

export const presentAgreement = (
  { hash, title, version, language, authoritative, publishedAt, change, changedFields }: Agreement,
  current: readonly Agreement[],
): AgreementVersion => ({
  hash,
  title,
  version,
  language,
  authoritative,
  publishedAt,
  current: current.some((entry) => entry.hash === hash),
  change,
  changedFields,
})

/** Every published version of the contributor agreement, newest first. */
export const listAgreements = async (ctx: Context): Promise<{ agreements: AgreementVersion[] }> => {
  const current = await currentAgreements(ctx)
  return { agreements: (await allAgreements(ctx)).map((entry) => presentAgreement(entry, current)) }
}
