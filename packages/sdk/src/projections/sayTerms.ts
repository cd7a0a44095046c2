import { type Purpose, purposes } from '../domain/purposes.ts'
import type { LicenseTerms } from '../terms/terms.ts'

/** Sentences about some terms that several formats print. */

export const purposeLabel = (code: Purpose): string =>
  purposes.find((entry) => entry.code === code)?.label ?? code

const revocable: Record<LicenseTerms['revocation']['revocable'], string> = {
  'at-will': 'Members may take their data back at any time.',
  'for-cause': 'Members may take their data back for cause.',
  'personal-data-only': 'Members may take personal data back at any time, and other data not before the end.',
  no: 'Members cannot take their data back before the end.',
}

export const effects: Record<LicenseTerms['revocation']['effect'][number], string> = {
  'stop-new-licenses': 'new licenses no longer include them',
  'exclude-from-next-version': 'the next version is published without them',
  'stop-new-downloads': 'they can no longer be downloaded',
  'stop-new-training-runs': 'no new training may start on copies of them',
  'delete-copies': 'copies of them must be deleted',
  'notify-recipients': 'every licensee who received them is told',
  'exclude-from-finetune-of-existing-models': 'existing models may not be tuned on them further',
  'retrain-or-unlearn': 'models trained on them must be retrained or made to unlearn them',
}

export const trainedModels: Record<LicenseTerms['revocation']['trainedModels'], string> = {
  unaffected: 'Models that were trained before stay as they are.',
  'unaffected-unless-unlawful':
    'Models that were trained before stay as they are, unless the training was unlawful.',
  'stop-distribution': 'Models that were trained before may no longer be passed on.',
  'retrain-or-unlearn-at-next-major':
    'Models that were trained before must be retrained or made to unlearn it at their next major version.',
}

export const sayRevocable = ({ revocation }: LicenseTerms): string =>
  [
    revocable[revocation.revocable],
    ...(revocation.lockInDays > 0 ? [`Not in the first ${revocation.lockInDays} days.`] : []),
  ].join(' ')

/** What a withdrawal does, in one or two sentences each. */
export const sayWithdrawal = (terms: LicenseTerms): string[] => {
  const { revocation } = terms
  return [
    sayRevocable(terms),
    `When rows are taken back: ${revocation.effect.map((effect) => effects[effect]).join('; ')}.`,
    `A licensee has ${revocation.licenseeDeadlineDays} days after the notice.`,
    trainedModels[revocation.trainedModels],
    ...(revocation.plainLanguage ? [revocation.plainLanguage] : []),
  ]
}

const present: Record<LicenseTerms['personalData']['present'], string> = {
  none: 'The terms say that there is no personal data in it. Contributors have pseudonyms.',
  pseudonymous: 'The terms say that personal data in it is pseudonymous.',
  yes: 'The terms say that there is personal data in it.',
  'special-category': 'The terms say that there is personal data of special categories in it.',
}

export const sayPersonalData = ({
  personalData,
}: {
  personalData: Pick<LicenseTerms['personalData'], 'present'>
}): string => present[personalData.present]
