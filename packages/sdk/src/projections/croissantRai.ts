import type { Manifest } from '../domain/manifest.ts'
import type { LicenseTerms } from '../terms/terms.ts'
import { dayOf } from './projection.ts'
import { purposeLabel, sayPersonalData, sayWithdrawal } from './sayTerms.ts'

const personal = (terms: LicenseTerms | undefined): string[] => [
  'Contributors are pseudonymous. Contact data and account numbers were redacted before the rows left their devices.',
  ...(terms ? [sayPersonalData(terms)] : []),
  ...(terms && terms.personalData.legalBasis.length > 0
    ? [`Legal basis: ${terms.personalData.legalBasis.join(', ')}.`]
    : []),
]

/** The fields of Croissant's RAI extension 1.0 that a DAO can fill from what it knows. What it does not know (who the
 * contributors are, what the data leaves out) it says it does not know. */
export const croissantRai = (
  { purposes }: Pick<Manifest, 'purposes'>,
  terms: LicenseTerms | undefined,
  lent: { from: number; to: number } | undefined,
) => ({
  'rai:dataCollection':
    'Lent by members under a recorded consent, cleaned before it left their devices, accepted by a panel.',
  'rai:dataCollectionType': ['Voluntary contribution by the people who hold the data'],
  ...(lent ? { 'rai:dataCollectionTimeframe': [dayOf(lent.from), dayOf(lent.to)] } : {}),
  'rai:dataCollectionRawData':
    'Files of the members, which stay with them; the DAO keeps the cleaned rows, encrypted.',
  'rai:dataPreprocessingProtocol': [
    'Checked against the dataset’s schema; rows that do not fit are left out.',
    'Exact duplicates are counted once, for whoever lent them first.',
    'Contact data and account numbers are found by pattern and redacted.',
  ],
  'rai:dataAnnotationProtocol':
    'A panel scored each contribution from 1 to 5, blind and by commit and reveal; its median decided.',
  'rai:dataUseCases': terms ? terms.purposes.permit.map(purposeLabel) : purposes,
  'rai:dataLimitations': [
    'Who contributes decides what is in it: it is no sample of any population.',
    'Redaction by pattern can miss personal data in free text.',
    ...(terms ? terms.purposes.useRestrictions : []),
  ],
  'rai:dataBiases': ['Not measured by the DAO.'],
  'rai:personalSensitiveInformation': personal(terms),
  'rai:dataReleaseMaintenancePlan': terms
    ? sayWithdrawal(terms).join(' ')
    : 'Members may withdraw at any time. A notice names the rows; the licensee deletes them within the license’s term.',
})
