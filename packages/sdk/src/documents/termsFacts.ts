import type { Content } from 'pdfmake/interfaces.js'
import { purposes } from '../domain/purposes.ts'
import type { LicenseTerms } from '../terms/terms.ts'

const labels = new Map<string, string>(purposes.map(({ code, label }) => [code, label]))

/** In words, with the code where software knows more than we do. */
export const purposeWords = (code: string): string => labels.get(code) ?? code

const sentences: {
  [F in 'commercial' | 'redistribution' | 'sublicensing' | 'exclusivity']: Record<LicenseTerms[F], string>
} = {
  commercial: {
    'not-for-profit-org-only': 'Only organisations that work for no profit',
    'non-commercial': 'Not for commercial advantage',
    any: 'Commercial use is allowed',
  },
  redistribution: {
    none: 'The data may not be passed on',
    'derived-only': 'What is derived may be passed on, the data may not',
    'same-terms': 'May be passed on under the same terms',
  },
  sublicensing: {
    none: 'None',
    affiliates: 'To companies of the same group',
    'one-tier': 'Once: those who get it may not license it again',
    unlimited: 'Allowed',
  },
  exclusivity: {
    none: 'Not exclusive',
    sole: 'Nobody but the licensor and the licensee',
    exclusive: 'Exclusive',
  },
}

const trained: Record<LicenseTerms['revocation']['trainedModels'], string> = {
  'retrain-or-unlearn-at-next-major':
    'Models trained on it forget it, or are trained anew, by their next major version',
  'stop-distribution': 'Models trained on it are no longer handed out',
  'unaffected-unless-unlawful': 'Models trained before stay as they are, unless the law says otherwise',
  unaffected: 'Models trained before stay as they are',
}

const revocable: Record<LicenseTerms['revocation']['revocable'], string> = {
  'at-will': 'Members can take their data back at any time, without a reason',
  'for-cause': 'Members can take their data back for a reason',
  'personal-data-only': 'Personal data can be taken back at any time',
  no: 'Cannot be taken back',
}

const personal: Record<LicenseTerms['personalData']['present'], string> = {
  none: 'None',
  pseudonymous: 'Pseudonymous: names are replaced by codes',
  yes: 'Yes',
  'special-category': 'Yes, and of special categories such as health',
}

const places = (codes: readonly string[]) => (codes.includes('*') ? 'Everywhere' : codes.join(', '))

/** What some terms say, line by line, in words. */
export const termsFacts = (terms: LicenseTerms): (readonly [string, Content])[] => [
  ['May be used for', { ul: terms.purposes.permit.map(purposeWords) }],
  ...(terms.purposes.prohibit.length > 0
    ? [['May not be used for', { ul: terms.purposes.prohibit.map(purposeWords) }] as const]
    : []),
  ...(terms.purposes.useRestrictions.length > 0
    ? [['Besides', { ul: terms.purposes.useRestrictions }] as const]
    : []),
  ['Commercial use', sentences.commercial[terms.commercial]],
  [
    'Where',
    places(terms.territory.allow) +
      (terms.territory.deny.length > 0 ? `, but not in ${terms.territory.deny.join(', ')}` : ''),
  ],
  ['Passing on', sentences.redistribution[terms.redistribution]],
  ['Sublicenses', sentences.sublicensing[terms.sublicensing]],
  ['Exclusivity', sentences.exclusivity[terms.exclusivity]],
  [
    'When data is taken back',
    `${revocable[terms.revocation.revocable]}. Copies are deleted within ${terms.revocation.licenseeDeadlineDays} days. ${trained[terms.revocation.trainedModels]}.`,
  ],
  ['Naming the source', terms.attribution.required ? terms.attribution.text || 'Required' : 'Not required'],
  ['Personal data', personal[terms.personalData.present]],
  ['Law', [terms.governingLaw, terms.forum].filter(Boolean).join('; ')],
]
