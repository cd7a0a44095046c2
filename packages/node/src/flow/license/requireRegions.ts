import { UsufructError } from '@usufruct/sdk/domain/errors'
import { countries } from '@usufruct/sdk/terms/regions'

const groups: readonly string[] = ['*', 'EU', 'EEA']

/** Codes that people write, and that ISO 3166-1 has others for. */
const mistaken: Record<string, string> = { UK: 'GB', EL: 'GR' }

/** A place under another name than terms have for it would lie outside every list that excludes it.
 * @throws UsufructError `REGION_UNKNOWN` */
export const requireRegions = (territory: readonly string[]): void => {
  const unknown = territory.find((region) => !groups.includes(region) && !countries.has(region))
  if (unknown === undefined) return
  const meant = mistaken[unknown]
  throw new UsufructError({
    code: 'REGION_UNKNOWN',
    message: `${unknown} is no country.`,
    hint: meant ? `Write ${meant}.` : 'Write *, EU, EEA or two-letter country codes of ISO 3166-1.',
    details: { region: unknown },
  })
}
