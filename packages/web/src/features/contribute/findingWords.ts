import type { FindingType, InvalidReason, InvalidRow } from '@usufruct/cleaning/types'

export const findingWords: Record<FindingType, { one: string; many: string }> = {
  email: { one: 'e-mail address', many: 'e-mail addresses' },
  phone: { one: 'phone number', many: 'phone numbers' },
  card: { one: 'card number', many: 'card numbers' },
  iban: { one: 'bank account', many: 'bank accounts' },
  ip: { one: 'internet address', many: 'internet addresses' },
}

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
  'personal-data': 'holds personal data where this dataset needs a value',
}

/** “Row 7: bill_length_mm holds a value above what is possible.” */
export const invalidInWords = ({ row, column, reason }: InvalidRow) =>
  `Row ${row}${column ? `, ${column}` : ''}: ${reasons[reason]}.`
