import type { Column, ColumnType, Note } from '../types.ts'
import { BOOLEAN, COMMA_NUMBER, DATE, DATETIME, INTEGER, NUMBER } from './classify.ts'
import type { Profile } from './profileCell.ts'
import { readUnit } from './readUnit.ts'

export type Inferred = { column: Column; decimalComma: boolean; notes: Note[] }

const IDENTIFIERS =
  /(^|[^a-z])(phone|tel|telephone|telefon|mobile|mobil|cell ?phone|handy|fax|whatsapp|msisdn|contact ?(no|number))([^a-z]|$)/i

/**
 * Strict: a column has the type that every one of its values has, and is text otherwise. When only a few stand
 * in the way a note says so, and a dataset's schema can then set their rows aside with the reason.
 */
export const inferColumn = (name: string, profile: Profile): Inferred => {
  const notes: Note[] = []
  const note = (code: Note['code'], count: number, text: string) =>
    notes.push({ code, column: name, count, text })
  const decimalComma = profile.commas > 0 && profile.clearCommas > 0
  let type = typeOf(profile, decimalComma)

  if (type === 'integer' && (profile.cards > 0 || isPhoneColumn(name))) {
    note(
      'identifier-column',
      profile.present,
      'The numbers in this column name things rather than measure them: taken as text.',
    )
    type = 'string'
  }
  if (type === 'number' && decimalComma)
    note('decimal-comma', profile.commas, 'Commas are taken for decimal points.')
  if (type === 'string') {
    if (profile.largeIntegers > 0) {
      note('large-integers', profile.largeIntegers, 'Integers beyond 2^53 are kept as text, digit by digit.')
    }
    if (profile.slashDates > 0) {
      note(
        'ambiguous-dates',
        profile.slashDates,
        'Dates like 11/12/2007 can be read in two ways and stay text.',
      )
    }
    if (
      profile.numeric > 0 &&
      profile.numeric >= profile.present * 0.9 &&
      profile.numeric < profile.present
    ) {
      note(
        'mostly-typed',
        profile.present - profile.numeric,
        'All but these values are numbers; the column is text because of them.',
      )
    }
  }
  const unit = type === 'integer' || type === 'number' ? readUnit(name) : undefined
  return {
    column: { name, type, nullable: profile.missing > 0, ...(unit === undefined ? {} : { unit }) },
    decimalComma: type === 'number' && decimalComma,
    notes,
  }
}

export const isPhoneColumn = (name: string): boolean => IDENTIFIERS.test(name.replaceAll('_', ' '))

const typeOf = ({ present, notFinite, could }: Profile, decimalComma: boolean): ColumnType => {
  if (present === notFinite) return 'string'
  if (could & INTEGER) return 'integer'
  if (could & NUMBER) return 'number'
  if (could & COMMA_NUMBER && decimalComma) return 'number'
  if (notFinite > 0) return 'string'
  if (could & BOOLEAN) return 'boolean'
  if (could & DATE) return 'date'
  if (could & DATETIME) return 'datetime'
  return 'string'
}
