import { isGeneralisable } from '@usufruct/cleaning/generalise/byFinding'
import type { Action, FindingType, InvalidReason, InvalidRow } from '@usufruct/cleaning/types'

export const findingWords: Record<FindingType, { one: string; many: string }> = {
  email: { one: 'e-mail address', many: 'e-mail addresses' },
  phone: { one: 'phone number', many: 'phone numbers' },
  card: { one: 'card number', many: 'card numbers' },
  iban: { one: 'bank account', many: 'bank accounts' },
  ip: { one: 'internet address', many: 'internet addresses' },
  ssn: { one: 'social security number', many: 'social security numbers' },
  'national-id': { one: 'personal id number', many: 'personal id numbers' },
  'id-document': { one: 'number of a document', many: 'numbers of documents' },
  vehicle: { one: 'vehicle number', many: 'vehicle numbers' },
  crypto: { one: 'wallet address', many: 'wallet addresses' },
  'birth-date': { one: 'date of birth', many: 'dates of birth' },
  person: { one: 'name of a person', many: 'names of people' },
  address: { one: 'street address', many: 'street addresses' },
  coordinates: { one: 'place on the map', many: 'places on the map' },
  postcode: { one: 'postal code', many: 'postal codes' },
  url: { one: 'web address', many: 'web addresses' },
  location: { one: 'place', many: 'places' },
  organization: { one: 'organisation', many: 'organisations' },
  date: { one: 'date', many: 'dates' },
  job: { one: 'occupation', many: 'occupations' },
  age: { one: 'age', many: 'ages' },
}

export const actionWords: Record<Action, string> = {
  redact: 'Hide it',
  pseudonymise: 'Give it a code name',
  generalise: 'Make it less exact',
  keep: 'It may stay',
}

/** What can be chosen for a type, in the order in which it is offered. */
export const actionsFor = (type: FindingType): Action[] => [
  'redact',
  'pseudonymise',
  ...(isGeneralisable(type) ? (['generalise'] as const) : []),
  'keep',
]

const reasons: Record<InvalidReason, string> = {
  'too-few-fields': 'has fewer values than there are columns',
  'too-many-fields': 'has more values than there are columns',
  'text-after-quote': 'has text after a closing quotation mark',
  'not-json': 'is not readable as JSON',
  'not-an-object': 'is not a record with named values',
  'not-a-feature': 'is not a place with properties',
  'too-deep': 'is nested too deeply',
  'lone-surrogate': 'holds a broken character',
  'reserved-key': 'uses a reserved name',
  'not-finite': 'holds something that is not a number',
  missing: 'lacks a value that this dataset needs',
  'wrong-type': 'holds a value of another kind than the column',
  'not-allowed': 'holds a value that this dataset does not know',
  'below-minimum': 'holds a value below what is possible',
  'above-maximum': 'holds a value above what is possible',
  'damaged-picture': 'holds no picture that can be shown',
  'stands-out': 'would still tell who somebody is, being like too few others',
  'personal-data': 'holds personal data where this dataset needs a value',
}

/** “Row 7: bill_length_mm holds a value above what is possible.” */
export const invalidInWords = ({ row, column, reason }: InvalidRow) =>
  `Row ${row}${column ? `, ${column}` : ''}: ${reasons[reason]}.`
