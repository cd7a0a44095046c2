import { countries } from '@usufruct/sdk/terms/regions'
import type { LicenseTerms } from '@usufruct/sdk/terms/terms'

export const commercialWords: Record<LicenseTerms['commercial'], string> = {
  any: 'Anyone, also for profit',
  'non-commercial': 'Anyone, not for profit',
  'not-for-profit-org-only': 'A not-for-profit organisation',
}

const names = new Intl.DisplayNames('en', { type: 'region' })

export const placeWords = (place: string): string =>
  place === '*'
    ? 'Anywhere in the world'
    : place === 'EU'
      ? 'The European Union'
      : place === 'EEA'
        ? 'The European Economic Area'
        : (names.of(place) ?? place)

/** The whole world, unions, then countries by name. */
export const places: readonly string[] = [
  '*',
  'EU',
  'EEA',
  ...[...countries].sort((a, b) => placeWords(a).localeCompare(placeWords(b))),
]
