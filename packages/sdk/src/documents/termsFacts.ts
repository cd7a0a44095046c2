import type { Content } from 'pdfmake/interfaces.js'
import { purposeLabel, sayPersonalData, sayWithdrawal } from '../projections/sayTerms.ts'
import type { LicenseTerms } from '../terms/terms.ts'

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

const places = (codes: readonly string[]) => (codes.includes('*') ? 'Everywhere' : codes.join(', '))

/** What some terms say, line by line, in words. */
export const termsFacts = (terms: LicenseTerms): (readonly [string, Content])[] => [
  ['May be used for', { ul: terms.purposes.permit.map(purposeLabel) }],
  ...(terms.purposes.prohibit.length > 0
    ? [['May not be used for', { ul: terms.purposes.prohibit.map(purposeLabel) }] as const]
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
  ['When data is taken back', { stack: sayWithdrawal(terms) }],
  ['Naming the source', terms.attribution.required ? terms.attribution.text || 'Required' : 'Not required'],
  ['Personal data', sayPersonalData(terms)],
  ['Law', [terms.governingLaw, terms.forum].filter(Boolean).join('; ')],
]
